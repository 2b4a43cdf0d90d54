"""What an employer may do with a person's consent, in the words of every version: they can be read years later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.policy import Text


@dataclass(frozen=True)
class Terms:
    """What a person agrees to. may, never: what the employer's HR people can do and what they cannot."""

    may: Sequence[Text]
    never: Sequence[Text]


#: Every text that was ever agreed to, by number, rising; the last one counts now.
VERSIONS: Mapping[int, Terms] = {
    1: Terms(
        may=(
            Text("替您开始申请，填写申请里的问题", "begin applications for you and answer their questions"),
            Text("替您上传证明材料", "add documents that prove the answers"),
            Text(
                "在您递交之前，看到替您开始的申请里的全部回答和材料，您自己改动、补充的也包括在内",
                "see all answers and documents of the applications it began for you, also what you change or add "
                "yourself, until you hand in",
            ),
            Text(
                "看到替您开始的申请走到了哪一步、该谁办理",
                "see how far the applications it began for you have come, and whose turn it is",
            ),
        ),
        never=(
            Text("替您作出声明，或者替您递交申请：只有您本人可以", "declare or hand in: only you can"),
            Text("看到您的证件号码和电话", "see the number of your identity document, or your phone number"),
            Text("看到决定、通知书、金额和兑现情况", "see decisions, letters, amounts or payments"),
            Text("看到您自己开始的申请，或者以前的申请", "see applications you began yourself, or earlier ones"),
        ),
    )
}

CURRENT = max(VERSIONS)
