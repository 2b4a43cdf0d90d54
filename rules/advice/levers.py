"""What a person can move: the answers a condition hangs on, their other values, and how far away each value is."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rules.advice.boundaries import boundaries_of, conditions, step_of
from rules.dependencies import facts_read, tables_read
from rules.evaluation import Env, closure
from rules.expressions import And, Expression, HasAny, Kind, Name, Node, Or, walk
from rules.facts import Value
from rules.plan import Plan
from rules.policy import Fact, FactType, Policy, Table

#: Most other values of one answer that are tried, the nearest.
MOST_MOVES = 10

Hangs = Callable[[Env], Iterator[str]]


class Move(NamedTuple):
    """An answer given otherwise.

    distance: in steps of a choice, years, pieces, or shares of the sum given now; twice that where it goes down, since
    what one has reached is rarely given up.
    """

    fact: str
    to: Value
    distance: float


class Levers:
    """The facts of one policy that a person can change, and what hangs on them."""

    def __init__(self, plan: Plan) -> None:
        policy = plan.policy
        self.policy, self.boundaries = policy, boundaries_of(plan)
        self.changeable = frozenset(name for name, fact in policy.facts.items() if fact.changeable)
        self._named = _keys_named(policy)
        #: Per incentive the tables it reads that give a choice.
        self.tables: dict[str, list[Table]] = {}
        self._hangs: dict[str, list[Hangs]] = {}
        self._raise: dict[str, tuple[str, ...]] = {}
        for name, incentive in policy.incentives.items():
            lines, amounts = [line.condition for line in incentive.lines], plan.amounts[name].read
            tables = dict.fromkeys(table for each in (*lines, *amounts) for table in tables_read(policy, each))
            rows = [row.when for table in tables for row in policy.tables[table].rows]
            self.tables[name] = [each for table in tables if _gives_a_choice(each := policy.tables[table])]
            self._hangs[name] = [_hangs(policy, line.tree) for line in lines]
            self._raise[name] = facts_read(policy, [*rows, *amounts], through_tables=True)

    def of_line(self, incentive: str, place: int, env: Env) -> frozenset[str]:
        """Return the changeable facts that keep a condition from holding. env: everything that is known."""
        return self.changeable.intersection(self._hangs[incentive][place](env))

    def of_amount(self, incentive: str) -> frozenset[str]:
        """Return the changeable facts on which an amount, the tables it reads and the choice between several hang."""
        chosen = (overlap.by for overlap in self.policy.overlaps if incentive in overlap.among)
        return self.changeable.intersection([*self._raise[incentive], *(name for name in chosen if name is not None)])

    def moves(self, fact: Fact, env: Env) -> list[Move]:
        """Return the other values of an answer at which something comes out otherwise, the nearest first."""
        now = env[fact.name]
        moves = [Move(fact.name, value, _far(fact, now, value)) for value in self._values(fact, env) if value != now]
        return sorted(moves, key=lambda move: move.distance)[:MOST_MOVES]

    def _values(self, fact: Fact, env: Env) -> Iterator[Value]:
        now: Any = env[fact.name]
        if fact.type is FactType.BOOLEAN:
            yield not now
        elif fact.type is FactType.CHOICE:
            yield from fact.choices
        elif fact.type is FactType.CHOICES:
            yield from (now ^ {key} for key in fact.choices if key in self._named)
        else:
            turns = self.boundaries.of(fact, env)
            yield from dict.fromkeys(turn if turn > now else turn - step_of(fact) for turn in turns)


@lru_cache(maxsize=256)
def levers_of(plan: Plan) -> Levers:
    """Find the levers of a policy, once per plan."""
    return Levers(plan)


def _gives_a_choice(table: Table) -> bool:
    return table.value_type.kind is Kind.CHOICE


def _keys_named(policy: Policy) -> frozenset[str]:
    """Return the choices that some `has any of` names."""
    parts = (part for tree in conditions(policy) for part in walk(tree))
    return frozenset(key for part in parts if isinstance(part, HasAny) for key in part.options)


def _hangs(policy: Policy, node: Node) -> Hangs:
    """Compile a condition to the facts that keep it from holding: parts of an and that hold are left out."""
    match node:
        case And(items=items):
            parts = [(closure(item), _hangs(policy, item)) for item in items]
            return lambda env: (name for holds, inner in parts if holds(env) is not True for name in inner(env))
        case Or(items=items):
            ways = [_hangs(policy, item) for item in items]
            return lambda env: (name for way in ways for name in way(env))
        case Name(name=name) if name in policy.terms:
            return _hangs(policy, policy.terms[name].meaning.tree)
        case _:
            names = tuple(part.name for part in walk(node) if isinstance(part, Name))
            facts = facts_read(policy, [Expression("", node, names)], through_tables=True)
            return lambda env: iter(facts)


def _far(fact: Fact, now: Any, value: Any) -> float:
    """Tell how far one value of an answer is from another."""
    if isinstance(now, (bool, frozenset)):
        return 1.0
    if fact.type is FactType.CHOICE:
        keys = list(fact.choices)
        way = float(keys.index(value) - keys.index(now))
    elif fact.type is FactType.DATE:
        way = float((value - now).days) / 365
    else:
        one = max(abs(now), 1) if fact.type is FactType.MONEY else _PER_STEP.get(fact.unit or "", 1)
        way = float(value - now) / one
    return way if way >= 0 else -2 * way


#: How many of a unit are as far as one step of a choice.
_PER_STEP: Mapping[str, int] = {"month": 12, "day": 365, "working_day": 250}
