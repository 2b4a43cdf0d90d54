"""People who show what is wrong: found in a box of cases, believed only once they were decided, told in a few words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rules.checking.answers import Answers
from rules.checking.boxes import Box
from rules.checking.deciding import decide_tables
from rules.checking.rows import Rows
from rules.checking.space import Space
from rules.checking.upstream import Upstream
from rules.dependencies import DAY, definitions
from rules.evaluation import Env
from rules.expressions import Expression, Kind, Type
from rules.facts import Value, contradictions, is_asked, written
from rules.hits import Conflict
from rules.plan import plan_of
from rules.reasons import plain

#: Says of a person, of whom all that can be told is known, whether they show what is looked for.
Shows = Callable[[Env], bool]

#: How many boxes over facts are tried for one over tables, how many people in each, and how many in all.
_MOST_BOXES = 12
_MOST_OF_A_BOX = 60
_MOST_TRIED = 300
#: What it costs to decide one person, in steps of a search.
_COST = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who applies on a day. facts: typed values; only those that matter."""

    facts: Mapping[str, Value]
    on: date


class People:
    """Finds people in boxes."""

    def __init__(self, space: Space, upstream: Upstream) -> None:
        self.policy, self.budget, self.upstream = space.policy, space.budget, upstream
        self.plan, self.definitions = plan_of(space.policy), definitions(space.policy)
        self._answers = Answers(space)

    def showing(self, boxes: Iterable[Box], shows: Shows, read: Sequence[Expression]) -> str | None:
        """Return a person in one of some boxes who shows what is looked for, in words; None if none is found.

        read: what it hangs on. Raises TooMany.
        """
        reads = self._reads({name for expression in read for name in expression.names})
        names = [name for name in self.policy.facts if name in reads]
        rows = {name: self.upstream.rows[name] for name in self.policy.tables if name in reads}
        for facts, on in islice(self._in_boxes(boxes, names), _MOST_TRIED):
            self.budget.spend(_COST)
            if self._shows(Person(facts, on), shows, rows):
                return self._told(self._with_fewest(Person(facts, on), shows, rows), rows, read)
        return None

    def _in_boxes(self, boxes: Iterable[Box], names: Sequence[str]) -> Iterator[tuple[dict[str, Value], date]]:
        for box in boxes:
            for each in islice(self.upstream.over_facts(box), _MOST_BOXES):
                yield from islice(self._answers.of(each, names), _MOST_OF_A_BOX)

    def _reads(self, names: Iterable[str]) -> set[str]:
        """Return all that some names hang on: facts, terms, tables, the day, and whatever lets a fact be asked."""
        waiting, found = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                when = self.policy.facts[name].asked_when if name in self.policy.facts else None
                waiting += self.definitions.get(name, when.names if when is not None else ())
        return found

    def _shows(self, person: Person, shows: Shows, rows: Mapping[str, Rows]) -> bool:
        if not all(is_asked(self.policy.facts[name], person.facts) for name in person.facts):
            return False
        if contradictions(self.policy, person.facts, on=person.on):
            return False
        try:
            return shows(decide_tables(self.plan, rows, person.facts, person.on)[0])
        except Conflict:
            return False

    def _with_fewest(self, person: Person, shows: Shows, rows: Mapping[str, Rows]) -> Person:
        """Leave out every fact without which it is shown as well."""
        for name in reversed(list(person.facts)):
            fewer = Person({other: value for other, value in person.facts.items() if other != name}, person.on)
            if self._shows(fewer, shows, rows):
                person = fewer
        return person

    def _told(self, person: Person, rows: Mapping[str, Rows], read: Sequence[Expression]) -> str:
        """Write a person as an example gives one, and what the conditions name: 'pay: 300, on 2021-06-01 (age: 45)'."""
        facts, env = self.policy.facts, decide_tables(self.plan, rows, person.facts, person.on)[0]
        said = [f"{name}: {_shown(written(facts[name], value))}" for name, value in person.facts.items()]
        names = dict.fromkeys(name for expression in read for name in expression.names)
        values = {name: plain(env.get(name), type_) for name in names if (type_ := self._type(name)) is not None}
        told = [f"{name}: {_shown(value)}" for name, value in values.items() if value is not None]
        dated = any(isinstance(value, date) for value in person.facts.values())
        if DAY in self._reads(names) and (dated or self._answers.applied is not None):
            said.append(f"on {person.on.isoformat()}")
        return (", ".join(said) or "anybody") + (f" ({', '.join(told)})" if told else "")

    def _type(self, name: str) -> Type | None:
        """Return the type of a table, or of a term that is more than yes or no."""
        if name in self.policy.tables:
            return self.policy.tables[name].value_type
        term = self.policy.terms.get(name)
        return term.meaning.type if term is not None and term.meaning.type.kind is not Kind.BOOLEAN else None


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value).removesuffix(".00")
