"""A policy whose one table and one incentive are bent at will, and what is found wrong with them."""

from collections.abc import Sequence

from rules.policy import Policy
from rules.reading import PolicyInvalid, Problem, read

_FRAME = """\
policy: frame
title: {zh: 框, en: Frame}
issued_by: {zh: 办公室, en: The office}
in_force: {from: 2020-01-01}
sources: {law: {document: 第1号, clause: 一, text: 条文}}
sections: {one: {zh: 一, en: One}}
facts:
  degree:
    section: one
    type: choice
    choices: {none: {zh: 无, en: None}, bachelor: {zh: 学士, en: Bachelor}, doctor: {zh: 博士, en: Doctor}}
    ask: {zh: 学位, en: Degree}
  school:
    section: one
    type: choice
    choices: {other: {zh: 其他, en: Other}, famous: {zh: 名校, en: Famous}}
    asked_when: degree >= bachelor
    ask: {zh: 学校, en: School}
  honours:
    section: one
    type: choices
    choices: {medal: {zh: 奖章, en: Medal}, prize: {zh: 奖, en: Prize}}
    ask: {zh: 荣誉, en: Honours}
  months: {section: one, type: integer, unit: month, min: 0, max: 5, ask: {zh: 月数, en: Months}}
  pay: {section: one, type: money, ask: {zh: 工资, en: Pay}}
  rent: {section: one, type: money, ask: {zh: 租金, en: Rent}}
  owns: {section: one, type: boolean, ask: {zh: 有房, en: Owns a home}}
  born_on: {section: one, type: date, ask: {zh: 生日, en: Birthday}}
  arrived_on: {section: one, type: date, ask: {zh: 来本市的日期, en: Day of arrival}}
  still_here: {section: one, type: boolean, asked: review, ask: {zh: 仍在, en: Still here}}
parameters:
  least_pay: {unit: CNY, values: [{from: 2020-01-01, value: 3000, source: law}]}
terms:
  age: {is: 'whole_years(born_on, applied_on)', source: law}
  settled: {is: owns or months >= 3, source: law}
tables:
  tier:
    hit: first
    gives: choice of low, middle, high
    rows:
      - {when: degree == doctor or months == 5, gives: high, source: law}
      - {when: degree == bachelor and owns, gives: middle, source: law}
    otherwise: low
  level:
    hit: HIT
    gives: GIVES
    rows:
ROWS
    otherwise: OTHERWISE
incentives:
  grant:
    kind: housing_incentive
    title: {zh: 补助, en: Grant}
    when:
LINES
    amount: {is: '100', source: law}
process:
  notice_working_days: 5
  decide_within_working_days: 20
  review_every_months: 12
  appeal_within_days: 60
  source: law
"""
CHOICE = "choice of none, C, B, A"
#: The line of the file on which the first row, and the first line, stands.
FIRST_ROW = _FRAME[: _FRAME.index("ROWS")].count("\n") + 1
TABLE = FIRST_ROW - 4


def written(
    *rows: str,
    hit: str = "first",
    otherwise: str | None = "none",
    gives: str = CHOICE,
    lines: Sequence[str] = ("level == A",),
    more: str = "",
) -> str:
    """Return the text of a policy. rows: 'condition -> output' of its table; lines: the conditions of its incentive.

    otherwise: None for none. more: what the file ends with.
    """
    each = [row.partition(" -> ") for row in rows]
    text = _FRAME.replace("HIT", hit).replace("GIVES", gives)
    text = text.replace(
        "ROWS", "\n".join(f"      - {{when: '{when}', gives: {out}, source: law}}" for when, _, out in each)
    )
    text = text.replace("LINES", "\n".join(f"      - {{is: '{line}', source: law}}" for line in lines))
    return text.replace("    otherwise: OTHERWISE\n", f"    otherwise: {otherwise}\n" if otherwise else "") + more


def policy_of(*rows: str, **bent: object) -> Policy:
    """Return the policy, whatever is wrong with its rows and lines."""
    return read(written(*rows, **bent), "frame.yaml", checked=False)  # type: ignore[arg-type]


def found(*rows: str, **bent: object) -> list[Problem]:
    """Return what is wrong with the rows of the table and the lines of the incentive, examples aside."""
    try:
        read(written(*rows, **bent), "frame.yaml")  # type: ignore[arg-type]
    except PolicyInvalid as invalid:
        return [
            each
            for each in invalid.problems
            if not each.message.startswith(("Nothing reads", "No example", "The policy has no"))
        ]
    return []


def said(*rows: str, **bent: object) -> list[str]:
    """Return the same as sentences, each after the number of its row, from 1."""
    return [f"{each.line - FIRST_ROW + 1}: {each.message}" for each in found(*rows, **bent)]
