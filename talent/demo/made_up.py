"""Plausible people who do not exist, the same at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric

from rules.facts import Value

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = [
    "子涵",
    "雨桐",
    "浩然",
    "欣怡",
    "宇轩",
    "诗涵",
    "俊杰",
    "梓萱",
    "明哲",
    "思远",
    "佳宁",
    "文博",
    "静怡",
    "天佑",
    "晓峰",
    "婉清",
    "志强",
    "海燕",
    "建国",
    "若曦",
]
ENGLISH = ("Anna Keller", "David Okoye", "Maria Silva")


@dataclass(frozen=True)
class MadeUp:
    """A person and the answers they give; some leave a question open."""

    name: str
    identity_number: str
    facts: dict[str, Value]


def people(count: int, day: date) -> Iterator[MadeUp]:
    """Yield people as they would come to a pilot in the two years before `day`."""
    chance = random.Random(20200203)  # noqa: S311 - the demo must be the same every time
    for number in range(count):
        born_on = date(1972, 1, 1) + timedelta(days=chance.randrange(0, 28 * 365))
        name = ENGLISH[number % 3] if number % 20 == 19 else chance.choice(SURNAMES) + chance.choice(GIVEN)
        facts = _expertise(chance) | _contribution(chance) | _work(chance, day) | _home(chance)
        facts["born_on"] = born_on
        facts["already_received"] = chance.choice([0, 0, 0, 0, 1_000_000])
        if number % 9 == 4:
            facts.pop(chance.choice(["insured_months", "contract_months", "owns_home", "shortage"]))
        yield MadeUp(name, identity_number(born_on, number), facts)


def _expertise(chance: random.Random) -> dict[str, Value]:
    degree = chance.choices(["none", "bachelor", "master", "doctor"], [1, 3, 5, 6])[0]
    honours = (
        frozenset({chance.choice(["provincial_leading", "national_leading"])})
        if chance.random() < 0.12
        else frozenset[str]()
    )
    return {
        "degree": degree,
        "full_time": chance.random() < 0.9,
        "school": chance.choices(["ordinary", "double_first_class"], [1, 4])[0],
        "title": chance.choices(["none", "intermediate", "associate", "senior"], [6, 3, 2, 1])[0],
        "skill_level": chance.choices(["none", "technician", "senior_technician"], [7, 1, 1])[0],
        "honours": honours,
        "shortage": chance.random() < 0.95,
    }


def _contribution(chance: random.Random) -> dict[str, Value]:
    pay = chance.randrange(8, 90) * 1_000_000
    return {
        "yearly_pay": pay,
        "tax_paid": pay // 8,
        "patents": chance.choices([0, 1, 2, 4], [7, 2, 1, 1])[0],
        "revenue": chance.choices([0, 500_000_000, 2_500_000_000], [8, 1, 1])[0],
    }


def _work(chance: random.Random, day: date) -> dict[str, Value]:
    months = chance.choices([chance.randrange(7, 23), chance.randrange(26, 40)], [14, 1])[0]
    return {
        "arrived_on": day - timedelta(days=months * 30),
        "first_in_jinhua": chance.random() < 0.97,
        "works_in_pilot": chance.random() < 0.98,
        "contract_months": chance.choices([60, 36, 24], [9, 8, 1])[0],
        "insured_months": chance.choices([months, max(months - 3, 1)], [3, 1])[0],
    }


def _home(chance: random.Random) -> dict[str, Value]:
    buys, rents = chance.random() < 0.4, chance.random() < 0.7
    return {
        "owns_home": chance.random() < 0.08,
        "allotted_housing": False,
        "wants_to_buy": buys,
        "home_price": chance.randrange(90, 260) * 1_000_000,
        "lease": chance.choices(["registered", "unregistered"], [8, 1])[0] if rents else "none",
        "monthly_rent": chance.randrange(15, 45) * 10_000,
        "rent_months_received": 0,
        "preferred_help": chance.choice(["rent_reduction", "purchase_discount"]),
    }


def identity_number(born_on: date, number: int) -> str:
    """Return an identity-card number with a right check digit and an order number that no birth uses here."""
    body = f"330702{born_on:%Y%m%d}{900 + number % 100:03}"
    return body + str(ric.calc_check_digit(body + "0"))
