"""A person's appeals and their answers, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.appeals.models import Appeal
from talent.cases.appeals.queries import clause_of
from talent.cases.appeals.wording import STATES
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import day, moment


def parts(person: Person) -> list[Part]:
    """Return the person's appeals; which officer answered is not the person's data."""
    query = select(Appeal).join(Appeal.case).join(Case.application)
    found = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(Appeal.id)).all()
    if not found:
        return []
    return [
        Part(
            "appeals",
            str(_("Your appeals")),
            str(_("To look at a decision again that you think is wrong.")),
            str(_("You and the bureau wrote them.")),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [_plain(appeal) for appeal in found],
            [_entry(appeal) for appeal in found],
        )
    ]


def _plain(appeal: Appeal) -> dict[str, object]:
    clause = clause_of(appeal)
    return {
        "application": appeal.case.reference,
        "filed_at": instant(appeal.filed_at),
        "due_on": appeal.due_on.isoformat(),
        "state": appeal.state.value,
        "reasons": appeal.reasons,
        "decided_at": instant(appeal.decided_at),
        "answer": appeal.answer,
        "clause": f"{clause.document} {clause.clause}" if clause else None,
        "withdrawn_at": instant(appeal.withdrawn_at),
        "decided_anew_as": appeal.round.reference if appeal.round else None,
    }


def _entry(appeal: Appeal) -> Entry:
    rows = [
        (str(_("Appealed on")), moment(appeal.filed_at)),
        (str(_("What you wrote")), appeal.reasons),
        (str(_("To be answered by")), day(appeal.due_on)),
        (str(_("State")), str(STATES[appeal.state][0])),
    ]
    if appeal.answer:
        rows.append((str(_("The answer")), appeal.answer))
    return Entry(appeal.case.reference, rows)
