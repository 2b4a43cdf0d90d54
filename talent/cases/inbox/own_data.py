"""What the inbox keeps of a person, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.inbox.models import InboxEntry
from talent.cases.inbox.queries import saved_filters
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return why cases of the person go by the green channel, and the filters the person saved."""
    return [*_green_channel(person), *_filters(person)]


def _green_channel(person: Person) -> list[Part]:
    query = select(InboxEntry).join(InboxEntry.case).join(Case.application)
    query = query.where(Application.applicant_id == person.id, InboxEntry.fast_reason.is_not(None))
    found = db.session.scalars(query.order_by(InboxEntry.case_id)).all()
    if not found:
        return []
    return [
        Part(
            "green_channel",
            str(_("Applications dealt with first")),
            str(_("So that what is urgent does not wait.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(_("Write to the clerk from the page of the application.")),
            [{"application": entry.reference, "reason": entry.fast_reason} for entry in found],
            [Entry(entry.reference, [(str(_("Reason")), entry.fast_reason or "")]) for entry in found],
        )
    ]


def _filters(person: Person) -> list[Part]:
    found = saved_filters(person)
    if not found:
        return []
    return [
        Part(
            "saved_filters",
            str(_("Filters you saved")),
            str(_("To find cases again.")),
            str(_("You saved them.")),
            str(_("Until you delete them, at the latest as long as your account is open.")),
            str(_("Delete a filter on the page of cases, and save it anew.")),
            [{"name": each.name, "filter": each.query, "saved_at": instant(each.saved_at)} for each in found],
            [Entry(each.name, [(str(_("Saved")), moment(each.saved_at))]) for each in found],
        )
    ]
