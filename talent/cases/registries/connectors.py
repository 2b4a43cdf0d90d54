"""How a registry is asked: by an extract that was uploaded, or not at all, which is said aloud."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select

from rules.facts import FactError, Value, parse_fact
from rules.policy import Fact, Registry
from talent.accounts.models import Person
from talent.cases.registries.models import Extract, ExtractRow
from talent.database import db


@dataclass(frozen=True)
class Said:
    """What a registry says of one fact of one person. value: None where it does not know the person. on: its date."""

    value: Value | None
    on: date


class Connector(Protocol):
    """A way to ask a registry. connected: whether there is one; False warns on every case that needs it."""

    registry: Registry
    connected: bool

    def ask(self, person: Person, fact: Fact) -> Said | None:
        """Return what it says of a fact; None where it is not connected for this fact."""


class NullConnector:
    """No registry is there: nothing is said, and the page of the case says so."""

    connected = False

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def ask(self, person: Person, fact: Fact) -> Said | None:
        """Say nothing."""
        return None


class FileConnector:
    """The newest extract that has a column of the fact. extracts: of one registry and policy, newest first."""

    connected = True

    def __init__(self, registry: Registry, extracts: Sequence[Extract]) -> None:
        self.registry = registry
        self.extracts = extracts
        self._rows: dict[int, Mapping[int, Mapping[str, object]]] = {}

    def ask(self, person: Person, fact: Fact) -> Said | None:
        """Say what stands in the person's row."""
        extract = next((each for each in self.extracts if fact.name in each.facts), None)
        if extract is None:
            return None
        raw = self._rows_of(person).get(extract.id, {}).get(fact.name)
        try:
            return Said(parse_fact(fact, raw, on=extract.dated_on), extract.dated_on)
        except FactError:
            return Said(None, extract.dated_on)

    def _rows_of(self, person: Person) -> Mapping[int, Mapping[str, object]]:
        """Return what the extracts say of a person, read once: by extract, then by fact."""
        if person.id not in self._rows:
            query = select(ExtractRow.extract_id, ExtractRow.said).where(
                ExtractRow.identity_lookup == person.identity_lookup,
                ExtractRow.extract_id.in_([each.id for each in self.extracts]),
            )
            self._rows[person.id] = {extract: json.loads(said) for extract, said in db.session.execute(query)}
        return self._rows[person.id]


def connectors_of(policy_id: str) -> dict[Registry, Connector]:
    """Return how each registry is asked under a policy."""
    query = select(Extract).where(Extract.policy_id == policy_id)
    found = db.session.scalars(query.order_by(Extract.dated_on.desc(), Extract.id.desc())).all()
    of = {registry: [each for each in found if each.source is registry] for registry in Registry}
    return {each: FileConnector(each, of[each]) if of[each] else NullConnector(each) for each in Registry}
