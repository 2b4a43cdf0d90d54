"""What a policy's terms and tables build on, and so in which order they are decided."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from rules.expressions import Expression
from rules.policy import Policy

#: The day of application, always known, under this name in every expression.
DAY = "applied_on"


class Circular(Exception):  # noqa: N818  it names what happened
    """Terms or tables are defined by one another. names: the circle, in order."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(" → ".join(names))
        self.names = names


def definitions(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Return, per term and table, the names its expressions read."""
    read: dict[str, tuple[str, ...]] = {name: term.meaning.names for name, term in policy.terms.items()}
    for name, table in policy.tables.items():
        read[name] = tuple(dict.fromkeys(used for row in table.rows for used in row.when.names))
    return read


def in_order(read: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names so that each follows what it reads. Raises Circular."""
    graph = {name: [used for used in uses if used in read] for name, uses in read.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise Circular(tuple(error.args[1])) from None


def levels(policy: Policy) -> dict[str, int]:
    """Return the stage in which each term and table is decided: a table takes one, what reads it comes after."""
    read = definitions(policy)
    found: dict[str, int] = {}
    for name in in_order(read):
        found[name] = max(
            (found[used] + (used in policy.tables) for used in read[name] if used in found),
            default=0,
        )
    return found


def facts_read(policy: Policy, expressions: Iterable[Expression], *, through_tables: bool = False) -> tuple[str, ...]:
    """Return the facts that expressions read, directly, through terms and, if asked, through tables."""
    read = definitions(policy)
    facts: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [name for expression in reversed(list(expressions)) for name in reversed(expression.names)]
    while waiting:
        name = waiting.pop()
        if name in policy.facts:
            facts[name] = None
        elif name in read and name not in seen and (through_tables or name not in policy.tables):
            seen.add(name)
            waiting.extend(reversed(read[name]))
    return tuple(facts)


def tables_read(policy: Policy, expression: Expression) -> tuple[str, ...]:
    """Return the tables an expression reads, directly and through terms."""
    tables: dict[str, None] = {}
    waiting, seen = list(expression.names), set(expression.names)
    while waiting:
        name = waiting.pop()
        if name in policy.tables:
            tables[name] = None
        elif name in policy.terms:
            further = [used for used in policy.terms[name].meaning.names if used not in seen]
            seen.update(further)
            waiting.extend(further)
    return tuple(tables)
