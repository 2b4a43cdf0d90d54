"""How the applicant is told of an objection and of the end of the notice, and the objector of what became of theirs."""

from datetime import datetime

from rules.policy import Text
from talent.awards.public_notices.models import Objection, PublicNotice
from talent.cases.messages import address, day, path
from talent.notices.mails import template
from talent.notices.operations import post, tell

#: To the applicant. Who objected, and in which words, is not told.
TO_APPLICANT = {
    "raised": template(
        Text("公示期间收到异议：申请 %(reference)s", "An objection was raised: your application %(reference)s"),
        Text(
            "公示期间，有人对您的申请 %(reference)s 的结果提出了异议。另一位复核人会调查处理，处理完之前暂不付款。"
            "需要您说明情况时，我们会联系您。\n\n办理进度：%(link)s",
            "While what you were granted on application %(reference)s is on public notice, somebody raised an "
            "objection. Another approver looks into it; nothing is paid until then. If we need to hear from you, we "
            "write to you.\n\nWhere it stands: %(link)s",
        ),
    ),
    "dismissed": template(
        Text("异议不成立：申请 %(reference)s", "The objection was dismissed: your application %(reference)s"),
        Text(
            "对您的申请 %(reference)s 提出的异议，经调查不成立。理由：\n\n%(reason)s\n\n"
            "公示期满、没有其他未处理的异议后，照常兑现。"
            "\n\n办理进度：%(link)s",
            "The objection to what you were granted on application %(reference)s was dismissed. The reason:\n\n"
            "%(reason)s\n\nWhen the days of the notice are over and no other objection is open, you are paid as "
            "planned.\n\nWhere it stands: %(link)s",
        ),
    ),
    "upheld": template(
        Text("异议成立，不再兑现：申请 %(reference)s", "An objection was upheld: your application %(reference)s"),
        Text(
            "对您的申请 %(reference)s 提出的异议，经调查成立，准予的激励不再兑现。理由：\n\n%(reason)s\n\n"
            "如有不同意见，您可以写信给我们，"
            "也可以按决定书所写的途径申请复议。\n\n办理进度：%(link)s",
            "An objection to what you were granted on application %(reference)s was upheld: nothing is paid. The "
            "reason:\n\n%(reason)s\n\nIf you do not agree, write to us, or appeal in the way your letter says."
            "\n\nWhere it stands: %(link)s",
        ),
    ),
}
FINAL = template(
    Text("公示结束：申请 %(reference)s 的决定已生效", "The public notice is over: application %(reference)s is final"),
    Text(
        "您的申请 %(reference)s 的结果公示至%(day)s，没有成立的异议，决定已生效，将按期兑现。\n\n办理进度：%(link)s",
        "What you were granted on application %(reference)s was on public notice until %(day)s and no objection stands "
        "against it. It is final, and paid on its days.\n\nWhere it stands: %(link)s",
    ),
)
#: To the objector, who may be anybody: the notice is named by its number only.
TO_OBJECTOR = {
    "dismissed": template(
        Text("您对第 %(number)d 号公示的异议：不成立", "Your objection to notice no. %(number)d was dismissed"),
        Text(
            "感谢您对第 %(number)d 号公示提出异议。经调查，异议不成立。理由：\n\n%(reason)s",
            "Thank you for your objection to public notice no. %(number)d. We looked into it and dismissed it. The "
            "reason:\n\n%(reason)s",
        ),
    ),
    "upheld": template(
        Text("您对第 %(number)d 号公示的异议：成立", "Your objection to notice no. %(number)d was upheld"),
        Text(
            "感谢您对第 %(number)d 号公示提出异议。经调查，异议成立，不予兑现。理由：\n\n%(reason)s",
            "Thank you for your objection to public notice no. %(number)d. We looked into it and upheld it: nothing is "
            "paid. The reason:\n\n%(reason)s",
        ),
    ),
}


def tell_applicant(objection: Objection, what: str, *, at: datetime) -> None:
    """Tell the applicant that an objection was raised, or what became of it."""
    case = objection.notice.case
    page = {"reference": case.reference}
    values = {**page, "reason": objection.finding_reason or "", "link": address("applications.show", **page)}
    link = path("applications.show", **page)
    tell(
        f"objection:{objection.id}:{what}", case.application.applicant, TO_APPLICANT[what].filled(values), at, link=link
    )


def tell_objector(objection: Objection, *, at: datetime) -> None:
    """Tell the objector what became of the objection; nobody where they have deleted their account since."""
    if not objection.email or objection.finding is None:
        return
    values = {"number": objection.notice_id, "reason": objection.finding_reason}
    subject, body = TO_OBJECTOR[objection.finding].filled(values).to(objection.name, objection.language)
    key = f"objection:{objection.id}:answered"
    post(key, objection.email, subject, body, at, language=objection.language)


def tell_final(notice: PublicNotice, *, at: datetime) -> None:
    """Tell the applicant that what was granted is final."""
    case = notice.case
    page = {"reference": case.reference}
    values = {**page, "day": day(notice.closes_on), "link": address("applications.show", **page)}
    link = path("applications.show", **page)
    tell(f"{case.about}:final", case.application.applicant, FINAL.filled(values), at, link=link)
