"""How a person is told that a report arrived, and that a clerk deals with it."""

from collections.abc import Mapping
from datetime import datetime

from rules.policy import LifeEvent, Text
from talent.applications.queries import policy_of
from talent.awards.life_events.models import ReportedChange
from talent.cases.messages import address, day, path
from talent.notices.mails import Mail, template
from talent.notices.operations import tell

REPORTED = template(
    Text("我们收到了您报告的变化（%(reference)s）", "We received the change you reported (%(reference)s)"),
    Text(
        "您报告：%(event)s，%(day)s。\n\n下一步由经办人核对。核对前您可以撤回。由此会有什么结果，请看：\n\n%(link)s",
        "You reported: %(event)s, %(day)s.\n\nA clerk looks at it next. Until then you can withdraw it. What follows "
        "from it:\n\n%(link)s",
    ),
)

ACKNOWLEDGED = template(
    Text(
        "经办人已核对您报告的变化（%(reference)s）",
        "A clerk deals with the change you reported (%(reference)s)",
    ),
    Text(
        "您报告的变化（%(event)s，%(day)s）经办人已经核对。受影响的各期兑现前会先复审；需要您做什么，我们会另行告知。\n\n%(link)s",
        "A clerk has looked at the change you reported (%(event)s, %(day)s). Instalments it touches are reviewed "
        "before they are paid; if you have to do anything, we tell you.\n\n%(link)s",
    ),
)


def tell_reported(change: ReportedChange, event: LifeEvent, *, at: datetime) -> None:
    """Tell the person that the report has arrived."""
    _tell("reported", REPORTED, change, event, at)


def tell_acknowledged(change: ReportedChange, *, at: datetime) -> None:
    """Tell the person that a clerk deals with the report."""
    _tell("acknowledged", ACKNOWLEDGED, change, policy_of(change.application).events[change.event], at)


def _tell(what: str, mail: Mail, change: ReportedChange, event: LifeEvent, at: datetime) -> None:
    reference = change.application.reference
    page = {"reference": reference, "number": change.id}
    values: Mapping[str, object] = {
        "reference": reference,
        "event": event.title,
        "day": day(change.happened_on),
        "link": address("life_events.sent", **page),
    }
    key, link = f"change:{change.id}:{what}", path("life_events.sent", **page)
    tell(key, change.application.applicant, mail.filled(values), at, link=link)
