"""What a person is told of an offer, in both languages. title: of the policy; link: the page that shows the offer."""

from rules.policy import Text
from talent.notices.mails import template

OFFERED = template(
    Text("您可能不用再填：%(title)s，合计 %(sum)s", "You already qualify: %(title)s, %(sum)s in all"),
    Text(
        "按您以前申请中已经核实的信息，您符合《%(title)s》的条件，合计 %(sum)s（免申即享）。"
        "打开下面的页面，看清给什么、依据哪一条、用了哪些信息，再决定接受还是暂不需要。"
        "接受后，申请表会替您填好，您只需核对并提交；提交后由主管部门审核决定：\n\n%(link)s"
        "\n\n您收到这封邮件，是因为您同意我们为您查找其他激励。不想再收到，可以随时在“我的数据”中撤回同意。",
        "On what was verified in your earlier applications you qualify under “%(title)s”: %(sum)s in all. Open the "
        "page to see what would be granted, under which clauses and from which facts, and accept or say not now. Once "
        "you accept, an application is filled in for you; you only check it and hand it in, and the bureau decides:"
        "\n\n%(link)s\n\nYou get this mail because you agreed that we find other incentives for you. You can withdraw "
        "that at any time under “Your data”.",
    ),
)
