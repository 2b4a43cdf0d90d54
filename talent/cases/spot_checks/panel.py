"""What officers see of spot checks on the page of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.cases.spot_checks.models import Finding, SpotCheck
from talent.cases.spot_checks.operations import refuse_part
from talent.cases.spot_checks.queries import CHECKERS, checked_of, waiting_of
from talent.cases.spot_checks.wording import FINDINGS
from talent.web.errors import Refused


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. checked: what was found; may: whether the visitor is to look at the decision."""

    checked: Sequence[SpotCheck]
    may: bool
    findings: Mapping[Finding, tuple[object, str]]
    template: str = field(default="spot_checks/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return what was found of the decisions of a case; that one waits only to whoever may look at it."""
    checked, may = checked_of(case), _may(case, seen_by)
    return [Panel(checked, may, FINDINGS)] if checked or may else []


def _may(case: Case, person: Person) -> bool:
    waiting = waiting_of(case) if case.decided_at and person.has_any(CHECKERS) else None
    if waiting is None:
        return False
    try:
        refuse_part(waiting, person)
    except Refused:
        return False
    return True
