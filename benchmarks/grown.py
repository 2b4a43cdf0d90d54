"""A policy with one decision table of as many rows as wanted: rising thresholds of pay, crossed with degrees.

Every row decides somebody, and an example for each says so, as a policy in force must have.
"""

from datetime import date

from rules.facts import Value

DEGREES = ("none", "bachelor", "master", "doctor")
DAY = date(2021, 6, 1)
#: Yuan of pay from one threshold to the next.
STEP = 1_000

_HEAD = """\
policy: grown
title: {zh: 分档补助, en: Help by bands of pay}
issued_by: {zh: 办公室, en: The office}
in_force: {from: 2020-01-01}
sources:
  law: {document: 第1号, clause: 一, text: 条文}
sections:
  one: {zh: 一, en: One}
facts:
  degree:
    section: one
    type: choice
    choices: {none: {zh: 无, en: None}, bachelor: {zh: 学士, en: Bachelor}, master: {zh: 硕士, en: Master},
      doctor: {zh: 博士, en: Doctor}}
    ask: {zh: 学位, en: Degree}
  pay: {section: one, type: money, ask: {zh: 工资, en: Pay}}
  months: {section: one, type: integer, unit: month, min: 0, max: 600, ask: {zh: 月数, en: Months}}
parameters:
  help:
    unit: CNY
    by: level
    values:
      - {from: 2020-01-01, A: 3_000, B: 2_000, C: 1_000, source: law}
tables:
  level:
    title: {zh: 档次, en: Level}
    hit: first
    gives: choice of none, C, B, A
    rows:
"""
_TAIL = """\
    otherwise: none
incentives:
  grant:
    kind: housing_incentive
    title: {zh: 补助, en: Grant}
    when:
      - {is: level >= C, source: law}
      - {is: months >= 6, source: law}
    amount: {is: 'help[level]', source: law}
process:
  notice_working_days: 5
  decide_within_working_days: 20
  review_every_months: 12
  appeal_within_days: 60
  source: law
examples:
"""


def grown(rows: int) -> str:
    """Return the text of a policy whose table has so many rows, with an example for each."""
    table = [
        f"      - {{when: degree == {degree} and pay >= {least} and pay < {least + STEP}, "
        f"gives: {'ABC'[place % 3]}, source: law}}\n"
        for place, (degree, least) in enumerate(_bands(rows))
    ]
    examples = [
        f"  - {{name: Row {place}, on: {DAY}, given: {{degree: {degree}, pay: {least}, months: 6}}, "
        f"expect: {{level: {'ABC'[place % 3]}, grant: granted}}}}\n"
        for place, (degree, least) in enumerate(_bands(rows))
    ]
    return f"{_HEAD}{''.join(table)}{_TAIL}{''.join(examples)}"


def people(rows: int, count: int = 20) -> list[dict[str, Value]]:
    """Return people whom rows from the first to the last decide, evenly spread, and one whom none does."""
    bands = _bands(rows)
    hit = [bands[place * rows // count] for place in range(count)]
    return [{"degree": degree, "pay": least * 100, "months": 6} for degree, least in (*hit, ("none", rows * STEP))]


def _bands(rows: int) -> list[tuple[str, int]]:
    return [(DEGREES[place % len(DEGREES)], place // len(DEGREES) * STEP) for place in range(rows)]
