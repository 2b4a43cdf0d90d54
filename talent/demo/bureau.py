"""What the bureau does with a made-up application."""

import random
from datetime import datetime, timedelta

from rules.decision import Verdict
from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.applications.models import Application
from talent.cases import operations, queries
from talent.cases.models import Case, VerificationState
from talent.cases.overrides.values import Override

GRANTED = "材料齐全，各项条件均已核对，建议按规则给予激励。All conditions were checked against your documents."
REFUSED = "对照条款，条件未满足，暂不能给予激励;条件变化后可以再次申请。The conditions named below are not met."
LESS = "申请人已书面放弃该项激励，故本次不给予。The applicant gave this incentive up in writing."
RETURNED = "请再核对一次社会保险缴费月数。Please check the months of social insurance once more."


def bring(
    application: Application, stage: str, *, clerk: Person, approver: Person, at: datetime, chance: random.Random
) -> None:
    """Take the case of an application as far as a stage: arrived, verified, recommended, returned or decided."""
    case = queries.case_of_application(application)
    if stage == "arrived" or case is None:
        return
    then = at + timedelta(days=1)
    _verify(case, clerk, then, some=stage == "verified")
    if stage == "verified":
        return
    _recommend(case, clerk, then + timedelta(hours=2), chance)
    if stage == "returned":
        operations.send_back(case, approver=approver, reason=RETURNED, at=then + timedelta(days=1))
    if stage == "decided":
        operations.approve(case, approver=approver, at=then + timedelta(days=2), read=True)


def _verify(case: Case, clerk: Person, at: datetime, *, some: bool) -> None:
    """Find every answer that needs a proof right; or only the first few."""
    policy, facts = applications.policy_of(case.application), applications.facts_of(case.application)
    proved = [name for name, value in facts.items() if applications.needs_proof(policy.facts[name], value)]
    for name in proved[: 4 if some else None]:
        operations.verify(case, fact=name, state=VerificationState.VERIFIED, clerk=clerk, at=at)


def _recommend(case: Case, clerk: Person, at: datetime, chance: random.Random) -> None:
    """Recommend what the rules grant; now and then one incentive less, with the reason and the clause for it."""
    granted = [incentive.incentive for incentive in case.incentives if incentive.verdict is Verdict.GRANTED]
    against = []
    if len(granted) > 1 and chance.random() < 0.15:
        outcome = applications.decide(case.application).incentives[left := granted.pop()]
        against.append(Override(left, LESS, outcome.amount_sources[0]))
    operations.recommend(
        case, clerk=clerk, incentives=granted, reason=GRANTED if granted else REFUSED, against=against, at=at
    )
