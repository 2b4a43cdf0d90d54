"""What a person reported, as it is kept of them."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording as words
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.awards.life_events import wording
from talent.awards.life_events.models import ReportedChange
from talent.database import db
from talent.web.filters import day, moment, said


def parts(person: Person) -> list[Part]:
    """Return every change a person reported."""
    query = select(ReportedChange).join(ReportedChange.application).where(Application.applicant_id == person.id)
    changes = db.session.scalars(query.order_by(ReportedChange.id)).all()
    if not changes:
        return []
    return [
        Part(
            "reported_changes",
            str(_("Changes you reported")),
            str(_("To review what was granted when something it rests on changes.")),
            str(words.FROM_YOU),
            str(words.ON_RECORD),
            str(_("Withdraw a report yourself until a clerk deals with it; after that report what changed since.")),
            [_plain(change) for change in changes],
            [_entry(change) for change in changes],
        )
    ]


def _plain(change: ReportedChange) -> dict[str, object]:
    return {
        "application": change.application.reference,
        "event": change.event,
        "title": both(policy_of(change.application).events[change.event].title),
        "happened_on": change.happened_on.isoformat(),
        "reported_at": instant(change.reported_at),
        "facts_before": change.facts_before,
        "facts_after": change.facts_after,
        "consequences": change.consequences,
        "withdrawn_at": instant(change.withdrawn_at),
        "acknowledged_at": instant(change.acknowledged_at),
    }


def _entry(change: ReportedChange) -> Entry:
    title = said(policy_of(change.application).events[change.event].title)
    where, _tone = wording.standing(change)
    rows = [
        (str(_("Day")), day(change.happened_on)),
        (str(_("Reported")), moment(change.reported_at)),
        (str(_("State")), where),
    ]
    return Entry(f"{title} · {change.application.reference}", rows)
