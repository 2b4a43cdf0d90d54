"""When a person's cases were on hold, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.holds.models import CaseHold
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import day, moment


def parts(person: Person) -> list[Part]:
    """Return when and why the person's cases were on hold; which officer did it is not the person's data."""
    query = select(CaseHold).join(CaseHold.case).join(Case.application)
    found = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(CaseHold.id)).all()
    if not found:
        return []
    return [
        Part(
            "holds",
            str(_("When your applications were on hold")),
            str(_("To know why a decision waits.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [_plain(held) for held in found],
            [_entry(held) for held in found],
        )
    ]


def _plain(held: CaseHold) -> dict[str, object]:
    return {
        "application": held.case.reference,
        "held_at": instant(held.held_at),
        "reason": held.reason,
        "look_on": held.look_on.isoformat(),
        "released_at": instant(held.released_at),
    }


def _entry(held: CaseHold) -> Entry:
    rows = [
        (str(_("On hold since")), moment(held.held_at)),
        (str(_("Reason")), held.reason),
        (str(_("To be looked at again on")), day(held.look_on)),
    ]
    if held.released_at:
        rows.append((str(_("Off hold since")), moment(held.released_at)))
    return Entry(held.case.reference, rows)
