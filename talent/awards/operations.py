"""Grant incentives, and tell the applicant."""

from collections.abc import Iterable
from datetime import datetime

from rules.decision import Decision, Verdict
from rules.decision import Instalment as Payment
from talent.applications.queries import policy_of
from talent.audit.operations import record
from talent.awards.bank_details.messages import missing
from talent.awards.bank_details.queries import can_be_paid
from talent.awards.budgets.operations import commit
from talent.awards.errors import NotAwarded, SumDiffers
from talent.awards.letters import Authority, content_of
from talent.awards.messages import tell_decided
from talent.awards.models import Award, Instalment
from talent.awards.public_notices.operations import put_on_show
from talent.cases.models import Case
from talent.database import db
from talent.notices.models import Letter
from talent.notices.operations import issue, tell_all


def grant(case: Case, decision: Decision, incentives: Iterable[str], *, at: datetime) -> list[Award]:
    """Grant incentives of a decided case, each in the instalments of the decision.

    incentives: ids. One that comes to nothing, since as much was received before, makes no award.
    Raises NotAwarded for an incentive that the decision does not grant, SumDiffers when its instalments do not add up,
    OverBudget when a year's budget does not allow it: then nothing is granted.
    """
    wanted = list(incentives)
    for incentive in wanted:
        _refuse_unless_granted(decision, incentive)
    awards = [_award(case, decision, incentive, at) for incentive in wanted if decision.incentives[incentive].fen]
    db.session.add_all(awards)
    db.session.flush()
    for award in awards:
        commit(award)
    if awards:
        details: dict[str, object] = {award.incentive: award.fen for award in awards}
        record("incentives granted", by=case.approver_id, about=case.about, at=at, details=details)
    return awards


def conclude(case: Case, *, decision: Decision, authority: Authority, at: datetime) -> Letter:
    """Do what follows from a decided case: grant, put on public notice, issue the letter, tell the applicant."""
    awards = grant(case, decision, case.recommended, at=at)
    notice = put_on_show(case, awards, at=at)
    applicant = case.application.applicant
    closes_on = notice.closes_on if notice else None
    content = content_of(case, decision, policy_of(case.application), applicant, authority, closes_on=closes_on)
    letter = issue(content, applicant.id, at)
    record("letter issued", by=case.approver_id, about=case.about, at=at, details={"number": letter.number})
    tell_decided(case, letter, at=at)
    if awards and not can_be_paid(applicant):
        tell_all([missing(applicant, case.about)], at)
    return letter


def _refuse_unless_granted(decision: Decision, incentive: str) -> None:
    outcome = decision.incentives.get(incentive)
    if outcome is None or outcome.verdict is not Verdict.GRANTED or outcome.fen is None:
        raise NotAwarded(incentive)
    paid = sum(part.fen for part in outcome.paid)
    if paid != outcome.fen:
        raise SumDiffers(incentive, outcome.fen, paid)


def _award(case: Case, decision: Decision, incentive: str, at: datetime) -> Award:
    outcome = decision.incentives[incentive]
    return Award(
        case=case,
        incentive=incentive,
        fen=outcome.fen,
        policy_digest=decision.digest,
        granted_at=at,
        instalments=[_instalment(number, part) for number, part in enumerate(outcome.paid, start=1)],
    )


def _instalment(number: int, part: Payment) -> Instalment:
    provided = part.provided
    return Instalment(
        number=number,
        due_on=part.on,
        fen=part.fen,
        provided_zh=provided.zh if provided else None,
        provided_en=provided.en if provided else None,
    )
