"""What applicants are told by mail of documents that run out, in both languages."""

from rules.policy import Text
from talent.notices.mails import template

#: Documents of a draft. listed: each with its last day, a line each.
DRAFT = template(
    Text(
        "证明材料快到期了：申请 %(reference)s 还没有提交",
        "Documents run out soon: application %(reference)s, not handed in yet",
    ),
    Text(
        "您的申请 %(reference)s 还没有提交，下面的证明材料快到期了：\n\n%(listed)s\n\n"
        "请在到期前提交申请，或者换成新开具的材料。已经填好的内容都保存着。\n\n在这里更换：%(link)s",
        "You have not handed in your application %(reference)s yet, and these documents run out soon:\n\n%(listed)s\n\n"
        "Hand in before that day, or put newer ones in their place. Everything you filled in is kept.\n\n"
        "Replace them here: %(link)s",
    ),
)

#: Documents of an application that a clerk has.
HANDED_IN = template(
    Text("证明材料快到期了：申请 %(reference)s", "Documents run out soon: your application %(reference)s"),
    Text(
        "您的申请 %(reference)s 还在办理，下面的证明材料快到期了：\n\n%(listed)s\n\n"
        "提交当天有效的材料已经收下，现在由我们继续办理。如果到期后才作决定，经办人可能请您提供新的；"
        "为免耽误，您可以现在就补交新开具的材料。\n\n在这里补交：%(link)s",
        "Your application %(reference)s is still being decided, and these documents run out soon:\n\n%(listed)s\n\n"
        "They were valid on the day you handed in, and it is our turn now. Should the decision come later than that "
        "day, the clerk may ask you for newer ones; to lose no time you can add them now.\n\n"
        "Add them here: %(link)s",
    ),
)

#: One document with its last day.
LINE = Text("%(kind)s：有效期至%(day)s", "%(kind)s: valid until %(day)s")
