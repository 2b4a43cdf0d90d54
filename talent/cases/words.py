"""What applicants and clerks are told by mail, in both languages side by side: each can be read against the other.

They are not in the catalogues of the pages: a mail is kept in both languages, whatever page it is opened from.
"""

from rules.policy import Text
from talent.notices.mails import template

#: To the applicant. link: the page that shows more.
TO_APPLICANT = {
    "received": template(
        Text("已收到您的申请 %(reference)s", "We received your application %(reference)s"),
        Text(
            "我们收到了您的申请 %(reference)s。现在由我们办理：经办人核对您的证明材料，复核人作出决定。"
            "%(day)s前您会收到决定，在此之前您不用做什么。\n\n办理进度：%(link)s",
            "We received your application %(reference)s. It is our turn now: a clerk checks your documents, a second "
            "officer decides. You have the decision by %(day)s, and need not do anything until then.\n\n"
            "Where it stands: %(link)s",
        ),
    ),
    "asked": template(
        Text("请补充信息：申请 %(reference)s", "Please answer: your application %(reference)s"),
        Text(
            "办理申请 %(reference)s 还需要您补充 %(count)d 项内容，请在%(day)s前（%(days)d 个工作日内）提交。"
            "等待期间，办理时限暂停计算。\n\n在这里补充：%(link)s",
            "To decide your application %(reference)s we need %(count)d more from you by %(day)s (within %(days)d "
            "working days). Our own time to decide stands still until you answer.\n\nAnswer here: %(link)s",
        ),
    ),
    "reminded": template(
        Text("提醒：请在%(day)s前补充信息", "A reminder: please answer by %(day)s"),
        Text(
            "申请 %(reference)s 还在等您补充信息，截止日期是%(day)s。您已经填好的内容都保存着，提交后我们才能继续办理。"
            "\n\n在这里补充：%(link)s",
            "Your application %(reference)s still waits for your answer, which is due by %(day)s. What you have filled "
            "in is kept; we can go on as soon as you send it.\n\nAnswer here: %(link)s",
        ),
    ),
    "answered": template(
        Text("已收到您补充的信息：申请 %(reference)s", "We have your answer: application %(reference)s"),
        Text(
            "我们收到了您为申请 %(reference)s 补充的信息。现在又由我们办理，%(day)s前您会收到决定。"
            "\n\n办理进度：%(link)s",
            "We have what you sent for your application %(reference)s. It is our turn again: you have the decision by "
            "%(day)s.\n\nWhere it stands: %(link)s",
        ),
    ),
    "withdrawn": template(
        Text("不用再补充信息：申请 %(reference)s", "You need not answer any more: application %(reference)s"),
        Text(
            "我们撤回了补充信息的要求，申请 %(reference)s 您不用再补充。现在由我们继续办理，%(day)s前您会收到决定。"
            "\n\n办理进度：%(link)s",
            "We have withdrawn our request for more information on your application %(reference)s: you need not answer "
            "it. It is our turn; you have the decision by %(day)s.\n\nWhere it stands: %(link)s",
        ),
    ),
    "closed": template(
        Text("您已撤回申请 %(reference)s", "You have withdrawn your application %(reference)s"),
        Text(
            "您的申请 %(reference)s 已经撤回，办件就此结束，没有作出决定，您不用再做什么。"
            "今后您可以随时重新申请，也可以沿用这次填写的内容。\n\n如果不是您本人撤回的，请立即修改密码并告诉我们。"
            "\n\n查看申请：%(link)s",
            "Your application %(reference)s is withdrawn. The case is closed, nothing was decided, and you need not do "
            "anything. You may apply again at any time, with the same answers if you like.\n\nIf it was not you who "
            "withdrew it, change your password at once and tell us.\n\nSee the application: %(link)s",
        ),
    ),
    "appealed": template(
        Text("已收到您的复核申请：申请 %(reference)s", "We have your appeal: application %(reference)s"),
        Text(
            "我们收到了您对申请 %(reference)s 决定的复核申请，由没有参与原决定的人员复核，%(day)s前答复您。"
            "在这里申请复核，不影响您申请行政复议，行政复议的期限也不会因此停止计算。\n\n复核进度：%(link)s",
            "We have your appeal against the decision on %(reference)s. An officer who had no part in it answers by "
            "%(day)s. You may apply for administrative reconsideration as well; the days for it do not stop for this "
            "appeal.\n\nWhere it stands: %(link)s",
        ),
    ),
    "appeal_answered": template(
        Text("您的复核申请已有答复：申请 %(reference)s", "Your appeal is answered: application %(reference)s"),
        Text(
            "您对申请 %(reference)s 决定的复核申请已经有了答复。请登录查看答复、理由，以及您还可以怎样做。"
            "\n\n查看答复：%(link)s",
            "Your appeal against the decision on %(reference)s is answered. Sign in to read the answer, the reasons, "
            "and what else you can do.\n\nRead the answer: %(link)s",
        ),
    ),
    "taken_back": template(
        Text("对您申请 %(reference)s 的决定已撤回", "The decision on %(reference)s was taken back"),
        Text(
            "今天就申请 %(reference)s 作出的决定已于当日撤回，决定书不再有效。我们会重新作出决定并再次通知您，"
            "目前您不用再交材料。撤回的理由请登录查看：%(link)s",
            "The decision made today on your application %(reference)s was taken back the same day: its letter no "
            "longer counts. It is decided again and you are told; you need not send anything for now. Sign in to "
            "read why: %(link)s",
        ),
    ),
    "appeal_withdrawn": template(
        Text("您已撤回复核申请：申请 %(reference)s", "You have withdrawn your appeal: application %(reference)s"),
        Text(
            "您撤回了对申请 %(reference)s 决定的复核申请，原决定不变。如果不是您本人撤回的，请立即修改密码并告诉我们。"
            "\n\n查看申请：%(link)s",
            "You have withdrawn your appeal against the decision on %(reference)s: the decision is as it was. If it "
            "was not you, change your password at once and tell us.\n\nSee the application: %(link)s",
        ),
    ),
    "reopened": template(
        Text("您的申请将重新办理，新编号 %(reference)s", "Your application is decided anew, as %(reference)s"),
        Text(
            "您的复核申请已有答复：原申请 %(first)s 将重新办理，新编号为 %(reference)s。"
            "您填写的内容和材料都已带过来，不用再交。%(day)s前您会收到新的决定；原来已经批准的不受影响。\n\n办理进度：%(link)s",
            "Your appeal is answered: application %(first)s is decided anew as %(reference)s. Your answers and "
            "documents have been taken along. You have the new decision by %(day)s; what was granted before stays "
            "granted.\n\nWhere it stands: %(link)s",
        ),
    ),
    "message": template(
        Text("您有一条新留言：申请 %(reference)s", "A message for you: application %(reference)s"),
        Text(
            "主管部门就申请 %(reference)s 给您留言了。为保护您的隐私，邮件里不写留言内容，请登录后查看。"
            "\n\n查看留言：%(link)s",
            "The bureau has written to you about your application %(reference)s. To protect you, the mail does not say "
            "what: sign in to read it.\n\nRead the message: %(link)s",
        ),
    ),
}

#: To the clerk who deals with the case.
TO_CLERK = {
    "checked": template(
        Text("抽查意见与您的决定不同：%(reference)s", "A spot check differs from your decision: %(reference)s"),
        Text(
            "您批准的办件 %(reference)s 被抽查，另一名工作人员认为应作出不同的决定。决定暂不改变，请登录查看理由"
            "并考虑如何处理。"
            "\n\n打开办件：%(link)s",
            "Case %(reference)s, which you approved, was drawn for a spot check. Another officer would have decided "
            "otherwise. The decision stands for now; sign in to read why and think about what follows."
            "\n\nOpen the case: %(link)s",
        ),
    ),
    "answered": template(
        Text("申请人已补充信息：%(reference)s", "The applicant has answered: %(reference)s"),
        Text(
            "您要求补充的信息，申请人已经提交。办件 %(reference)s 现在由您办理，应在%(day)s前作出决定。"
            "\n\n打开办件：%(link)s",
            "The applicant has answered what you asked. Case %(reference)s is with you again; the decision is due by "
            "%(day)s.\n\nOpen the case: %(link)s",
        ),
    ),
    "closed": template(
        Text("申请人已撤回申请：%(reference)s", "The applicant has withdrawn: %(reference)s"),
        Text(
            "办件 %(reference)s 的申请人撤回了申请，办件已经结束，您不用再办理。\n\n打开办件：%(link)s",
            "The applicant of case %(reference)s has withdrawn the application. The case is closed; there is nothing "
            "left to do.\n\nOpen the case: %(link)s",
        ),
    ),
    "message": template(
        Text("申请人有新留言：%(reference)s", "The applicant has written: %(reference)s"),
        Text(
            "办件 %(reference)s 的申请人给您留言了，请登录后查看并回复。\n\n查看留言：%(link)s",
            "The applicant of case %(reference)s has written to you. Sign in to read and answer it."
            "\n\nRead the message: %(link)s",
        ),
    ),
}

#: To every approver. cases: a line each, with its day.
NEAR_PROMISE = template(
    Text("%(count)d 件办件即将到期，尚未作出决定", "Decisions due soon: %(count)d"),
    Text(
        "以下办件距承诺的决定日期不到三个工作日，或者已经超期，还没有作出决定：\n\n%(cases)s\n\n每件只提醒一次。\n\n"
        "打开办件列表：%(link)s",
        "These cases have two working days or less until the day promised for the decision, or are late, and are not "
        "decided:\n\n%(cases)s\n\nYou are told of each once.\n\nOpen the list: %(link)s",
    ),
)
