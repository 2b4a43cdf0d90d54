"""Decisions about a person that were taken back, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.models import Case
from talent.cases.undoings.models import CaseUndoing
from talent.cases.wording import OUTCOMES
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return the decisions that were taken back; which officer did it is not the person's data."""
    query = select(CaseUndoing).join(CaseUndoing.case).join(Case.application)
    found = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(CaseUndoing.id)).all()
    if not found:
        return []
    return [
        Part(
            "decisions_taken_back",
            str(_("Decisions that were taken back")),
            str(_("To account for a decision that no longer counts.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [_plain(each) for each in found],
            [_entry(each) for each in found],
        )
    ]


def _plain(each: CaseUndoing) -> dict[str, object]:
    return {
        "application": each.case.reference,
        "decided_at": instant(each.decided_at),
        "outcome": each.outcome.value,
        "taken_back_at": instant(each.undone_at),
        "reason": each.reason,
        "what": each.taken,
    }


def _entry(each: CaseUndoing) -> Entry:
    rows = [
        (str(_("Decided")), moment(each.decided_at)),
        (str(_("Outcome")), str(OUTCOMES[each.outcome][0])),
        (str(_("Taken back")), moment(each.undone_at)),
        (str(_("Reason")), each.reason),
    ]
    return Entry(each.case.reference, rows)
