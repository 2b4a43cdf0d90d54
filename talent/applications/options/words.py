"""What an applicant is told when an option was changed, in both languages side by side."""

from rules.policy import Text
from talent.notices.mails import template

CHANGED = template(
    Text("您改选了：%(option)s（申请 %(reference)s）", "You have chosen: %(option)s (application %(reference)s)"),
    Text(
        "您在申请 %(reference)s 中改选了：%(option)s，已经生效。按您的回答，各项合计 %(sum)s。"
        "决定作出之前，您还可以改选；如果经办人已经提出推荐意见，会按新的选择重新办理。"
        "如果不是您本人改选的，请马上登录改回来，并给我们留言。\n\n查看各个选项：%(link)s",
        "In your application %(reference)s you have chosen another option: %(option)s. On your answers everything "
        "comes to %(sum)s in all. Until the decision you can choose again; what the clerk has already recommended is "
        "looked at anew.\n\nIf it was not you who chose, sign in at once, choose back and write to us."
        "\n\nYour options: %(link)s",
    ),
)
