"""Reads what may happen to a person after the decision, and which facts it changes."""

from collections.abc import Mapping as Map

from rules.facts import LATEST, FactError, Value, parse_fact
from rules.policy import Fact, FactType, LifeEvent
from rules.reading.awards import as_data
from rules.reading.definitions import Definitions
from rules.reading.document import Entry, Mapping

_KEYS = ("title", "about", "sets", "asks", "day", "source")


class Events:
    """The part of the reader that knows life events."""

    def __init__(self, definitions: Definitions, facts: Map[str, Fact]) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self.problems = definitions.problems
        self.facts = facts

    def event(self, name: str, line: int, entry: Mapping) -> LifeEvent:
        """Read one life event."""
        what = f"event {name}"
        self.shapes.identifier(name, "the id of an event", line)
        self.shapes.mapping(entry, what, _KEYS)
        given = entry.entries
        sets = self._sets(given.get("sets"), what)
        asks = tuple(self._fact(each, what, line) for each in self.shapes.items(given.get("asks"), f"asks of {what}"))
        day = self._day(given.get("day"), what, line)
        twice = [fact for fact in asks if fact in sets or fact == day] + ([day] if day in sets else [])
        for fact in twice:
            self.problems.add(line, f"{what} answers '{fact}' twice", "name it under one of sets:, asks: and day:")
        if not (sets or asks or day):
            self.problems.add(line, f"{what} changes nothing", "name facts under sets: or asks:")
        return LifeEvent(
            name,
            self.shapes.text(given.get("title"), f"the title of {what}", line),
            self.definitions.source(entry, what, line),
            sets,
            asks,
            day,
            self.shapes.optional_text(given.get("about"), f"about of {what}"),
            line,
        )

    def _sets(self, entry: Entry | None, what: str) -> dict[str, Value]:
        """Read the answers that follow from the event itself."""
        values: dict[str, Value] = {}
        for name, given in self.shapes.mapping(entry, f"sets of {what}"):
            fact = self.facts.get(name)
            if fact is None:
                self._unknown(name, what, given.line)
                continue
            try:
                value = parse_fact(fact, as_data(given), on=LATEST)
            except FactError as error:
                self.problems.add(given.line, f"{what} sets {name}: {error.says.en}", "mend the value")
            else:
                if value is None:
                    self.problems.add(given.line, f"{what} sets {name} to nothing", "write a value")
                else:
                    values[name] = value
        return values

    def _fact(self, entry: Entry, what: str, line: int) -> str:
        name = self.shapes.plain(entry, f"a fact of {what}", line)
        if name and name not in self.facts:
            self._unknown(name, what, entry.line)
        return name

    def _day(self, entry: Entry | None, what: str, line: int) -> str | None:
        """Read the fact that the day of the event answers."""
        if entry is None:
            return None
        name = self._fact(entry, what, line)
        if name in self.facts and self.facts[name].type is not FactType.DATE:
            self.problems.add(entry.line, f"'{name}' is no date", "name a fact of the type date under day:")
        return name or None

    def _unknown(self, name: str, what: str, line: int) -> None:
        self.problems.add(line, f"{what} names '{name[:40]}', which is not asked", "name one of the facts")
