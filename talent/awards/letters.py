"""What the letter of a decided case says: the policy's own sentences, amounts and clauses."""

from dataclasses import dataclass, replace
from datetime import date

from rules.decision import Decision, Outcome, Verdict
from rules.policy import Policy, Text
from talent.accounts.models import Person
from talent.cases.appeals.queries import granted_before
from talent.cases.models import Case, CaseOutcome
from talent.cases.overrides.wording import override_said
from talent.notices.letters import Appeal, LetterContent, LetterIncentive, LetterOutcome, LetterReason
from talent.notices.wording import obligation_said
from talent.web.days import policy_day

OUTCOMES = {
    CaseOutcome.GRANTED: LetterOutcome.GRANTED,
    CaseOutcome.PARTLY: LetterOutcome.PARTLY,
    CaseOutcome.REFUSED: LetterOutcome.REFUSED,
}


@dataclass(frozen=True)
class Authority:
    """Who decides, and whom its decisions are appealed to."""

    bureau: Text
    appeal_body: Text


def content_of(
    case: Case,
    decision: Decision,
    policy: Policy,
    person: Person,
    authority: Authority,
    *,
    closes_on: date | None = None,
) -> LetterContent:
    """Return the letter of a case. closes_on: of its public notice. Raises ValueError when the case is not decided."""
    if case.outcome is None or case.decided_at is None:
        raise ValueError("only a decided case has a letter")
    incentives = _incentives(case, decision, policy)
    pilot = case.application.pilot
    appeal = Appeal(policy.process.appeal_within_days, authority.appeal_body, policy.process.appeal_source)
    cited = [id_ for incentive in incentives for id_ in incentive.cited] + ([appeal.source] if appeal.source else [])
    return LetterContent(
        reference=case.reference,
        issued_on=policy_day(case.decided_at),
        recipient_name=person.name,
        pilot=Text(pilot.name_zh, pilot.name_en),
        policy=policy.title,
        issued_by=authority.bureau,
        outcome=OUTCOMES[case.outcome],
        reason=case.recommended_reason or "",
        incentives=incentives,
        sources={id_: policy.sources[id_] for id_ in dict.fromkeys(cited)},
        appeal=appeal,
        placed=_placed(policy, decision),
        notice_closes_on=closes_on,
    )


def _incentives(case: Case, decision: Decision, policy: Policy) -> tuple[LetterIncentive, ...]:
    """Return what became of each incentive; the first says as well how the person was placed."""
    granted, before = set(case.recommended), granted_before(case)
    found = tuple(
        _overridden(case, name, _incentive(policy, name, each, name in granted))
        for name, each in decision.incentives.items()
        if name not in before
    )
    return (replace(found[0], reasons=_placing(decision) + found[0].reasons), *found[1:]) if found else ()


def _overridden(case: Case, name: str, said: LetterIncentive) -> LetterIncentive:
    """Say why an incentive was decided otherwise than the rules say, and on which clause."""
    each = next((each for each in case.overridden if each.incentive == name), None)
    if each is None:
        return said
    return replace(said, override=override_said(each), override_source=each.override_clause)


def _placed(policy: Policy, decision: Decision) -> tuple[tuple[Text, Text], ...]:
    """Return what every decision table gave, in the words of the policy."""
    return tuple(
        (policy.tables[name].title, policy.tables[name].outputs[str(table.output)])
        for name, table in decision.tables.items()
        if str(table.output) in policy.tables[name].outputs
    )


def _placing(decision: Decision) -> tuple[LetterReason, ...]:
    """Return the rows that placed the person, each once."""
    held = [reason for table in decision.tables.values() for reason in table.reasons if reason.holds]
    return tuple(LetterReason(reason.says, True, reason.source) for reason in held)


def _incentive(policy: Policy, name: str, outcome: Outcome, granted: bool) -> LetterIncentive:
    """Return what became of one incentive: the rules may grant what the bureau, giving its reason, does not."""
    incentive = policy.incentives[name]
    obligation = incentive.obligation if granted else None
    verdict = outcome.verdict
    if verdict is Verdict.GRANTED and not granted:
        verdict = Verdict.REFUSED
    return LetterIncentive(
        title=incentive.title,
        verdict=verdict,
        fen=outcome.fen if granted else None,
        paid=outcome.paid if granted else (),
        reasons=tuple(LetterReason(reason.says, reason.holds, reason.source) for reason in outcome.reasons),
        amount_sources=outcome.amount_sources if granted else (),
        obligation=obligation_said(obligation) if obligation else None,
        obligation_source=obligation.source if obligation else None,
    )
