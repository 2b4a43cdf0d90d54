"""Take why a recommendation is not what the rules say, and make a decision of it once it is approved."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from rules.decision import Decision, Instalment, Outcome, Verdict
from rules.facts import yuan
from talent.accounts.models import Person
from talent.applications.queries import policy_of
from talent.audit.operations import record
from talent.cases import queries
from talent.cases.appeals.queries import granted_before
from talent.cases.errors import NotGrantedByRules
from talent.cases.models import Case, CaseIncentive
from talent.cases.overrides.errors import OverrideMissing, OverrideNeedless, OverrideUnfit, OverrideUnread
from talent.cases.overrides.values import Override
from talent.web.days import policy_day

#: How long a reason may be, and the most that can be granted against the rules, in fen.
SHORTEST, LONGEST, MOST_FEN = 10, 2000, 10**10


def whole(case: Case, decision: Decision, chosen: set[str], given: Iterable[Override]) -> dict[str, Override]:
    """Return the overrides of a recommendation by incentive. chosen: what is recommended.

    Where answers are not proved, what the rules say of them is no reason to grant: then a refusal needs no override.
    Raises NotGrantedByRules, OverrideMissing, OverrideNeedless, OverrideUnfit.
    """
    found = {each.incentive: each for each in given}
    wanted = _wanted(case, decision, chosen)
    for incentive in sorted(wanted - found.keys(), key=lambda name: (name not in chosen, name)):
        raise NotGrantedByRules if incentive in chosen else OverrideMissing(incentive)
    if found.keys() - wanted - _may(case, decision, chosen):
        raise OverrideNeedless
    clauses = policy_of(case.application).sources
    return {name: _fit(each, grants=name in chosen, clauses=clauses) for name, each in found.items()}


def _may(case: Case, decision: Decision, chosen: set[str]) -> set[str]:
    """Return what is not as the rules say."""
    before = granted_before(case)
    granted = {name for name, each in decision.incentives.items() if each.verdict is Verdict.GRANTED}
    return (chosen & decision.incentives.keys() - granted) | (granted - before - chosen)


def _wanted(case: Case, decision: Decision, chosen: set[str]) -> set[str]:
    """Return what cannot be recommended without saying why."""
    unlike = _may(case, decision, chosen) | chosen - decision.incentives.keys()
    return unlike & chosen if queries.unverified(case) else unlike


def _fit(override: Override, *, grants: bool, clauses: Iterable[str]) -> Override:
    reason = override.reason.strip()
    amount = override.fen is not None and 0 < override.fen <= MOST_FEN
    if not SHORTEST <= len(reason) <= LONGEST or override.clause not in clauses or grants is not amount:
        raise OverrideUnfit
    return replace(override, reason=reason)


def note(case: Case, given: dict[str, Override]) -> None:
    """Keep the overrides beside what the rules say."""
    for each in case.incentives:
        if override := given.get(each.incentive):
            each.override_reason, each.override_clause = override.reason, override.clause
            if override.fen is not None:
                each.fen = override.fen


def record_each(case: Case, *, by: Person, at: datetime) -> None:
    """Record every override of a recommendation, with the rules' own verdict."""
    for each in case.overridden:
        details: dict[str, object] = {
            "incentive": each.incentive,
            "verdict": each.verdict.value,
            "grants": each.recommended,
            "yuan": yuan(each.fen or 0) if each.recommended else None,
            "reason": each.override_reason,
            "clause": each.override_clause,
        }
        record("rules overridden", by=by.id, about=case.about, at=at, details=details)


def refuse_unread(case: Case, *, read: bool) -> None:
    """Refuse to approve against the rules unread. Raises OverrideUnread."""
    if case.overridden and not read:
        raise OverrideUnread


def effective(case: Case, decision: Decision) -> Decision:
    """Return the decision as it was approved: what the rules said, but for what was overridden.

    What is granted against the rules is paid at once, on the day of the decision: the policy gives no days for it.
    """
    changed = {each.incentive: _outcome(case, decision, each) for each in case.overridden}
    return replace(decision, incentives={**decision.incentives, **changed}) if changed else decision


def _outcome(case: Case, decision: Decision, each: CaseIncentive) -> Outcome:
    said = decision.incentives[each.incentive]
    if not each.recommended or each.fen is None or case.decided_at is None:
        return said
    paid = (Instalment(policy_day(case.decided_at), each.fen),)
    return said._replace(
        verdict=Verdict.GRANTED, fen=each.fen, paid=paid, amount_sources=(each.override_clause or "",), missing=()
    )
