"""Incentives that may not simply be added: choose, highest, stop, top_up, deduct."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from rules.decision import Instalment, Outcome, OverlapOutcome, Reason, Verdict
from rules.evaluation import Env, half_up
from rules.policy import Overlap, Policy, Text

Outcomes = dict[str, Outcome]


def apply(policy: Policy, outcomes: Mapping[str, Outcome], env: Env) -> tuple[Outcomes, tuple[OverlapOutcome, ...]]:
    """Return the outcomes after every overlap of the policy, in the order written, and the overlaps that did something.

    An outcome that hangs on one not yet known becomes unknown, never granted.
    """
    now = dict(outcomes)
    applied = []
    for overlap in policy.overlaps:
        standing = [name for name in overlap.among if now[name].verdict is not Verdict.REFUSED]
        if len(standing) < 2:
            continue
        text = _RULES[overlap.rule](policy, overlap, standing, now, env)
        if text is not None:
            applied.append(OverlapOutcome(overlap.rule, overlap.among, text, overlap.source))
    return now, tuple(applied)


def _choose(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes, env: Env) -> Text | None:
    chosen = env.get(overlap.by) if overlap.by else None
    if chosen is None:
        asked = (overlap.by,) if overlap.by else ()
        _leave_open(policy, overlap, standing, now, asked)
        return Text(
            f"{_named(policy, standing, 'zh')}只能选一项，请先选择",
            f"Only one of {_named(policy, standing)}: please choose",
        )
    if chosen not in standing:
        return _keep_greatest(policy, overlap, standing, now)
    _drop(policy, overlap, [name for name in standing if name != chosen], now)
    return _kept(policy, str(chosen), standing)


def _highest(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes, _env: Env) -> Text | None:
    return _keep_greatest(policy, overlap, standing, now)


def _keep_greatest(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes) -> Text | None:
    if _wait_for_unknown(policy, overlap, standing, now):
        return None
    best = max(standing, key=lambda name: now[name].fen or 0)
    _drop(policy, overlap, [name for name in standing if name != best], now)
    return _kept(policy, best, standing)


def _stop(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes, _env: Env) -> Text | None:
    """The first that is granted ends the others."""
    first = standing[0]
    if now[first].verdict is Verdict.UNKNOWN:
        _leave_open(policy, overlap, standing[1:], now, now[first].missing)
        return None
    _drop(policy, overlap, standing[1:], now)
    return _kept(policy, first, standing)


def _reduce(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes, _env: Env) -> Text | None:
    """The first is paid in full; each later one pays only what it has above those before it."""
    if _wait_for_unknown(policy, overlap, standing, now):
        return None
    before = 0
    for name in standing:
        whole = now[name].fen or 0
        left = max(0, whole - before)
        if left != whole:
            now[name] = _scaled(now[name], left)
        if left == 0:
            _drop(policy, overlap, [name], now)
        before += left
    return Text(
        f"{_named(policy, standing[1:], 'zh')}已扣除{_named(policy, standing[:1], 'zh')}的金额",
        f"{_named(policy, standing[1:])} is reduced by what {_named(policy, standing[:1])} pays",
    )


def _wait_for_unknown(policy: Policy, overlap: Overlap, standing: list[str], now: Outcomes) -> bool:
    unknown = [name for name in standing if now[name].verdict is Verdict.UNKNOWN]
    if unknown:
        asked = tuple(dict.fromkeys(fact for name in unknown for fact in now[name].missing))
        _leave_open(policy, overlap, standing, now, asked)
    return bool(unknown)


def _leave_open(policy: Policy, overlap: Overlap, names: list[str], now: Outcomes, asked: tuple[str, ...]) -> None:
    others = Text("与其他激励有重叠，还不能确定", "It overlaps with another incentive that is not settled yet")
    for name in names:
        if now[name].verdict is Verdict.GRANTED:
            missing = tuple(dict.fromkeys((*now[name].missing, *asked)))
            now[name] = _with(now[name], Verdict.UNKNOWN, _reason(overlap, None, others), missing)


def _drop(policy: Policy, overlap: Overlap, names: list[str], now: Outcomes) -> None:
    for name in names:
        others = [each for each in overlap.among if each != name]
        says = Text(
            f"不能与{_named(policy, others, 'zh')}同时享受", f"It cannot be had together with {_named(policy, others)}"
        )
        now[name] = _with(now[name], Verdict.REFUSED, _reason(overlap, False, says), ())


def _with(outcome: Outcome, verdict: Verdict, reason: Reason, missing: tuple[str, ...]) -> Outcome:
    return replace(outcome, verdict=verdict, fen=None, paid=(), reasons=(*outcome.reasons, reason), missing=missing)


def _reason(overlap: Overlap, holds: bool | None, says: Text) -> Reason:
    return Reason(f"{overlap.rule}: {', '.join(overlap.among)}", holds, {}, overlap.source, says)


def _scaled(outcome: Outcome, fen: int) -> Outcome:
    """Pay a smaller whole in the same proportions."""
    whole, paid, upto, before = outcome.fen or 1, [], 0, 0
    for part in outcome.paid:
        upto += part.fen
        share = half_up(Fraction(upto * fen, whole))
        paid.append(Instalment(part.on, share - before, part.provided))
        before = share
    return replace(outcome, fen=fen, paid=tuple(part for part in paid if part.fen))


def _kept(policy: Policy, name: str, standing: list[str]) -> Text:
    others = [other for other in standing if other != name]
    return Text(
        f"保留{_named(policy, [name], 'zh')},不再享受{_named(policy, others, 'zh')}",
        f"{_named(policy, [name])} is kept, {_named(policy, others)} is not",
    )


def _named(policy: Policy, names: list[str], language: str = "en") -> str:
    return ("、" if language == "zh" else ", ").join(policy.incentives[name].title.to(language) for name in names)


_RULES: dict[str, Callable[[Policy, Overlap, list[str], Outcomes, Env], Text | None]] = {
    "choose": _choose,
    "highest": _highest,
    "stop": _stop,
    "top_up": _reduce,
    "deduct": _reduce,
}
#: The rules an overlap can have.
RULES = tuple(_RULES)
