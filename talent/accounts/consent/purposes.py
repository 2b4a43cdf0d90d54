"""What a person may agree to, in the words of every version: what was agreed to can be read again years later."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.policy import Text


class Purpose(StrEnum):
    """What personal data is used for."""

    PROCESSING = "processing"
    REGISTRIES = "registries"
    DEADLINES = "deadlines"
    INCENTIVES = "incentives"


@dataclass(frozen=True)
class Terms:
    """A purpose in words. needed: whether an application cannot be decided without it.

    versions: every text that was ever agreed to, by number, rising; the last one counts now.
    basis: the clause of the Personal Information Protection Law it stands on.
    """

    title: Text
    needed: bool
    basis: Text
    versions: Mapping[int, Text]

    @property
    def version(self) -> int:
        """The number of the text that counts now."""
        return max(self.versions)

    @property
    def text(self) -> Text:
        """The text that counts now."""
        return self.versions[self.version]


BY_CONSENT = Text(
    "《个人信息保护法》第十三条第一款第一项：取得本人同意",
    "Personal Information Protection Law, article 13 (1) 1: with your consent",
)

TERMS: Mapping[Purpose, Terms] = {
    Purpose.PROCESSING: Terms(
        Text("办理我的申请", "Deciding what I apply for"),
        True,
        Text(
            "《个人信息保护法》第十三条第一款第三项：履行法定职责所必需",
            "Personal Information Protection Law, article 13 (1) 3: needed for a statutory duty",
        ),
        {
            1: Text(
                "我同意主管部门收集、核对和保存我填写的信息和上传的材料，用于审查和决定我的申请、公示、兑现、年审和追回。"
                "没有这些信息，申请无法办理。",
                "I agree that the bureau collects, checks and keeps what I state and upload, to examine and decide my "
                "application, to publish and pay what is granted, to review it and to recover what must be paid back. "
                "Without it the application cannot be decided.",
            )
        },
    ),
    Purpose.REGISTRIES: Terms(
        Text("向登记机构核对", "Checking with registries"),
        False,
        BY_CONSENT,
        {
            1: Text(
                "我同意主管部门凭我的姓名和证件号码，向社会保险、不动产登记和学历学位登记机构核对我的回答。"
                "不同意的，每项回答都用材料证明，办理可能慢一些。",
                "I agree that the bureau checks my answers with the registries of social insurance, real estate and "
                "degrees, by my name and the number of my document. If not, I prove every answer with documents, which "
                "may take longer.",
            )
        },
    ),
    Purpose.DEADLINES: Terms(
        Text("期限提醒邮件", "E-mails about deadlines"),
        False,
        BY_CONSENT,
        {
            1: Text(
                "我同意接收提醒邮件：办理期限、材料到期和兑现日期。不同意的，提醒只显示在页面上；决定和补正通知照常发送。",
                "I agree to be reminded by e-mail of deadlines, of proofs that expire and of days of payment. If not, "
                "reminders are shown on the pages only; decisions and requests are sent all the same.",
            )
        },
    ),
    Purpose.INCENTIVES: Terms(
        Text("为我查找其他激励", "Finding other incentives for me"),
        False,
        BY_CONSENT,
        {
            1: Text(
                "我同意主管部门用我的回答查找我可能符合的其他激励，符合的直接告诉我（免申即享）。不同意的，已提出的申请不受影响。",
                "I agree that the bureau uses my answers to find other incentives that I may qualify for, and offers "
                "them to me without an application. If not, what I applied for is not affected.",
            )
        },
    ),
}

#: What may be agreed to or not: nothing else depends on it.
OPTIONAL = tuple(purpose for purpose, terms in TERMS.items() if not terms.needed)
NEEDED = tuple(purpose for purpose, terms in TERMS.items() if terms.needed)
