"""Who works on a case, on its page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.cases.inbox.models import InboxEntry
from talent.cases.inbox.operations import LEADS
from talent.cases.inbox.queries import clerks, entry_of
from talent.cases.models import Case
from talent.web.access import Role


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. clerks: whom this visitor can give it to."""

    entry: InboxEntry
    may_claim: bool
    may_give: bool
    may_hasten: bool
    clerks: Sequence[Person]
    template: str = field(default="inbox/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return who works on an open case and what the visitor may do about it."""
    entry = entry_of(case)
    if not entry.is_open and entry.assignee is None and entry.fast_reason is None:
        return []
    is_clerk, leads = seen_by.has(Role.CLERK), seen_by.has_any(LEADS)
    own = case.application.applicant_id == seen_by.id
    may_give = entry.is_open and (leads or (is_clerk and entry.assignee_id in {None, seen_by.id}))
    others = [each for each in clerks() if each.id not in {entry.assignee_id, case.application.applicant_id}]
    return [
        Panel(
            entry,
            may_claim=entry.is_open and is_clerk and not own and entry.assignee_id is None,
            may_give=may_give,
            may_hasten=entry.is_open and (is_clerk or leads) and not own,
            clerks=others if may_give else [],
        )
    ]
