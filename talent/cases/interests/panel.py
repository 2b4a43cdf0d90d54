"""What officers see of conflicts of interest on the page of a case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.cases.interests import queries, wording
from talent.cases.interests.models import Declaration, StepBack
from talent.cases.interests.queries import Conflict
from talent.cases.models import CLOSED, Case
from talent.web.access import Role

#: Who verifies, recommends, approves or answers, and so may have a conflict of interest.
CONCERNED = frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER})


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. open: conflicts the visitor has not answered; own: that they stepped back."""

    open: Sequence[Conflict]
    own: StepBack | None
    may_step_back: bool
    stepped_back: Sequence[StepBack]
    declared: Sequence[Declaration]
    says: Callable[[Conflict], str] = field(default=wording.says)
    template: str = field(default="interests/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return what keeps the visitor from a case, who stepped back from it, and what was declared."""
    acts = case.stage not in CLOSED and seen_by.has_any(CONCERNED)
    own = queries.step_back_of(case, seen_by)
    found = queries.open_conflicts(case, seen_by) if acts and own is None else []
    stepped, declared = queries.step_backs(case), queries.declarations(case)
    if not (acts or stepped or declared):
        return []
    return [Panel(found, own, acts and own is None, stepped, declared)]
