"""What spouses are told by mail of being linked, in both languages. name: who did it; link: the page that shows it."""

from rules.policy import Text
from talent.notices.mails import template

#: To the address that was invited, whether there is an account or not.
INVITED = template(
    Text("%(name)s邀请您关联配偶申请", "%(name)s invites you to link your applications as spouses"),
    Text(
        "%(name)s邀请您以配偶身份关联两人的人才激励申请。关联后，政策问到配偶的问题可以从对方的申请直接填好，办理人员也能看到两份申请是否一致。"
        "\n\n您同意之前，什么都不会共享。请用这个邮箱地址登录，看清会共享哪些内容，再决定同意还是不同意：\n\n%(link)s"
        "\n\n如果您不认识对方，请不同意，或者不理会这封邮件。",
        "%(name)s invites you to link your two applications for talent incentives as spouses. Questions of the policy "
        "about the spouse can then be filled in from the other's application, and the clerk sees whether the two "
        "agree.\n\nNothing is shared until you agree. Sign in with this address, read what would be shared, and agree "
        "or decline:\n\n%(link)s\n\nIf you do not know this person, decline or ignore this mail.",
    ),
)

AGREED = template(
    Text("%(name)s同意关联配偶申请", "%(name)s has agreed to link your applications"),
    Text(
        "%(name)s同意了您的邀请，两人的申请现在已经关联。政策问到配偶的问题会从对方的申请填好，您随时可以修改；"
        "任何一方都可以随时解除关联：\n\n%(link)s",
        "%(name)s has agreed: your applications are linked now. Questions about the spouse are filled in from the "
        "other's application, and you can change them. Either of you can end this at any time:\n\n%(link)s",
    ),
)

DECLINED = template(
    Text("%(name)s没有同意关联配偶申请", "%(name)s has not agreed to link your applications"),
    Text(
        "%(name)s没有同意您的邀请。您的申请不受影响：政策问到配偶的问题，请您自己填写。\n\n%(link)s",
        "%(name)s has declined your invitation. Your application is not affected: answer the questions about your "
        "spouse yourself.\n\n%(link)s",
    ),
)

ENDED = template(
    Text("%(name)s解除了配偶申请的关联", "%(name)s has ended the link of your applications"),
    Text(
        "%(name)s解除了关联。从现在起，两人的申请互不显示；从对方申请填好的答案，已从没有提交的草稿中去掉，请您自己填写。"
        "已经提交的申请保持不变。\n\n%(link)s",
        "%(name)s has ended the link. From now on neither application tells of the other; what had been filled in from "
        "the other's application is taken out of drafts, please answer it yourself. What was handed in stays as it is."
        "\n\n%(link)s",
    ),
)

MAILS = {"invited": INVITED, "agreed": AGREED, "declined": DECLINED, "ended": ENDED}
