"""An interview: what is sure after some answers, which questions can still follow, and what it comes to in the end."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rules.advice.changes import advised
from rules.advice.questions import Questions, next_question, open_questions, standing_of
from rules.closures import decide
from rules.decision import Decision, Outcome, Verdict
from rules.expressions import Expression
from rules.facts import Value, is_asked, lowest
from rules.plan import plan_of
from rules.policy import Fact, FactType, Policy
from rules.possible import Prospect
from rules.possible.values import NEVER, told


class Sofar(NamedTuple):
    """What one incentive has come to. verdict: unknown while an answer can still change it.

    most: what it can pay at most, in whole fen; infinite where no bound is known. barred: the places of its conditions
    that cannot hold any more. instead: the incentive that surely takes its place.
    """

    verdict: Verdict
    most: float
    barred: tuple[int, ...] = ()
    instead: str | None = None


class Interview:
    """Some answers of one person under a policy, and what follows from them; one more answer makes another interview.

    facts: typed values as `parse_facts` returns them. on: the day of application. besides: questions that the person
    cannot answer: they are asked no more and stay open.
    """

    def __init__(self, policy: Policy, facts: Mapping[str, Value], *, on: date, besides: Collection[str] = ()) -> None:
        self.policy, self.facts, self.on, self.besides = policy, dict(facts), on, frozenset(besides)
        self.prospect = Prospect.of(policy, facts, on=on)
        self.standing = standing_of(policy, self.prospect).incentives

    @cached_property
    def next(self) -> str | None:
        """The question to ask now; None when nothing that can be answered changes the outcome any more."""
        return next_question(self.policy, self.facts, on=self.on, besides=self.besides)

    @cached_property
    def open(self) -> Questions:
        """The questions that can still change the outcome as far as can be seen, those not answerable too."""
        return open_questions(self.policy, self.facts, on=self.on)

    @cached_property
    def may_follow(self) -> Questions:
        """The questions that can still come, this one and all that may hang on it: no others will be asked."""
        found: set[str] = set()
        waiting = [name for expression in self._undecided() for name in expression.names]
        choosing = [overlap for overlap in self.policy.overlaps if len(self.standing.intersection(overlap.among)) > 1]
        waiting += [overlap.by for overlap in choosing if overlap.by is not None]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                found.update((name,) if self._may_be_asked(name) else ())
                waiting.extend(self._beyond(name))
        return tuple(name for name in self.policy.facts if name in found)

    def _undecided(self) -> Iterator[Expression]:
        """Yield the conditions and amounts that can still come out one way or the other."""
        for judged in self.prospect.network.incentives:
            if judged.id in self.standing and not self.prospect.outlooks[judged.id].is_settled:
                lines = zip(self.policy.incentives[judged.id].lines, judged.lines, strict=True)
                yield from (line.condition for line, holds in lines if told(holds(self.prospect.env)) is None)
                yield from plan_of(self.policy).amounts[judged.id].read

    def _may_be_asked(self, name: str) -> bool:
        fact = self.policy.facts.get(name)
        asked = fact is not None and not fact.at_review and self.prospect.env[name] != NEVER
        return asked and name not in self.facts and name not in self.besides

    def _beyond(self, name: str) -> Iterator[str]:
        """Yield the names that one which cannot be told is made of, or hangs on."""
        if name in self.facts or told(self.prospect.env.get(name, NEVER)) is not None:
            return
        if name in self.policy.facts:
            when = self.policy.facts[name].asked_when
            yield from when.names if when is not None else ()
        elif name in self.policy.terms:
            yield from self.policy.terms[name].meaning.names
        elif name in self.policy.tables:
            for row in self.policy.tables[name].rows:
                yield from row.when.names

    @cached_property
    def sofar(self) -> Mapping[str, Sofar]:
        """What each incentive has come to."""
        return {name: self._sofar(name) for name in self.policy.incentives}

    def _sofar(self, name: str) -> Sofar:
        outlook, instead = self.prospect.outlooks[name], self._instead(name)
        if instead is not None:
            return Sofar(Verdict.REFUSED, 0, (), instead)
        judged = next(each for each in self.prospect.network.incentives if each.id == name)
        barred = [place for place, holds in enumerate(judged.lines) if True not in holds(self.prospect.env)]
        return Sofar(outlook.verdict, outlook.most, tuple(barred))

    def _instead(self, name: str) -> str | None:
        if name in self.standing or not self.prospect.outlooks[name].can_be_granted:
            return None
        for overlap in self.policy.overlaps:
            kept = self.facts.get(overlap.by) if overlap.by is not None else overlap.among[0]
            if name in overlap.among and kept in self.standing and kept != name:
                return str(kept)
        return None

    @cached_property
    def known(self) -> Decision:
        """What the rules say of the answers alone."""
        return decide(self.policy, self.facts, on=self.on)

    def result(self) -> Decision:
        """Return what the answers come to, with the nearest changes that would better it.

        What no open answer can change is decided as it will be, whatever is answered to the questions not asked.
        """
        known = advised(self.policy, self.known, self.facts)
        filled = decide(self.policy, self.filled, on=self.on)
        outcomes = {
            name: self._outcome(name, known.incentives[name], filled.incentives[name]) for name in known.incentives
        }
        return replace(known, incentives=outcomes, overlaps=filled.overlaps)

    def _outcome(self, name: str, known: Outcome, filled: Outcome) -> Outcome:
        """Choose what is told of one incentive: the lines that fail are those that no answer makes hold."""
        if known.verdict is not Verdict.UNKNOWN or not self.prospect.outlooks[name].is_settled:
            return known
        if filled.verdict is not Verdict.REFUSED or self.sofar[name].instead:
            return filled
        barred = self.sofar[name].barred
        lines = len(self.policy.incentives[name].lines)
        reasons = [
            reason._replace(holds=False, missing=()) if place in barred else reason
            for place, reason in enumerate(known.reasons[:lines])
        ]
        return filled._replace(reasons=(*reasons, *filled.reasons[lines:]), missing=())

    @cached_property
    def filled(self) -> Mapping[str, Value]:
        """The answers, and to every question that no longer matters any answer at all."""
        filled: dict[str, Value] = {}
        for name, fact in self.policy.facts.items():
            if name in self.facts:
                filled[name] = self.facts[name]
            elif name not in self.open and is_asked(fact, filled):
                filled[name] = _any_answer(fact)
        return filled


def _any_answer(fact: Fact) -> Value:
    match fact.type:
        case FactType.BOOLEAN:
            return False
        case FactType.CHOICE:
            return next(iter(fact.choices))
        case FactType.CHOICES:
            return frozenset()
    return lowest(fact)
