"""What the three evaluators say of the same people, laid side by side: columns of the same names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import ibis
import pyarrow as pa

from rules import engine
from rules.assembly import assemble
from rules.closures import judge_of
from rules.decision import Decision
from rules.facts import Value
from rules.hits import Conflict
from rules.plan import Judge, plan_of
from rules.policy import FactType, Policy
from rules.population import decide_population
from tests.rules.policies_made_up import concerned

#: One person as all three describe them: the columns of decide_population with its reasons.
Columns = dict[str, object]

TYPES = {
    FactType.CHOICE: pa.string(),
    FactType.CHOICES: pa.list_(pa.string()),
    FactType.MONEY: pa.int64(),
    FactType.DATE: pa.date32(),
    FactType.INTEGER: pa.int64(),
    FactType.BOOLEAN: pa.bool_(),
}


class Difference(NamedTuple):
    """A person about whom evaluators differ. said: per column that differs, what each said."""

    facts: Mapping[str, Value]
    said: Mapping[str, Sequence[object]]


def differences(policy: Policy, people: Sequence[dict[str, Value]], *, on: date) -> list[Difference]:
    """Return the people about whom durable-rules, the closures and DuckDB do not say the same, word for word.

    people: typed answers, some perhaps to questions that do not concern the person.
    """
    plan = plan_of(policy)
    judges = {"durable-rules": engine._stages(policy), "closures": judge_of(plan)}
    population = _population(policy, people, on)
    found = []
    for given, in_population in zip(people, population, strict=True):
        facts = concerned(policy, given)
        by_engine, by_closures = (_decided(policy, facts, on, judge) for judge in judges.values())
        if by_engine != by_closures or by_closures.columns != in_population:
            found.append(Difference(given, _apart(by_engine, by_closures, in_population)))
    return found


class _Decided(NamedTuple):
    columns: Columns
    decision: Decision | None


def _apart(by_engine: _Decided, by_closures: _Decided, in_population: Columns) -> dict[str, Sequence[object]]:
    each = (by_engine.columns, by_closures.columns, in_population)
    names = dict.fromkeys(name for columns in each for name in columns)
    said = {name: [columns.get(name, "nothing") for columns in each] for name in names}
    return {name: values for name, values in said.items() if values != values[:1] * 3} or {"decision": by_engine[1:]}


def _decided(policy: Policy, facts: Mapping[str, Value], on: date, judge: Judge) -> _Decided:
    """Decide one person as `engine.decide` and `closures.decide` do, keeping how every row and line was judged."""
    columns: Columns = {}
    try:
        decision = assemble(plan_of(policy), facts, on, _keeping(policy, judge, columns))
    except Conflict as conflict:
        return _Decided({"conflict": conflict.table}, None)
    for name, table in decision.tables.items():
        columns[name] = list(table.output) if isinstance(table.output, tuple) else table.output
    for name, outcome in decision.incentives.items():
        columns[f"{name}_verdict"] = str(outcome.verdict)
        columns[f"{name}_fen"] = outcome.fen or 0
        columns[f"{name}_paid"] = [part.fen for part in outcome.paid]
    return _Decided({**columns, "conflict": None}, decision)


def _keeping(policy: Policy, judge: Judge, columns: Columns) -> Judge:
    stages = plan_of(policy).stages

    def judged(place: int, env: dict[str, object]) -> Sequence[bool | None]:
        truths, stage = judge(place, env), stages[place]
        named = [(f"{span.of.name}_row", span.start, span.end) for span in stage.tables]
        named += [(f"{span.of.id}_line", span.start, span.end) for span in stage.incentives]
        for name, start, end in named:
            columns.update({f"{name}_{n}": truth for n, truth in enumerate(truths[start:end], 1)})
        return truths

    return judged


def _population(policy: Policy, people: Sequence[Mapping[str, Value]], on: date) -> list[Columns]:
    """Decide all people in one query with reasons and one without, which say the same.

    Of people under a contradiction only that is kept, as the other evaluators stop at it.
    """
    table = table_of(policy, people)
    plain, reasoned = (
        {columns.pop("person"): columns for columns in decided.to_pyarrow().to_pylist()}
        for decided in (decide_population(policy, table, on=on, reasons=reasons) for reasons in (False, True))
    )
    assert plain == {person: {name: columns[name] for name in plain[person]} for person, columns in reasoned.items()}
    return [_until_conflict(policy, reasoned[place]) for place in range(len(people))]


def _until_conflict(policy: Policy, columns: Columns) -> Columns:
    if columns["conflict"] is None:
        return columns
    for name in policy.incentives:
        assert (columns[f"{name}_verdict"], columns[f"{name}_fen"], columns[f"{name}_paid"]) == ("unknown", 0, [])
    return {"conflict": columns["conflict"]}


def table_of(policy: Policy, people: Sequence[Mapping[str, Value]]) -> ibis.Table:
    """Return people as a table: `person` from 0 and a column per fact."""
    columns = {
        name: pa.array([_cell(person.get(name)) for person in people], TYPES[fact.type])
        for name, fact in policy.facts.items()
    }
    return ibis.memtable(pa.table({"person": pa.array(range(len(people))), **columns}))


def _cell(value: Value | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
