"""Decides a case under decision tables: through the policy they make, by the same engine as every other policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rules import engine
from rules.decision import Decision, TableOutcome
from rules.facts import Value as FactValue
from rules.hits import Conflict
from rules.interchange.columns import Column, decimals, steps
from rules.interchange.decision_table import DecisionTable, Hit, Value, ValueType
from rules.interchange.naming import Naming, outputs_of
from rules.interchange.policy_text import policy_text, rule_says
from rules.interchange.problems import TableInvalid, TableProblem, TableProblems, refusal
from rules.interchange.sfeel import MAX_DIGITS, written_value
from rules.policy import Policy
from rules.reading import PolicyInvalid, read

#: A decision table knows no day; the policy made of it holds on every one.
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Runnable:
    """Tables made into a policy that decides."""

    tables: tuple[DecisionTable, ...]
    naming: Naming
    policy: Policy

    @property
    def text(self) -> str:
        """The policy file, to be completed by whoever takes the tables over."""
        return self.policy.text


def runnable(
    tables: Sequence[DecisionTable], document: str = "decision table", places: Mapping[str, int] | None = None
) -> Runnable:
    """Make tables into a policy. Tables that read one another decide in their order.

    document: what the rules are taken from. places: decimals to tell apart beyond those of the tables, by input.
    Raises TableInvalid with all that our language cannot say.
    """
    return _runnable(tuple(tables), document, tuple(sorted((places or {}).items())))


@lru_cache(maxsize=64)
def _runnable(tables: tuple[DecisionTable, ...], document: str, places: tuple[tuple[str, int], ...]) -> Runnable:
    problems = TableProblems()
    naming = Naming(tables, dict(places), problems)
    problems.refuse()
    try:
        return Runnable(tables, naming, read(policy_text(tables, naming, document), document, checked=False))
    except PolicyInvalid as error:
        found = [
            TableProblem(f"{document}: line {each.line} of its policy", each.message, each.mend)
            for each in error.problems
        ]
        raise TableInvalid(found) from None


def decide_table(table: DecisionTable, inputs: Mapping[str, object]) -> dict[str, object]:
    """Decide one case of one table; see `decide_tables`."""
    return decide_tables([table], inputs)[0]


def decide_tables(tables: Sequence[DecisionTable], inputs: Mapping[str, object]) -> list[dict[str, object]]:
    """Decide one case: for every table its outputs by name and the numbers of the rules that gave them.

    inputs: JSON values by the label, the expression or our name of an input; None or absent where not known.
    Returns per table {"table": name, "outputs": {output: value}, "rules": [number, …]}; a list of such outputs where
    the table lists every rule that matches. A value is None where no rule gives it or an input it needs is not known.
    Raises TableInvalid when a table or an input cannot be used, or rules contradict one another.
    """
    plain = runnable(tables)
    given = _by_name(plain.naming, inputs)
    finer = {name: _decimals(raw) for name, raw in given.items() if plain.naming.facts[name].type is ValueType.NUMBER}
    chosen = runnable(tables, places={name: n for name, n in finer.items() if n > plain.naming.facts[name].places})
    problems = TableProblems()
    answers = {name: _answer(chosen.naming.facts[name], raw, problems) for name, raw in given.items()}
    problems.refuse()
    facts = {chosen.naming.facts[name].key: value for name, value in answers.items() if value is not None}
    try:
        decision = engine.decide(chosen.policy, facts, on=_ANY_DAY)
    except Conflict as conflict:
        raise _contradiction(chosen, conflict) from None
    return [_outcome(chosen, table, decision) for table in tables]


def _by_name(naming: Naming, inputs: Mapping[str, object]) -> dict[str, object]:
    """Return what is given by the names of the inputs. Raises TableInvalid with all that are no inputs."""
    facts = naming.facts.items()
    names = {column.key: name for name, column in facts} | {column.label: name for name, column in facts}
    names |= {name: name for name in naming.facts}
    mend = f"use {', '.join(column.label for column in naming.facts.values())}"
    strange = [
        TableProblem(f"input '{str(name)[:60]}'", "the tables have no such input", mend)
        for name in inputs
        if name not in names
    ]
    if strange:
        raise TableInvalid(strange)
    return {names[called]: raw for called, raw in inputs.items() if raw is not None}


def _answer(column: Column, raw: object, problems: TableProblems) -> FactValue | None:
    """Return a JSON value as the fact of a column, or None after noting that it is none."""
    found = _ANSWERS[column.type](column, raw)
    where, said = f"input '{column.label}'", str(raw)[:60]
    if found is None:
        allowed = ", ".join(written_value(value) for value in column.keys) or _EXAMPLES[column.type]
        problems.add(where, f"'{said}' cannot be its value", f"write {allowed}")
    elif not isinstance(found, (str, bool, frozenset)) and not column.holds(found):
        mend = f"write from {column.bound(column.least)} to {column.bound(column.most)}"
        problems.add(where, f"{said} is out of its range", mend)
    return found


def _text(column: Column, raw: object) -> FactValue | None:
    return column.keys.get(raw, column.other) if isinstance(raw, str) else None


def _number(column: Column, raw: object) -> FactValue | None:
    number = _decimal(raw)
    return None if number is None else steps(number, column.places)


def _decimal(raw: object) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        return None
    fits = number.is_finite() and abs(number) < 10**MAX_DIGITS and decimals(number) <= MAX_DIGITS
    return number if fits else None


def _decimals(raw: object) -> int:
    number = _decimal(raw)
    return 0 if number is None else decimals(number)


def _boolean(_column: Column, raw: object) -> FactValue | None:
    return {"true": True, "false": False}.get(str(raw).strip().lower()) if isinstance(raw, (bool, str)) else None


def _day(_column: Column, raw: object) -> FactValue | None:
    try:
        return date.fromisoformat(str(raw)) if len(str(raw)) == 10 else None
    except ValueError:
        return None


_ANSWERS = {
    ValueType.STRING: _text,
    ValueType.NUMBER: _number,
    ValueType.BOOLEAN: _boolean,
    ValueType.DATE: _day,
}
_EXAMPLES = {
    ValueType.STRING: "a text",
    ValueType.NUMBER: f"a number of at most {MAX_DIGITS} digits",
    ValueType.BOOLEAN: "true or false",
    ValueType.DATE: "a day as YYYY-MM-DD",
}


def _outcome(chosen: Runnable, table: DecisionTable, decision: Decision) -> dict[str, object]:
    columns = [(output.name, chosen.naming.results[name]) for name, output in outputs_of(table)]
    told = [(name, column, decision.tables[column.key]) for name, column in columns]
    numbers = {rule_says(number, rule): number for number, rule in table.ordered()}
    rules = dict.fromkeys(
        numbers[each.says.zh, each.says.en] for _, _, outcome in told for each in outcome.reasons if each.holds is True
    )
    return {"table": table.name, "outputs": _outputs(table, told), "rules": list(rules)}


def _outputs(table: DecisionTable, told: Sequence[tuple[str, Column, TableOutcome]]) -> object:
    if not table.hit.lists:
        return {name: _plain(column, outcome.output) for name, column, outcome in told}
    lists = [
        [{name: _plain(column, each)} for each in outcome.output]
        for name, column, outcome in told
        if isinstance(outcome.output, tuple)
    ]
    if len(lists) < len(told):
        return None
    return [{name: value for part in row for name, value in part.items()} for row in zip(*lists, strict=True)]


def _plain(column: Column, told: object) -> object:
    """Return what a table gave as JSON data, in the words and decimals of its column."""
    if isinstance(told, str):
        literal: Value = next(value for value, key in column.keys.items() if key == told)
    elif told is None or isinstance(told, bool):
        return told
    else:
        literal = Decimal(str(told)).scaleb(-column.places)
    if isinstance(literal, Decimal):
        return int(literal) if literal == literal.to_integral_value() else float(literal)
    return literal.isoformat() if isinstance(literal, date) else literal


def _contradiction(chosen: Runnable, conflict: Conflict) -> TableInvalid:
    """Name the rules that contradict one another by their numbers."""
    table, key = next(
        (table, chosen.naming.results[name].key)
        for table in chosen.tables
        for name, _ in outputs_of(table)
        if chosen.naming.results[name].key == conflict.table
    )
    lines = [row.line for row in chosen.policy.tables[key].rows]
    numbers = [table.ordered()[lines.index(line)][0] for line in conflict.lines]
    named = " and ".join(map(str, numbers))
    apart = " with different outputs" if table.hit is Hit.ANY else ""
    message = f"all match{apart}, which hit policy {table.hit} rules out"
    return refusal(
        f"table '{table.name}', rules {named}", message, "let them exclude one another or mend the hit policy"
    )
