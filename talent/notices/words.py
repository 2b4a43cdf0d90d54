"""The words of letters in both languages, side by side, so that each can be read against the other.

They are not in the catalogues of the pages: a letter always carries both languages, whatever page it is opened from.
"""

from rules.decision import Verdict
from rules.policy import Standing, Text
from talent.notices.letters import LetterOutcome

LABELS = {
    "title": Text("人才激励决定书", "Decision on talent incentives"),
    "decision": Text("决定", "Decision"),
    "reason": Text("审查意见", "What the bureau says"),
    "incentives": Text("各项激励", "The incentives one by one"),
    "paid": Text("发放安排", "How it is paid"),
    "which": Text("期次", "Instalment"),
    "when": Text("发放日期", "Due"),
    "amount": Text("金额", "Amount"),
    "provided": Text("届时须符合", "Provided that, on that day"),
    "colon": Text("：", ": "),
    "clause": Text("依据", "Clause"),
    "clauses": Text("本决定依据的条款", "The clauses this decision stands on"),
    "clauses_note": Text("以下为条款原文。", "The clauses are quoted in their original Chinese."),
    "appeal": Text("您的权利", "Your right to appeal"),
    "signed": Text("决定机关", "Issued by"),
    "check": Text(
        "扫描二维码或打开下面的网址，可以核验本决定书的真伪。",
        "To make sure that this letter is genuine, scan the code or open the address below.",
    ),
    "page": Text("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
}

PARTICULARS = {
    "number": Text("决定书编号", "Letter"),
    "issued_on": Text("决定日期", "Date"),
    "reference": Text("申请编号", "Application"),
    "pilot": Text("试点社区", "Community"),
}

GREETING = Text("%(name)s，您好：", "Dear %(name)s,")

OPENING = Text(
    "您按照“%(policy)s”提出的申请已经审查完毕，现将决定告知您。",
    "We have examined your application under the following policy: %(policy)s. This is what was decided.",
)

OUTCOMES = {
    LetterOutcome.GRANTED: Text("准予", "Granted"),
    LetterOutcome.PARTLY: Text("部分准予", "Granted in part"),
    LetterOutcome.REFUSED: Text("不予", "Not granted"),
}

DECISIONS = {
    LetterOutcome.GRANTED: Text(
        "您的申请获得准予，准予的激励合计 %(total)s。",
        "Your application is granted. What is granted comes to %(total)s in all.",
    ),
    LetterOutcome.PARTLY: Text(
        "您的申请获得部分准予，准予的激励合计 %(total)s。没有准予的部分，理由写在下面。",
        "Your application is granted in part. What is granted comes to %(total)s in all. "
        "What is not granted, and why, is set out below.",
    ),
    LetterOutcome.REFUSED: Text(
        "您的申请没有获得准予。理由写在下面。",
        "Your application is not granted. The reasons are set out below.",
    ),
}

ON_NOTICE = Text(
    "本结果公示至%(day)s。公示期满且没有异议成立的，决定生效，按期兑现。",
    " It is on public notice until %(day)s; it is final, and paid on its days, if no objection is upheld by then.",
)

VERDICTS = {
    Verdict.GRANTED: Text("准予", "Granted"),
    Verdict.REFUSED: Text("不予", "Not granted"),
    Verdict.UNKNOWN: Text("未能判定", "Not decided"),
}

WITHDRAWN = Text("已撤回，不再有效", "Withdrawn, no longer counts")

CONDITION_FAILED = Text("有条件不符合。", "A condition is not met.")
BUREAU_REFUSED = Text("理由见上面的审查意见。", "The reason is what the bureau says above.")
NOT_KNOWN = Text("判定所需的情况没有查明。", "Something that it depends on is not known.")

LINES = {
    "amount": Text("金额", "Amount"),
    "met": Text("符合", "Met"),
    "not_met": Text("不符合", "Not met"),
    "not_known": Text("未查明", "Not known"),
    "owed": Text("义务", "You owe"),
    "override": Text("另行认定", "Decided otherwise"),
}

AMOUNTS = {
    Standing.IN_FORCE: Text("给予激励依据本条。", "That help is given stands on this clause."),
    Standing.REFERENCE: Text(
        "金额参照%(document)s，非本市规定。",
        "Amount by reference to %(document)s, not a rule of this city.",
    ),
    Standing.ILLUSTRATIVE: Text(
        "示例数值，由本系统设定，待主管部门确定。",
        "Illustrative amount set by this service, not by any published text.",
    ),
}

INSTALMENT = Text("第 %(number)d 期", "No. %(number)d")
INSTALMENTS = Text("第 %(first)d 至 %(last)d 期", "Nos. %(first)d to %(last)d")
FROM_TO = Text("%(first)s至%(last)s", "%(first)s to %(last)s")
EACH = Text("每期 %(each)s", "%(each)s each")
NOTHING_MORE = Text("没有其他条件", "No further condition")

STANDINGS = {
    Standing.IN_FORCE: Text("现行文件", "In force"),
    Standing.REFERENCE: Text(
        "外地文件，参照执行，非本市规定", "From elsewhere, followed by reference; not a rule of this city"
    ),
    Standing.ILLUSTRATIVE: Text(
        "示例设定，待主管部门确定", "Illustrative, set by this service; no published text says so"
    ),
}

APPEAL = Text(
    "如果您认为本决定有误，可以自收到本决定书之日起 %(days)d 日内，向%(to)s申请行政复议。申请时请写明决定书编号。",
    "If you think that this decision is wrong, you may apply to %(to)s for administrative reconsideration "
    "within %(days)d days of receiving this letter. Please quote the number of the letter.",
)
APPEAL_BY = Text("依据 %(number)d：%(cited)s。", "Clause %(number)d: %(cited)s.")

SERVE = Text("在试点服务满 %(years)d 年", "work in the pilot for %(years)d years")
HOLD = Text("持有所购住房满 %(years)d 年", "keep the home for %(years)d years")
OWES = Text("您须%(duties)s。", "You are to %(duties)s. ")
RECOVERIES = {
    "pro_rata": Text(
        "未满年限的，按未满时间的比例退还。", "If you leave earlier, you pay back the share for the time that is left."
    ),
    "full": Text("未满年限的，全额退还。", "If you leave earlier, you pay back the whole amount."),
    "stop": Text("不再符合条件的，停止发放。", "Payment stops when the conditions are no longer met."),
}
