"""What an automatic check says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from talent.cases.models import Case


class Result(StrEnum):
    """How a comparison came out. LOOK: it differs, or was found elsewhere, and somebody should look at it."""

    LOOK = "look"
    UNKNOWN = "unknown"
    AGREES = "agrees"


@dataclass(frozen=True)
class Check:
    """One comparison. compared: what with what; says: what came out, or why it could not be compared.

    cases: references of other cases it leads to.
    """

    title: str
    compared: str
    result: Result
    says: str
    cases: Sequence[str] = ()


#: Compares something of a case by itself: no change, no more than a few indexed queries.
Checking = Callable[[Case], Iterable[Check]]
