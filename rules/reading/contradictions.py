"""Reads which answers cannot all be right."""

from rules.dependencies import DAY
from rules.policy import Contradiction
from rules.reading.definitions import Definitions
from rules.reading.document import Entry
from rules.types import BOOLEAN, DATE, Scope


class Contradictions:
    """The part of the reader that knows contradictions. They read answers and the day of application, nothing else."""

    def __init__(self, definitions: Definitions) -> None:
        self.shapes = definitions.shapes
        self.facts = definitions.facts
        types = {DAY: DATE, **{name: definitions.types[name] for name in definitions.facts}}
        self.scope = Scope(lambda: types, types.__getitem__, {})

    def read(self, entry: Entry | None) -> tuple[Contradiction, ...]:
        """Read the list of them; what cannot be read is left out, with its problem noted."""
        found = (self._contradiction(each) for each in self.shapes.items(entry, "contradictions"))
        return tuple(each for each in found if each is not None)

    def _contradiction(self, entry: Entry) -> Contradiction | None:
        what = "a contradiction"
        given = self.shapes.mapping(entry, what, ("never", "says")).entries
        never = self.shapes.expression(given.get("never"), self.scope, f"never of {what}", entry.line, BOOLEAN)
        says = self.shapes.text(given.get("says"), f"says of {what}", entry.line)
        if never is None:
            return None
        read = tuple(name for name in never.names if name in self.facts)
        if not read:
            self.shapes.problems.add(entry.line, "A contradiction reads no answer", "name one of the facts in never:")
        return Contradiction(never, says, read, entry.line)
