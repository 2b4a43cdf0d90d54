"""What people are told when an employer wishes to fill in for them, in both languages.

Nothing an HR person typed is in a mail to an address that may be a stranger's: only the employer's registered name.
"""

from rules.policy import Text
from talent.notices.mails import template

ASKED = template(
    Text("%(employer)s想替您填写申请：请您决定", "%(employer)s wishes to fill in applications for you: please decide"),
    Text(
        "%(employer)s想替您填写未来社区人才激励的申请。没有您的同意，它什么也做不了；申请始终由您本人核对和递交。"
        "请登录后查看它可以做什么、不可以做什么，再选择同意或者不同意（还没有账号的，请用这个邮箱注册）：\n\n%(link)s\n\n"
        "如果您不认识这家单位，选择不同意，或者不理会这封邮件。",
        "%(employer)s wishes to fill in applications for talent incentives for you. Without your consent it can do "
        "nothing; it is always you who checks and hands in. Sign in to read what it may do and what not, then agree or "
        "decline (if you have no account yet, register with this address):\n\n%(link)s\n\n"
        "If you do not know this employer, decline or ignore this mail.",
    ),
)

ANSWERED = {
    True: template(
        Text("%(person)s同意由您代为填写", "%(person)s agrees that you fill in for them"),
        Text(
            "%(person)s已同意。您现在可以替其开始申请、填写问题、上传材料：\n\n%(link)s",
            "%(person)s has agreed. You can now begin an application for them, answer its questions and add "
            "documents:\n\n%(link)s",
        ),
    ),
    False: template(
        Text("%(person)s没有同意由您代为填写", "%(person)s did not agree that you fill in for them"),
        Text(
            "%(person)s选择了不同意。请尊重这个决定；三十天内不能再次邀请。",
            "%(person)s declined. Please respect that; they cannot be asked again within 30 days.",
        ),
    ),
}

WITHDRAWN = template(
    Text("%(person)s撤回了同意", "%(person)s withdrew their consent"),
    Text(
        "%(person)s撤回了对贵单位代为填写的同意，立即生效：替其填写的内容由本人保留，您不能再打开。",
        "%(person)s withdrew the consent that your company fills in for them, at once: what was filled in stays with "
        "them, and you can no longer open it.",
    ),
)

NAMED = template(
    Text("您现在可以代表%(employer)s办理", "You can act for %(employer)s now"),
    Text(
        "主管部门已登记您为%(employer)s的人事经办人。您可以邀请本单位的人才，经本人同意后替其填写申请：\n\n%(link)s",
        "The bureau has registered you as HR of %(employer)s. You may ask your people whether they agree, and then "
        "fill in applications for them:\n\n%(link)s",
    ),
)
