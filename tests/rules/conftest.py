"""A small policy to bend, and the default policy."""

from datetime import date

import pytest

from rules.library import FOLDER
from rules.policy import Policy
from rules.reading import PolicyInvalid, Problem, read, read_file

DAY = date(2021, 6, 1)

SMALL = """\
policy: small
title: {zh: 小政策, en: A small policy}
issued_by: {zh: 办公室, en: The office}
in_force: {from: 2020-01-01}
sources:
  law: {document: 第1号, clause: 一, text: 条文}
  other: {document: 外地, clause: 二, text: 条文, standing: reference}
sections:
  one: {zh: 一, en: One}
facts:
  degree:
    section: one
    type: choice
    choices: {none: {zh: 无, en: None}, bachelor: {zh: 学士, en: Bachelor}, doctor: {zh: 博士, en: Doctor}}
    ask: {zh: 学位, en: Degree}
  honours:
    section: one
    type: choices
    choices: {medal: {zh: 奖章, en: Medal}, prize: {zh: 奖, en: Prize}}
    ask: {zh: 荣誉, en: Honours}
  months: {section: one, type: integer, unit: month, min: 0, max: 600, changeable: true, ask: {zh: 月数, en: Months}}
  pay: {section: one, type: money, ask: {zh: 工资, en: Pay}}
  born_on: {section: one, type: date, ask: {zh: 生日, en: Birthday}}
  owns: {section: one, type: boolean, ask: {zh: 有房, en: Owns a home}}
  price: {section: one, type: money, asked_when: owns, ask: {zh: 房价, en: Price}}
  prefers:
    section: one
    type: choice
    choices: {grant: {zh: 补助, en: Grant}, bonus: {zh: 奖金, en: Bonus}}
    ask: {zh: 选择, en: Choice}
parameters:
  sum_of:
    unit: CNY
    by: level
    values:
      - {from: 2020-01-01, B: 1_000, source: law}
      - {from: 2020-01-01, A: 3_000, source: other}
terms:
  age: {is: 'whole_years(born_on, applied_on)', source: law}
tables:
  level:
    hit: first
    gives: choice of none, B, A
    rows:
      - {when: honours has any of (medal), gives: A, source: law}
      - {when: degree == doctor and age <= 45, gives: B, source: law}
    otherwise: none
incentives:
  grant:
    kind: housing_incentive
    title: {zh: 补助, en: Grant}
    when:
      - {is: level >= B, source: law}
      - {is: months >= 6, source: law}
    amount: {is: 'sum_of[level]', source: law}
    paid:
      - {share: 40%, after_months: 0}
      - {share: 30%, after_months: 12, while: {zh: 在职, en: Employed}}
      - {share: 30%, after_months: 24}
  bonus:
    kind: rent_reduction
    title: {zh: 奖金, en: Bonus}
    when:
      - {is: not owns or price <= 100, source: law}
    amount: {is: floor(pay * 10%), at_most: 500, source: law}
overlaps:
  - {among: [grant, bonus], rule: choose, by: prefers, source: law}
process:
  notice_working_days: 5
  decide_within_working_days: 20
  review_every_months: 12
  appeal_within_days: 60
  source: law
examples:
  - name: A doctor is granted B
    on: 2021-06-01
    given: {degree: doctor, honours: [], months: 6, born_on: 1976-06-01, owns: true, price: 101, prefers: grant}
    expect: {level: B, grant: {verdict: granted, amount: 1_000, paid: [400, 300, 300]}}
  - name: A medal is granted A
    on: 2021-06-01
    given: {honours: [medal], months: 6, owns: true, price: 101}
    expect: {level: A, grant: granted, bonus: refused}
  - name: Who owns nothing gets a tenth of the pay
    on: 2021-06-01
    given: {degree: none, honours: [], months: 6, pay: 1_234.56, owns: false}
    expect: {level: none, bonus: {verdict: granted, amount: 123.45}}
"""


def small(*edits: tuple[str, str], rule: str | None = None, checked: bool = True) -> Policy:
    """Read the small policy after replacing texts, each of which must be there."""
    return read(bent(*edits, rule=rule), "small.yaml", checked=checked)


def bent(*edits: tuple[str, str], rule: str | None = None) -> str:
    """Return the text of the small policy after replacing texts."""
    text = SMALL if rule is None else SMALL.replace("rule: choose, by: prefers", f"rule: {rule}")
    if rule is not None:
        text = text.replace(", prefers: grant", "").replace(
            "  prefers:\n" + SMALL.split("  prefers:\n")[1].split("param", maxsplit=1)[0], ""
        )
    for old, new in edits:
        assert old in text, f"the small policy has no {old!r}"
        text = text.replace(old, new, 1)
    return text


def problems(*edits: tuple[str, str]) -> list[Problem]:
    """Return what is wrong with the small policy after replacing texts."""
    with pytest.raises(PolicyInvalid) as caught:
        small(*edits)
    return caught.value.problems


@pytest.fixture(scope="session")
def jinhua() -> Policy:
    """The policy that comes with the product."""
    return read_file(FOLDER / "jinhua" / "future-community-talent.yaml")
