"""How a person is asked to confirm, and told what a review decided."""

from datetime import datetime

from flask import current_app

from rules.policy import Text
from talent.applications.queries import policy_of
from talent.awards.reviews.models import Outcome, Review
from talent.cases.messages import address, day, in_both, path
from talent.notices.mails import Mail, template
from talent.notices.operations import tell
from talent.web.filters import money

ASKED = template(
    Text(
        "请确认您的近况，以便继续兑现（%(reference)s）",
        "Confirm how things stand, so that you can be paid (%(reference)s)",
    ),
    Text(
        "您获批的激励进入年度复审。请在%(day)s前回答几个问题，约需两分钟：\n\n%(link)s\n\n逾期未答的，经办人按已有资料决定。",
        "What you were granted is due for its yearly review. Answer a few questions by %(day)s, it takes about two "
        "minutes:\n\n%(link)s\n\nIf you do not answer, a clerk decides on what is known.",
    ),
)
DECIDED = template(
    Text("年度复审已有结果（%(reference)s）", "Your yearly review was decided (%(reference)s)"),
    Text(
        "继续兑现：%(continued)s；停止兑现：%(stopped)s。依据和理由请看：\n\n%(link)s\n\n"
        "对结果有异议的，可以自知道之日起%(days)s日内向%(body)s申请行政复议。",
        "Still to be paid: %(continued)s; stopped: %(stopped)s. The clauses and reasons:\n\n%(link)s\n\n"
        "If you disagree, you may apply for administrative reconsideration to %(body)s within %(days)s days of "
        "learning of this.",
    ),
)


def tell_asked(review: Review, *, at: datetime) -> None:
    """Ask a person to confirm."""
    _tell("asked", ASKED, review, at, {"day": day(review.answer_by)})


def tell_decided(review: Review, *, at: datetime) -> None:
    """Tell a person what was decided, and the way to appeal."""
    sums = {outcome: sum(_fen(review, outcome)) for outcome in Outcome}
    values: dict[str, object] = {
        "continued": in_both(lambda: money(sums[Outcome.CONTINUE])),
        "stopped": in_both(lambda: money(sums[Outcome.STOP])),
        "days": policy_of(review.case.application).process.appeal_within_days,
        "body": current_app.config["APPEAL_BODY"],
    }
    _tell("decided", DECIDED, review, at, values)


def _fen(review: Review, outcome: Outcome) -> list[int]:
    return [each.instalment.fen for each in review.decisions if each.outcome is outcome]


def _tell(what: str, mail: Mail, review: Review, at: datetime, values: dict[str, object]) -> None:
    application = review.case.application
    page = {"reference": application.reference, "number": review.id}
    more = {"reference": application.reference, "link": address("reviews.mine", **page)}
    link = path("reviews.mine", **page)
    tell(f"review:{review.id}:{what}", application.applicant, mail.filled({**values, **more}), at, link=link)
