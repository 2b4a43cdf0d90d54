"""What a clerk sees of reported changes on the page of a case."""

from dataclasses import dataclass, field
from typing import Any

from talent.accounts.models import Person
from talent.applications.queries import policy_of
from talent.awards.life_events import wording
from talent.awards.life_events.models import ReportedChange
from talent.awards.life_events.queries import changes_of, typed
from talent.cases.models import Case
from talent.web.access import Role


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. changes: what a page needs to show each, newest first."""

    changes: list[dict[str, Any]]
    may_acknowledge: bool
    template: str = field(default="life_events/_beside_case.html")


def view_of(change: ReportedChange) -> dict[str, Any]:
    """Return what a page needs to show a report."""
    policy = policy_of(change.application)
    facts = {"before": change.facts_before, "after": change.facts_after}
    return {
        "change": change,
        "event": policy.events[change.event],
        "said": wording.consequences(policy, change.consequences),
        "facts": {when: typed(policy, values, change.happened_on) for when, values in facts.items()},
        "standing": wording.standing(change),
    }


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return what the applicant reported, for whoever looks at the case."""
    changes = [each for each in changes_of(case.application) if each.withdrawn_at is None]
    may_acknowledge = seen_by.has(Role.CLERK) and seen_by.id != case.application.applicant_id
    return [Panel([view_of(change) for change in changes], may_acknowledge)] if changes else []
