"""Incentives that may not simply be added: choose, highest, stop, top_up, deduct."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from rules.decision import Instalment, Outcome, OverlapOutcome, Verdict
from rules.evaluation import half_up
from rules.policy import Overlap, Policy, Text
from rules.reasons import Answers, Reason

Outcomes = dict[str, Outcome]


def apply(
    policy: Policy, outcomes: Mapping[str, Outcome], answers: Answers
) -> tuple[Outcomes, tuple[OverlapOutcome, ...]]:
    """Return the outcomes after every overlap of the policy, in the order written, and the overlaps that did something.

    An outcome that hangs on one not yet known becomes unknown, never granted.
    """
    now = dict(outcomes)
    applied = []
    for overlap in policy.overlaps:
        standing = [name for name in overlap.among if now[name].verdict is not Verdict.REFUSED]
        if len(standing) > 1:
            text = _RULES[overlap.rule](_Overlapping(policy, overlap, standing, now, answers))
            if text is not None:
                applied.append(OverlapOutcome(overlap.rule, overlap.among, text, overlap.source))
    return now, tuple(applied)


class _Overlapping:
    """One overlap while it is applied. standing: the incentives not refused. now: all outcomes, changed in place."""

    def __init__(self, policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes, answers: Answers) -> None:
        self.policy, self.overlap, self.standing, self.now, self.answers = policy, overlap, standing, now, answers

    def choose(self) -> Text | None:
        """Keep what the person chose; the greatest where that was refused."""
        by, standing = self.overlap.by, self.standing
        chosen = self.answers.env.get(by) if by else None
        if chosen is None:
            self._leave_open(standing, (by,) if by else ())
            return Text(
                f"{self._named(standing, 'zh')}只能选一项，请先选择",
                f"Only one of {self._named(standing)}: please choose",
            )
        return self._keep(str(chosen)) if chosen in standing else self.highest()

    def highest(self) -> Text | None:
        """Keep the greatest amount, the first of two alike."""
        if self._waits():
            return None
        return self._keep(max(self.standing, key=lambda name: self.now[name].fen or 0))

    def stop(self) -> Text | None:
        """The first that is granted ends the others."""
        first, *others = self.standing
        if self.now[first].verdict is Verdict.UNKNOWN:
            self._leave_open(others, self.now[first].missing)
            return None
        return self._keep(first)

    def reduce(self) -> Text | None:
        """The first is paid in full; each later one pays only what it has above those before it."""
        if self._waits():
            return None
        before = 0
        for name in self.standing:
            whole = self.now[name].fen or 0
            left = max(0, whole - before)
            if left == 0:
                self._drop([name])
            elif left != whole:
                self.now[name] = _scaled(self.now[name], left)
            before += left
        first, later = self.standing[:1], self.standing[1:]
        return Text(
            f"{self._named(later, 'zh')}已扣除{self._named(first, 'zh')}的金额",
            f"{self._named(later)} is reduced by what {self._named(first)} pays",
        )

    def _waits(self) -> bool:
        """Leave all open while one is unknown, since its amount decides."""
        unknown = [name for name in self.standing if self.now[name].verdict is Verdict.UNKNOWN]
        if unknown:
            self._leave_open(self.standing, [fact for name in unknown for fact in self.now[name].missing])
        return bool(unknown)

    def _leave_open(self, names: Sequence[str], asked: Sequence[str]) -> None:
        says = Text("与其他激励有重叠，还不能确定", "It overlaps with another incentive that is not settled yet")
        for name in names:
            if self.now[name].verdict is Verdict.GRANTED:
                missing = tuple(dict.fromkeys((*self.now[name].missing, *asked)))
                self._becomes(name, Verdict.UNKNOWN, self._reason(None, says), missing)

    def _keep(self, kept: str) -> Text:
        others = [name for name in self.standing if name != kept]
        self._drop(others)
        return Text(
            f"保留{self._named([kept], 'zh')}，不再享受{self._named(others, 'zh')}",
            f"{self._named([kept])} is kept, {self._named(others)} is not",
        )

    def _drop(self, names: Sequence[str]) -> None:
        for name in names:
            others = [each for each in self.overlap.among if each != name]
            says = Text(
                f"不能与{self._named(others, 'zh')}同时享受", f"It cannot be had together with {self._named(others)}"
            )
            self._becomes(name, Verdict.REFUSED, self._reason(False, says), ())

    def _becomes(self, name: str, verdict: Verdict, reason: Reason, missing: tuple[str, ...]) -> None:
        outcome = self.now[name]
        reasons = (*outcome.reasons, reason)
        self.now[name] = outcome._replace(verdict=verdict, fen=None, paid=(), reasons=reasons, missing=missing)

    def _reason(self, holds: bool | None, says: Text) -> Reason:
        overlap = self.overlap
        return Reason(f"{overlap.rule}: {', '.join(overlap.among)}", holds, overlap.source, says)

    def _named(self, names: Sequence[str], language: str = "en") -> str:
        titles = (self.policy.incentives[name].title.to(language) for name in names)
        return ("、" if language == "zh" else ", ").join(titles)


def _scaled(outcome: Outcome, fen: int) -> Outcome:
    """Pay a smaller whole in the same proportions."""
    whole, paid, upto, before = outcome.fen or 1, [], 0, 0
    for part in outcome.paid:
        upto += part.fen
        share = half_up(Fraction(upto * fen, whole))
        paid.append(Instalment(part.on, share - before, part.provided))
        before = share
    return outcome._replace(fen=fen, paid=tuple(part for part in paid if part.fen))


_RULES: dict[str, Callable[[_Overlapping], Text | None]] = {
    "choose": _Overlapping.choose,
    "highest": _Overlapping.highest,
    "stop": _Overlapping.stop,
    "top_up": _Overlapping.reduce,
    "deduct": _Overlapping.reduce,
}
#: The rules an overlap can have.
RULES = tuple(_RULES)
