"""Tables decided for one person by the boxes of their rows, which is fast where there are thousands of them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rules.amounts import WHOLE
from rules.checking.rows import Rows
from rules.dependencies import DAY
from rules.evaluation import Env
from rules.expressions import Kind
from rules.facts import Value
from rules.hits import Told
from rules.plan import Plan, parameters_on
from rules.policy import Table


def decide_tables(
    plan: Plan, rows: Mapping[str, Rows], facts: Mapping[str, Value], on: date
) -> tuple[Env, dict[str, tuple[int, ...]]]:
    """Return all that is known of a person, terms and tables decided, and per table the rows that decided it.

    rows: of the tables that are to be decided, by name. Raises Conflict.
    """
    env: Env = {**parameters_on(plan.policy, on), **facts, DAY: on}
    deciding: dict[str, tuple[int, ...]] = {}
    for stage in plan.stages:
        stage.compute(env)
        for table in (span.of for span in stage.tables if span.of.name in rows):
            told, deciding[table.name] = rows[table.name].output(env)
            env[table.name] = _value(table, told)
    return env, deciding


def _value(table: Table, told: Told) -> object:
    """Return what expressions read of a table: several choices as a set, a share as the fraction it is."""
    if isinstance(told, tuple):
        return frozenset(told)
    return Fraction(int(told), WHOLE) if told is not None and table.value_type.kind is Kind.SHARE else told
