"""A letter to Wang Xiaoming: one incentive granted at once, one in parts, one by the month, one refused."""

from datetime import date

from rules.decision import Instalment, Verdict
from rules.policy import Source, Standing, Text
from talent.notices.letters import Appeal, LetterContent, LetterIncentive, LetterOutcome, LetterReason

OPINION = Source(
    "opinion-3-6",
    "金政办发〔2020〕4号《金华市关于高质量加快推进未来社区试点建设工作的实施意见》",
    "三（六）",
    "对试点新引进的人才根据其专业水平、业绩贡献等，分别给予住房激励、购房优惠、房租减免等奖励政策。",
)
QUJIANG = Source(
    "qujiang-D",
    "衢州市衢江区人才政策（2020年4月，据区政策汇编清单）",
    "紧缺人才：正高职称、全日制博士",
    "45周岁及以下全日制博士，一次性安家补助20万元，每年津贴1.5万元。",
    Standing.REFERENCE,
)
SET_RENT = Source(
    "set-rent",
    "示例设定（没有文件给出）",
    "房租减免标准",
    "参照的文件没有房租标准；每月上限与最长36个月只为演示。",
    Standing.ILLUSTRATIVE,
)
REVIEW_LAW = Source(
    "review-law",
    "《中华人民共和国行政复议法》（2023年修订）",
    "第二十条第一款",
    "认为行政行为侵犯其合法权益的，可以自知道或者应当知道该行政行为之日起六十日内提出行政复议申请。",
)
EMPLOYED = Text("届时仍在试点工作", "you still work in the pilot")
IN_PILOT = LetterReason(
    Text("用人单位或项目设在试点社区", "Your employer or project is in the pilot"), True, "opinion-3-6"
)


def settling() -> LetterIncentive:
    """Paid once."""
    return LetterIncentive(
        title=Text("住房激励（一次性安家补助）", "Housing incentive: settling allowance, once"),
        verdict=Verdict.GRANTED,
        fen=200_000_00,
        paid=(Instalment(date(2026, 3, 2), 200_000_00),),
        reasons=(
            LetterReason(Text("达到F类以上", "Your category is F or above"), True, "opinion-3-6"),
            IN_PILOT,
        ),
        amount_sources=("qujiang-D",),
        obligation=Text("您须在试点服务满 5 年。", "You are to work in the pilot for 5 years."),
        obligation_source="set-rent",
    )


def purchase() -> LetterIncentive:
    """Paid in three parts."""
    parts = ((date(2026, 3, 2), 80_000_00), (date(2027, 3, 2), 60_000_00), (date(2028, 3, 2), 60_000_50))
    return LetterIncentive(
        title=Text("购房优惠", "Home purchase discount"),
        verdict=Verdict.GRANTED,
        fen=200_000_50,
        paid=tuple(Instalment(on, fen, EMPLOYED if index else None) for index, (on, fen) in enumerate(parts)),
        reasons=(IN_PILOT,),
        amount_sources=("qujiang-D", "set-rent"),
    )


def rent(months: int = 36) -> LetterIncentive:
    """Paid every month."""
    days = [date(2026 + month // 12, month % 12 + 1, 1) for month in range(2, months + 2)]
    return LetterIncentive(
        title=Text("房租减免", "Rent reduction"),
        verdict=Verdict.GRANTED,
        fen=months * 1_500_00,
        paid=tuple(Instalment(on, 1_500_00, EMPLOYED) for on in days),
        reasons=(IN_PILOT,),
        amount_sources=("set-rent",),
    )


def yearly() -> LetterIncentive:
    """Refused: one condition is not met, one is not known."""
    return LetterIncentive(
        title=Text("每年津贴", "Yearly allowance"),
        verdict=Verdict.REFUSED,
        reasons=(
            IN_PILOT,
            LetterReason(Text("劳动合同不足36个月", "Your contract runs for less than 36 months"), False, "set-rent"),
            LetterReason(Text("社会保险缴纳月数", "Months you have been insured"), None, "set-rent"),
        ),
    )


def letter_content(
    *incentives: LetterIncentive,
    outcome: LetterOutcome = LetterOutcome.PARTLY,
    name: str = "王小明",
    reason: str = "学位、合同与社保证明齐全，已与原件核对。劳动合同期限不足36个月，每年津贴暂不发放。",
) -> LetterContent:
    """The letter, with all four incentives unless others are given."""
    return LetterContent(
        reference="7KQ2-M4XD",
        issued_on=date(2026, 3, 2),
        recipient_name=name,
        pilot=Text("山嘴头未来社区", "Shanzuitou Future Community"),
        policy=Text(
            "金华市未来社区试点新引进人才激励",
            "Incentives for talent newly arrived in Jinhua's future-community pilots",
        ),
        issued_by=Text("金华市人民政府办公室", "General Office of Jinhua Municipal People's Government"),
        outcome=outcome,
        reason=reason,
        incentives=incentives or (settling(), purchase(), rent(), yearly()),
        sources={source.id: source for source in (OPINION, QUJIANG, SET_RENT, REVIEW_LAW)},
        appeal=Appeal(60, Text("金华市人民政府", "Jinhua Municipal People's Government"), "review-law"),
    )
