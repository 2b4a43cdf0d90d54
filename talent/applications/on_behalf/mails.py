"""What the person is told of what is filled in for them, in both languages."""

from rules.policy import Text
from talent.notices.mails import template

BEGUN = template(
    Text("%(employer)s开始替您填写申请 %(reference)s", "%(employer)s has begun application %(reference)s for you"),
    Text(
        "经您同意，%(employer)s开始替您填写申请 %(reference)s。您随时可以查看、修改，"
        "或者撤回同意；递交始终由您本人：\n\n%(link)s",
        "With your consent %(employer)s has begun to fill in application %(reference)s for you. You can look at it, "
        "change it or withdraw your consent at any time; only you hand it in:\n\n%(link)s",
    ),
)

READY = template(
    Text("申请 %(reference)s 已替您填好：请您核对", "Application %(reference)s is filled in: please check it"),
    Text(
        "%(employer)s已替您填好申请 %(reference)s，现在轮到您：核对每一项回答和材料，"
        "改正不对的，填写您的证件信息，声明后递交：\n\n"
        "%(link)s",
        "%(employer)s has filled in application %(reference)s. It is your turn now: check every answer and document, "
        "put right what is not, add your identity document, declare and hand in:\n\n%(link)s",
    ),
)
