"""Which decisions about a person were drawn to be looked at again, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.models import Case
from talent.cases.spot_checks.models import SpotCheck
from talent.cases.spot_checks.wording import FINDINGS
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return the checks of the person's decisions; which officer looked is not the person's data."""
    query = select(SpotCheck).join(SpotCheck.case).join(Case.application)
    found = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(SpotCheck.id)).all()
    if not found:
        return []
    return [
        Part(
            "spot_checks",
            str(_("Decisions drawn to be looked at again")),
            str(_("To see whether officers decide alike. The decision stands as it is in your letter.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [_plain(check) for check in found],
            [_entry(check) for check in found],
        )
    ]


def _plain(check: SpotCheck) -> dict[str, object]:
    return {
        "application": check.case.reference,
        "decided_at": instant(check.decided_at),
        "checked_at": instant(check.checked_at),
        "finding": check.finding.value if check.finding else None,
        "reason": check.reason,
    }


def _entry(check: SpotCheck) -> Entry:
    rows = [(str(_("Decided")), moment(check.decided_at))]
    if check.finding and check.checked_at:
        rows += [
            (str(_("Looked at again")), moment(check.checked_at)),
            (str(_("What the second officer found")), str(FINDINGS[check.finding][0])),
        ]
    if check.reason:
        rows.append((str(_("Reason")), check.reason))
    return Entry(check.case.reference, rows)
