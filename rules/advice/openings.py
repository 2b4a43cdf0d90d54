"""What would open the way again to an incentive that is out of reach: answers that a person could come to give."""

from typing import NamedTuple

from rules.advice.interview import Interview
from rules.advice.levers import Move, levers_of
from rules.decision import Answered
from rules.evaluation import Env
from rules.facts import written
from rules.plan import plan_of
from rules.possible import Prospect

#: Most answers that would have to change; of more nobody is told.
MOST_ANSWERS = 2
#: How far an answer may be moved, as `Move.distance` counts: nobody is told to earn ten times as much.
FARTHEST = 2


class Opening(NamedTuple):
    """Answers with which an incentive would be possible again. most: as for `Sofar`."""

    answers: tuple[Answered, ...]
    most: float


def opening(interview: Interview, name: str) -> Opening | None:
    """Return the nearest answers with which an incentive that is out of reach could be had; None where none are known.

    Only answers the policy marks as changeable are tried, each condition that cannot hold in its turn.
    """
    sofar = interview.sofar[name]
    if not sofar.barred or sofar.instead is not None:
        return None
    search = _Search(interview)
    for place in sofar.barred:
        search.mend(name, place)
    outlook = search.prospect.outlooks[name]
    if not outlook.can_be_granted or len(search.moves) > MOST_ANSWERS:
        return None
    return Opening(tuple(search.answered()), outlook.most)


class _Search:
    """Moves one answer after the other until no condition stands in the way."""

    def __init__(self, interview: Interview) -> None:
        self.policy, self.before = interview.policy, interview.facts
        self.levers = levers_of(plan_of(self.policy))
        self.prospect = interview.prospect
        self.env: Env = interview.known.answers.env
        self.moves: dict[str, Move] = {}

    def mend(self, name: str, place: int) -> None:
        """Move the answer that is nearest to letting one condition hold, if any does."""
        if self._may_hold(self.prospect, name, place):
            return
        facts = self.levers.of_line(name, place, self.env).intersection(self.before).difference(self.moves)
        known = (self.policy.facts[each] for each in self._in_order(facts))
        moves = [move for fact in known for move in self.levers.moves(fact, self.env) if move.distance <= FARTHEST]
        for move in sorted(moves, key=lambda each: each.distance):
            then = self.prospect.answered(move.fact, move.to)
            if self._may_hold(then, name, place):
                self.prospect, self.moves[move.fact] = then, move
                return

    def answered(self) -> list[Answered]:
        """Return the answers that were moved, as JSON values, in the order of the policy."""
        return [
            Answered(name, written(fact, self.before[name]), written(fact, self.moves[name].to))
            for name, fact in self.policy.facts.items()
            if name in self.moves
        ]

    def _in_order(self, facts: frozenset[str]) -> list[str]:
        return [name for name in self.policy.facts if name in facts]

    @staticmethod
    def _may_hold(prospect: Prospect, name: str, place: int) -> bool:
        judged = next(each for each in prospect.network.incentives if each.id == name)
        return True in judged.lines[place](prospect.env)
