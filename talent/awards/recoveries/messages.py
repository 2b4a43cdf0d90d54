"""How a person is told what is owed back, by which formula and clause, how to appeal, and what came back."""

from datetime import datetime

from flask import current_app

from rules.policy import Text
from talent.applications.queries import policy_of
from talent.awards.recoveries.models import Recovery, Repayment
from talent.cases.messages import address, day, in_both, path
from talent.notices.mails import Mail, template
from talent.notices.operations import tell
from talent.web.filters import money

CONFIRMED = template(
    Text("您有一笔激励需要退回（%(reference)s）", "Part of what you were paid has to be paid back (%(reference)s)"),
    Text(
        "激励项目：%(incentive)s。承诺自%(day)s起不再符合。\n\n应退回：%(amount)s\n算法：%(formula)s\n依据：%(clause)s\n\n"
        "怎样退回、能否分期，请看：\n\n%(link)s\n\n"
        "对此有异议的，可以自知道之日起%(days)s日内向%(body)s申请行政复议。",
        "Incentive: %(incentive)s. What you promised no longer holds since %(day)s.\n\nTo be paid back: %(amount)s\n"
        "Worked out: %(formula)s\nUnder: %(clause)s\n\nHow to pay it back, also in parts:\n\n%(link)s\n\n"
        "If you disagree, you may apply for administrative reconsideration to %(body)s within %(days)s days of "
        "learning of this.",
    ),
)
PLANNED = template(
    Text("您的退款已安排分期（%(reference)s）", "You can pay back in parts (%(reference)s)"),
    Text(
        "未退部分%(left)s分%(count)s期退回，每月一期，首期%(day)s。各期金额请看：\n\n%(link)s",
        "What is left, %(left)s, is paid back in %(count)s monthly parts, the first on %(day)s:\n\n%(link)s",
    ),
)
REPAID = template(
    Text("我们登记了您的退款（%(reference)s）", "Something you owed is back (%(reference)s)"),
    Text(
        "已登记：%(amount)s。还应退回：%(left)s。明细请看：\n\n%(link)s",
        "Recorded: %(amount)s. Still owed: %(left)s. The ledger:\n\n%(link)s",
    ),
)
WAIVED = template(
    Text("您不必再退回这笔款项（%(reference)s）", "You need not pay this back any longer (%(reference)s)"),
    Text(
        "未退部分不再追回。理由：%(reason)s\n\n%(link)s",
        "What was not back yet is no longer asked for. The reason: %(reason)s\n\n%(link)s",
    ),
)


def tell_confirmed(recovery: Recovery, *, at: datetime) -> None:
    """Tell a person what they owe, why, and how to appeal."""
    policy = policy_of(recovery.award.case.application)
    source = policy.sources[recovery.clause]
    clause = f"{source.document} {source.clause}"
    _tell(
        "confirmed", CONFIRMED, recovery, at,
        incentive=policy.incentives[recovery.award.incentive].title,
        day=day(recovery.broken_on), amount=_money(recovery.fen),
        formula=Text(recovery.formula_zh, recovery.formula_en), clause=clause,
        days=policy.process.appeal_within_days, body=current_app.config["APPEAL_BODY"],
    )  # fmt: skip


def tell_planned(recovery: Recovery, *, at: datetime) -> None:
    """Tell a person by which parts they pay back."""
    first, count = recovery.parts[0], len(recovery.parts)
    what = f"planned {at.isoformat()}"
    _tell(what, PLANNED, recovery, at, left=_money(recovery.rest_fen), count=count, day=day(first.due_on))


def tell_repaid(made: Repayment, *, at: datetime) -> None:
    """Tell a person that something is back, and what is left."""
    left = _money(made.recovery.rest_fen)
    _tell(f"repaid {made.id}", REPAID, made.recovery, at, amount=_money(made.fen), left=left)


def tell_waived(recovery: Recovery, *, at: datetime) -> None:
    """Tell a person that the rest is given up."""
    _tell("waived", WAIVED, recovery, at, reason=recovery.waived_reason)


def _money(fen: int) -> Text:
    return in_both(lambda: money(fen))


def _tell(what: str, mail: Mail, recovery: Recovery, at: datetime, **values: object) -> None:
    application = recovery.award.case.application
    page = {"reference": application.reference, "number": recovery.id}
    more = {"reference": application.reference, "link": address("recoveries.mine", **page)}
    link = path("recoveries.mine", **page)
    tell(f"recovery:{recovery.id}:{what}", application.applicant, mail.filled({**values, **more}), at, link=link)
