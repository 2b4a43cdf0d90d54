"""What officers see of an appeal on the page of its case, and of the case that is decided anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.cases.appeals.models import Appeal, AppealState
from talent.cases.appeals.queries import appeal_of, sent_back_by
from talent.cases.appeals.wording import STATES
from talent.cases.models import Case


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. appeal: against it; first: for which it is decided anew."""

    appeal: Appeal | None
    first: Appeal | None
    states: Mapping[AppealState, tuple[object, str]]
    template: str = field(default="appeals/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return the appeal of a case, for whoever looks at the case."""
    appeal, first = appeal_of(case), sent_back_by(case)
    return [Panel(appeal, first, STATES)] if appeal or first else []
