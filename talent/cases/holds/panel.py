"""What officers see of a hold on the page of its case."""

from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.cases.holds.models import CaseHold
from talent.cases.holds.queries import open_hold
from talent.cases.models import CLOSED, Case, CaseStage
from talent.web.access import Role

#: Who puts a case on hold.
HOLDERS = frozenset({Role.CLERK, Role.APPROVER})


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. hold: why it is on hold; may: whether the visitor changes that.

    runs: whether the time to be decided in runs on, since nothing is asked of the applicant.
    """

    hold: CaseHold | None
    may: bool
    runs: bool
    template: str = field(default="holds/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return whether a case is on hold, for whoever looks at the case."""
    if case.stage in CLOSED:
        return []
    held = open_hold(case)
    may = seen_by.has_any(HOLDERS) and case.application.applicant_id != seen_by.id
    return [Panel(held, may, case.stage is not CaseStage.WAITING)] if held or may else []
