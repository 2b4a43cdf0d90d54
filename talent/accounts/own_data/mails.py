"""What a person is told about their data, in both languages."""

from rules.policy import Text
from talent.accounts.own_data.models import Ground
from talent.notices.mails import template

#: The clauses a refusal can stand on, in words.
GROUNDS = {
    Ground.RETENTION: Text(
        "《个人信息保护法》第四十七条第二款：法律、行政法规规定的保存期限未届满",
        "Personal Information Protection Law, article 47 (2): records of this kind have to be kept for longer",
    ),
    Ground.PURPOSE: Text(
        "《个人信息保护法》第四十七条第一款第一项：处理目的尚未实现",
        "Personal Information Protection Law, article 47 (1) 1: the purpose of keeping the data is not fulfilled yet",
    ),
    Ground.TECHNICAL: Text(
        "《个人信息保护法》第四十七条第二款：删除从技术上难以实现",
        "Personal Information Protection Law, article 47 (2): deleting is technically not feasible",
    ),
}

WISHED = template(
    Text("我们收到了您的删除申请", "We received your wish to be deleted"),
    Text(
        "您申请删除个人信息，我们已经收到。下一步由主管部门答复：同意，或者说明理由和依据的条款。答复前您可以随时撤回：\n\n%(link)s",
        "We received your wish that your personal data be deleted. It is the bureau's turn now: it accepts, or says "
        "why not and by which clause. Until then you can take the wish back:\n\n%(link)s",
    ),
)

REFUSED = template(
    Text("关于您的删除申请", "About your wish to be deleted"),
    Text(
        "您的删除申请没有获得同意。\n\n理由：%(answer)s\n\n依据：%(ground)s。\n\n"
        "依照《个人信息保护法》第五十条，您不同意这一答复的，可以向人民法院起诉。您的账号和查看、更正个人信息的权利不受影响。",
        "Your wish to be deleted was not accepted.\n\nReason: %(answer)s\n\nClause: %(ground)s.\n\n"
        "If you disagree you may go to the people's court under article 50 of the Personal Information Protection Law. "
        "Your account and your right to see and correct your data stay as they are.",
    ),
)

ACCEPTED = template(
    Text("您的账号已关闭", "Your account has been closed"),
    Text(
        "您的删除申请已获同意。您的手机号码、电子邮箱和没有提交的草稿已经删除，账号已关闭，不能再登录。"
        "已提交的申请和决定依法存档，不再用于其他目的。\n\n%(answer)s",
        "Your wish to be deleted was accepted. Your phone number, your e-mail address and drafts that were not handed "
        "in have been deleted; the account is closed and nobody can sign in to it. What you handed in and what was "
        "decided stays on record as the law asks, and is used for nothing else.\n\n%(answer)s",
    ),
)

LEFT = template(
    Text("您的账号已删除", "Your account has been deleted"),
    Text(
        "您的账号、草稿和上传的材料已经按您的要求删除。这是我们发给您的最后一封邮件，发出后您的邮箱地址也不再保存。",
        "Your account, your drafts and the documents you uploaded have been deleted as you asked. This is the last "
        "message to you: once it is sent, your address is not kept either.",
    ),
)
