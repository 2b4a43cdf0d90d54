"""How the columns of decision tables are called in our language: a fact per input, a table per output."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.dependencies import DAY
from rules.interchange.columns import Column, decimals, steps
from rules.interchange.decision_table import DecisionTable, Hit, Input, Output, Value, ValueType, shown
from rules.interchange.problems import TableProblems
from rules.reading.shapes import RESERVED

#: Bound of a number where its table names none, in steps of its decimals.
MOST = 10**13


@dataclass(slots=True)
class Words:
    """Names in use. Two never differ in their case alone: databases would take one for the other."""

    taken: set[str] = field(default_factory=lambda: {*RESERVED, DAY, "unknown", "person"})

    def word(self, text: str, stem: str) -> str:
        """Return a name for a text: the text itself where it is a word, else its letters, else `stem` and a number."""
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", text):
            name = text
        else:
            letters = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") if text.isascii() else ""
            letters = letters if len(letters) <= 40 else letters[:41].rpartition("_")[0] or letters[:40]
            name = letters if letters[:1].isalpha() else f"{stem}_{letters}".rstrip("_")
        number, tried = 1, name
        while tried.casefold() in self.taken:
            number += 1
            tried = f"{name}_{number}"
        self.taken.add(tried.casefold())
        return tried


class Naming:
    """The columns of tables that are decided together, each named once.

    An input called like another table, or 'table.output' where that has several outputs, reads that table; every
    other input is a fact.
    facts: per name of an input. results: per name of a table the outputs in order.
    """

    def __init__(self, tables: Sequence[DecisionTable], places: Mapping[str, int], problems: TableProblems) -> None:
        """Name the columns. places: decimals beyond those of the tables, by name of an input."""
        self.problems = problems
        self._words = Words()
        self._reading, self._tested = _reading(tables), _tested(tables)
        given = [(name, table, output) for table in tables for name, output in outputs_of(table)]
        own = {name for name, table, _ in given if name in {column.name for column in table.inputs}}
        self._chained = {name for name, _, _ in given} & set(self._reading) - own
        self.facts = {
            name: self._fact(name, inputs, places.get(name, 0))
            for name, inputs in self._reading.items()
            if name not in self._chained
        }
        self.results = {name: self._result(name, table, output) for name, table, output in given}
        for name, count in Counter(name for name, _, _ in given).items():
            if count > 1:
                problems.add(f"table '{name}'", "another has the same name", "rename one")

    def of_input(self, name: str) -> Column:
        """Return the fact or the table that an input reads."""
        return self.facts.get(name) or self.results[name]

    def asked(self) -> list[Column]:
        """Return the facts that some rule tests, in the order of the inputs."""
        return [column for name, column in self.facts.items() if self._tested[name]]

    def _fact(self, name: str, inputs: Sequence[Input], places: int) -> Column:
        first = inputs[0]
        if any(each.type is not first.type for each in inputs):
            self.problems.add(f"input '{name}'", "its type differs from table to table", "give it one type")
        key, label = self._words.word(name, "input"), first.label
        values = [*(value for each in inputs for value in each.allowed.values()), *self._tested[name]]
        closed = all(not each.allowed.always for each in inputs)
        if first.type is ValueType.STRING:
            words = Words()
            keys = {value: words.word(shown(value), "c") for value in dict.fromkeys(values)}
            open_ = not closed or len(keys) < 2
            return Column(key, label, first.type, keys, words.word("other", "c") if open_ else None)
        places = max([places, *(decimals(value) for value in values)])
        least, most = _bounds(inputs, places) if closed else (None, None)
        if first.type is ValueType.NUMBER:
            least, most = -MOST if least is None else least, MOST if most is None else most
        return Column(key, label, first.type, {}, None, places, least, most)

    def _result(self, name: str, table: DecisionTable, output: Output) -> Column:
        key, place, chosen = self._words.word(name, "table"), table.outputs.index(output), _is_choice(table, output)
        tested = self._tested[name] if name in self._chained else []
        if name in self._chained:
            self._check_chained(name, table, output)
        if table.hit is Hit.COUNT:
            return Column(key, name, ValueType.NUMBER)
        default = () if output.default is None else (output.default,)
        values = [*output.values, *(rule.gives[place] for rule in table.rules), *default, *tested]
        if not chosen:
            return Column(key, name, output.type, places=max(decimals(value) for value in values))
        words = Words()
        rising = reversed(output.values) if table.hit is Hit.PRIORITY else ()
        keys = {value: words.word(shown(value), "c") for value in dict.fromkeys([*rising, *values])}
        return Column(key, name, output.type, keys)

    def _check_chained(self, name: str, table: DecisionTable, output: Output) -> None:
        """Note what no other table can test: a list, or a number or day that is one of several choices."""
        counts = table.hit is Hit.COUNT
        type_ = ValueType.NUMBER if counts else output.type
        apart = any(each.type is not type_ for each in self._reading[name])
        parts = counts and any(decimals(value) for value in self._tested[name])
        if table.hit.lists or apart or parts or (_is_choice(table, output) and type_ is not ValueType.STRING):
            mend = "ask for it under another name, or let that table give one text"
            self.problems.add(f"input '{name}'", f"what table '{table.name}' gives cannot be tested so", mend)


def _is_choice(table: DecisionTable, output: Output) -> bool:
    """Tell whether an output becomes a choice: text and days do, and whatever is listed or ranked."""
    if table.hit is Hit.COUNT:
        return False
    return output.type in (ValueType.STRING, ValueType.DATE) or table.hit.lists or table.hit is Hit.PRIORITY


def outputs_of(table: DecisionTable) -> Iterator[tuple[str, Output]]:
    """Yield the outputs of a table with the names under which other tables read them."""
    for output in table.outputs:
        yield table.name if len(table.outputs) == 1 else f"{table.name}.{output.name}", output


def _reading(tables: Iterable[DecisionTable]) -> dict[str, list[Input]]:
    found: dict[str, list[Input]] = {}
    for table in tables:
        for each in table.inputs:
            found.setdefault(each.name, []).append(each)
    return found


def _tested(tables: Iterable[DecisionTable]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for table in tables:
        for place, column in enumerate(table.inputs):
            values = found.setdefault(column.name, [])
            for rule in table.rules:
                values += rule.cells[place].values()
    return found


def _bounds(inputs: Sequence[Input], places: int) -> tuple[int | date | None, int | date | None]:
    """Return the least and greatest value that the listed values leave, in steps."""
    ranges = [each for column in inputs for each in column.allowed.ranges]
    lows = [_step(each.low, places, 0 if each.includes_low else 1) for each in ranges]
    highs = [_step(each.high, places, 0 if each.includes_high else -1) for each in ranges]
    return (
        None if None in lows else min(lows, default=None),  # type: ignore[type-var]
        None if None in highs else max(highs, default=None),  # type: ignore[type-var]
    )


def _step(value: Value | None, places: int, further: int) -> int | date | None:
    if isinstance(value, date):
        return value + timedelta(days=further)
    return None if value is None or isinstance(value, (str, bool)) else steps(value, places) + further
