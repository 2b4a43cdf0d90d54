"""What would change an outcome: the nearest change of one answer, or of two, that grants an incentive or raises it.

Only answers the policy marks as changeable are tried, so nobody is told to be younger or born elsewhere; and no change
is told that would cost the person more elsewhere than it brings.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, product
from typing import NamedTuple

from rules.advice.levers import Levers, Move, levers_of
from rules.closures import decide
from rules.decision import Answered, Change, Decision, Verdict
from rules.facts import Value, is_asked, written
from rules.hits import Conflict, rank
from rules.plan import plan_of
from rules.policy import Policy, Table
from rules.possible import Prospect

#: Most changes named for one incentive.
MOST_CHANGES = 3
#: Most pairs tried for one incentive, the nearest.
MOST_PAIRS = 120

Moves = tuple[Move, ...]


class Goal(NamedTuple):
    """How an incentive can be bettered: whether some moves do, and whether what is possible allows it at all."""

    may_reach: Callable[[str, Prospect], bool]
    reaches: Callable[[str, Moves], bool]


def advised(policy: Policy, decision: Decision, facts: Mapping[str, Value]) -> Decision:
    """Return a decision whose incentives say which nearest changes of one or two answers would better them.

    facts: the typed values that were decided. An incentive that is not granted names changes that grant it; one that is
    granted names those that raise its amount or, where none does, a choice that one of its tables gives.
    Computed with closures: one decision per change tried.
    """
    search = _Search(policy, decision, facts)
    outcomes = {
        name: outcome._replace(would_change=tuple(search.changes(name)[:MOST_CHANGES]))
        for name, outcome in decision.incentives.items()
    }
    return replace(decision, incentives=outcomes)


class _Search:
    """The search for changes that better one person's decision. Nothing is decided twice."""

    def __init__(self, policy: Policy, decision: Decision, facts: Mapping[str, Value]) -> None:
        self.policy, self.decision = policy, decision
        self.facts = {name: value for name, value in facts.items() if value is not None}
        self.env = {**decision.answers.env, **self.facts}
        self.levers: Levers = levers_of(plan_of(policy))
        self._prospects = {frozenset[str](): Prospect.of(policy, self.facts, on=decision.on)}
        self._moves: dict[str, list[Move]] = {}
        self._tried: dict[frozenset[Move], Decision | None] = {}

    def changes(self, name: str) -> list[Change]:
        """Return the changes that better an incentive: of one answer before those of two, then the nearest first."""
        needs = self._needs(name)
        if not needs or not all(needs):
            return []
        for goal in (Goal(self._may_gain, self._gains), Goal(self._may_rise, self._rises)):
            found = self._found(name, needs, goal)
            if found:
                return [self._change(name, moves, then) for moves in found if (then := self._then(moves)) is not None]
        return []

    def _needs(self, name: str) -> list[frozenset[str]]:
        """Return sets of known answers; a change must move one of each set. None where only an answer is missing."""
        outcome, lines = self.decision.incentives[name], self.policy.incentives[name].lines
        failing = [place for place, reason in enumerate(outcome.reasons[: len(lines)]) if reason.holds is not True]
        if not failing and outcome.verdict is Verdict.UNKNOWN:
            return []
        needs = [self.levers.of_line(name, place, self.env) for place in failing] or [self.levers.of_amount(name)]
        return [need.intersection(self.facts) for need in needs]

    def _found(self, name: str, needs: Sequence[frozenset[str]], goal: Goal) -> list[Moves]:
        """Return single moves that reach a goal, one per fact, and pairs of facts of which neither alone does."""
        alone: dict[str, Moves] = {}
        for fact in self._in_order(frozenset.intersection(*needs)):
            found = self._nearest(name, fact, goal)
            if found is not None:
                alone[fact] = (found,)
        together: dict[frozenset[str], Moves] = {}
        if len(alone) < MOST_CHANGES:
            for moves in self._pairs(name, needs, goal, without=alone):
                facts = frozenset(move.fact for move in moves)
                if facts not in together and goal.reaches(name, moves):
                    together[facts] = moves
        return [*sorted(alone.values(), key=_distance), *together.values()]

    def _nearest(self, name: str, fact: str, goal: Goal) -> Move | None:
        """Return the nearest other value of an answer that alone reaches a goal."""
        if not goal.may_reach(name, self._open((fact,))):
            return None
        return next((move for move in self._moves_of(fact) if goal.reaches(name, (move,))), None)

    def _pairs(
        self, name: str, needs: Sequence[frozenset[str]], goal: Goal, *, without: Collection[str]
    ) -> Iterator[Moves]:
        """Yield moves of two answers that between them touch every need, the nearest first."""
        known = self.levers.of_amount(name).intersection(self.facts)
        facts = self._in_order(known.union(*needs).difference(without))
        pairs = [
            [self._moves_of(fact) for fact in pair]
            for pair in combinations(facts, 2)
            if all(need.intersection(pair) for need in needs) and goal.may_reach(name, self._open(pair))
        ]
        moves = [each for one, other in pairs for each in product(one, other)]
        return islice(sorted(moves, key=_distance), MOST_PAIRS)

    def _open(self, facts: tuple[str, ...]) -> Prospect:
        """Return what would be possible if some answers were still open: all that moving them can bring about."""
        key = frozenset(facts)
        if key not in self._prospects:
            self._prospects[key] = self._open(facts[1:]).unanswered(facts[0])
        return self._prospects[key]

    def _in_order(self, facts: Collection[str]) -> list[str]:
        return [name for name in self.policy.facts if name in facts]

    def _moves_of(self, fact: str) -> list[Move]:
        if fact not in self._moves:
            self._moves[fact] = self.levers.moves(self.policy.facts[fact], self.env)
        return self._moves[fact]

    def _may_gain(self, name: str, prospect: Prospect) -> bool:
        outlook = prospect.outlooks[name]
        return outlook.can_be_granted and outlook.most > (self.decision.incentives[name].fen or 0)

    def _gains(self, name: str, moves: Moves) -> bool:
        """Tell whether moves grant an incentive or raise its amount, and leave more in all."""
        then, now = self._then(moves), self.decision.incentives[name].fen or 0
        return then is not None and (then.incentives[name].fen or 0) > now and _total(then) > _total(self.decision)

    def _may_rise(self, name: str, prospect: Prospect) -> bool:
        possible = ((table, prospect.env[table.name]) for table in self.levers.tables[name])
        return any(self._is_higher(table, each) for table, outputs in possible for each in outputs if each is not None)

    def _rises(self, name: str, moves: Moves) -> bool:
        """Tell whether moves raise a choice that a table gives for an incentive that is granted, at no loss."""
        then, now = self._then(moves), self.decision.incentives[name].fen
        if then is None or now is None or _total(then) < _total(self.decision):
            return False
        return (then.incentives[name].fen or 0) >= now and bool(self._raised(name, then))

    def _raised(self, name: str, then: Decision) -> tuple[tuple[str, str], ...]:
        """Return the tables an incentive reads that give a higher choice then, and which."""
        outputs = ((table, then.tables[table.name].output) for table in self.levers.tables[name])
        return tuple((table.name, str(output)) for table, output in outputs if self._is_higher(table, output))

    def _is_higher(self, table: Table, output: object) -> bool:
        before = self.decision.tables[table.name].output
        return isinstance(before, str) and isinstance(output, str) and rank(table, output) > rank(table, before)

    def _then(self, moves: Moves) -> Decision | None:
        """Decide the person once more; None where rows of a table contradict one another then."""
        key = frozenset(moves)
        if key not in self._tried:
            facts = self.facts | {move.fact: move.to for move in moves}
            try:
                self._tried[key] = decide(self.policy, _asked(self.policy, facts), on=self.decision.on)
            except Conflict:
                self._tried[key] = None
        return self._tried[key]

    def _change(self, name: str, moves: Moves, then: Decision) -> Change:
        outcome = then.incentives[name]
        first, *further = (
            Answered(move.fact, written(fact, self.facts[move.fact]), written(fact, move.to))
            for move in moves
            for fact in (self.policy.facts[move.fact],)
        )
        gain = (outcome.fen or 0) - (self.decision.incentives[name].fen or 0)
        return Change(*first, outcome.verdict, outcome.fen, gain, tuple(further), self._raised(name, then))


def _asked(policy: Policy, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers to what is still asked: another answer may make a question fall away."""
    asked: dict[str, Value] = {}
    for name, fact in policy.facts.items():
        if name in facts and is_asked(fact, asked) is not False:
            asked[name] = facts[name]
    return asked


def _distance(moves: Moves) -> float:
    return sum(move.distance for move in moves)


def _total(decision: Decision) -> int:
    return sum(outcome.fen or 0 for outcome in decision.incentives.values())
