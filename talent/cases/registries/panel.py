"""What officers see on the page of a case of registries that nobody connected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.policy import Registry
from talent.accounts.models import Person
from talent.cases.models import CLOSED, Case
from talent.cases.registries import queries
from talent.cases.registries.wording import UNCONNECTED


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. unconnected: registries that would know answers of it."""

    unconnected: Sequence[Registry]
    words: Mapping[Registry, object]
    template: str = field(default="registries/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Warn of the registries that would know answers of an open case and are not connected."""
    missing = queries.unconnected(case) if case.stage not in CLOSED else []
    return [Panel(missing, UNCONNECTED)] if missing else []
