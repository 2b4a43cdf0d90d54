"""Which question is asked next, and how few are needed to tell somebody who cannot be granted anything."""

from datetime import timedelta
from functools import lru_cache
from random import Random
from statistics import mean

import pytest

from rules.advice import next_question, open_questions, settled
from rules.closures import decide
from rules.facts import is_asked, parse_facts
from rules.library import FOLDER, Library
from rules.policy import FactType
from rules.possible import outlook
from tests.rules.conftest import DAY, small

JINHUA = Library.load(FOLDER).policies["jinhua-future-community-talent"]
SMALL = small()
#: Sums in yuan near which boundaries lie.
SUMS = [0, 100_000, 200_000, 250_000, 400_000, 600_000, 1_000_000, 5_000_000, 20_000_000, 50_000_000]
MONTHS = [0, 1, 5, 6, 12, 24, 35, 36, 37, 60, 120]


def asked_next(policy=SMALL, **facts):
    """Return the question after some answers under the small policy."""
    return next_question(policy, parse_facts(policy, facts, on=DAY), on=DAY)


def still_open(policy=SMALL, **facts):
    """Return the questions that can still matter after some answers under the small policy."""
    return open_questions(policy, parse_facts(policy, facts, on=DAY), on=DAY)


def test_the_question_that_leaves_fewest_is_asked_first():
    """No months, no grant: with that the level is no longer asked for."""
    assert asked_next(owns=True, price=101) == "months"


def test_what_a_table_can_no_longer_give_is_not_asked_for():
    assert still_open(owns=True, price=101, months=6) == ("degree", "honours", "born_on")
    assert still_open(owns=True, price=101, months=6, honours=["medal"]) == ()
    assert still_open(owns=True, price=101, months=6, honours=[], degree="none") == ()
    assert still_open(owns=True, price=101, months=6, honours=[], degree="doctor") == ("born_on",)


def test_a_question_comes_after_the_one_it_hangs_on():
    assert still_open(months=0) == ("owns",)
    assert still_open(months=0, owns=True) == ("price",)
    assert still_open(months=0, owns=True, price=100) == ("pay",)


def test_nothing_is_asked_once_nothing_can_change():
    assert asked_next(months=0, owns=True, price=101) is None
    assert settled(SMALL, parse_facts(SMALL, {"months": 0, "owns": True, "price": 101}, on=DAY), on=DAY)
    assert not settled(SMALL, {}, on=DAY)


def test_a_choice_between_two_is_asked_for_only_when_both_are_sure():
    both = {"honours": ["medal"], "months": 6, "owns": False}
    assert still_open(**both) == ("pay",)
    assert still_open(**both, pay=1_000) == ("prefers",)
    assert still_open(**both, pay=0) == ()


def test_nothing_is_asked_for_what_another_surely_takes_the_place_of():
    chosen = {"honours": ["medal"], "months": 6, "prefers": "grant"}
    assert still_open(**chosen) == ()
    stops = small(rule="stop")
    assert still_open(stops, honours=["medal"], months=6) == ()
    assert "owns" in still_open(small(rule="top_up"), honours=["medal"], months=6)


def test_a_number_that_the_policy_leaves_open_is_no_question():
    policy = small(("      - {from: 2020-01-01, A: 3_000, source: other}\n", ""))
    assert still_open(policy, honours=["medal"], months=6, owns=True, price=101) == ()


def test_rows_that_contradict_one_another_are_no_question():
    policy = small(("hit: first", "hit: unique"), checked=False)
    known = {"honours": ["medal"], "degree": "doctor", "born_on": "1990-01-01"}
    assert asked_next(policy, **known, months=6, owns=True, price=101) is None


def made_up(policy, on, draw):
    """Return somebody made up: every question answered that is asked, near the boundaries where there are some."""
    person = {}
    for name, fact in policy.facts.items():
        if is_asked(fact, person) is True:
            person[name] = answer(fact, on, draw)
    return person


def answer(fact, on, draw):
    """Return an answer made up."""
    days = (20 * 365, 65 * 365) if fact.name == "born_on" else (0, 4 * 365)
    months = draw.choice(MONTHS)
    return {
        FactType.BOOLEAN: draw.random() < 0.5,
        FactType.CHOICE: draw.choice(list(fact.choices) or [None]),
        FactType.CHOICES: frozenset(key for key in fact.choices if draw.random() < 0.1),
        FactType.DATE: on - timedelta(days=draw.randrange(*days)),
        FactType.MONEY: draw.choice(SUMS) * 100,
        FactType.INTEGER: months,
    }[fact.type]


def interviewed(policy, person, on):
    """Ask somebody one question after the other until nothing can change any more; return the answers given."""
    known = {}
    while (name := next_question(policy, known, on=on)) is not None:
        known[name] = person[name]
    return known


@lru_cache(maxsize=1)
def interviews():
    """Return 150 people made up, each with the answers given until all was settled."""
    draw = Random(20200203)  # noqa: S311
    people = [made_up(JINHUA, DAY, draw) for _ in range(150)]
    return [(person, interviewed(JINHUA, person, DAY)) for person in people]


def granted(policy, facts, on=DAY):
    """Return the incentives that are granted, with their amounts."""
    decision = decide(policy, facts, on=on)
    return {name: outcome.fen for name, outcome in decision.incentives.items() if outcome.verdict == "granted"}


def test_who_cannot_be_granted_anything_is_told_after_a_third_of_the_questions():
    hopeless = [(person, known) for person, known in interviews() if not granted(JINHUA, person)]
    assert len(hopeless) >= 100
    assert mean(len(known) for _, known in hopeless) <= mean(len(person) for person, _ in hopeless) / 3


def test_made_up_people_are_told_what_asking_everything_tells():
    for person, known in interviews():
        assert_same_end(JINHUA, person, known, DAY)


@pytest.mark.parametrize("policy", Library.load(FOLDER).policies.values(), ids=lambda policy: policy.id)
def test_people_in_general_are_asked_less_than_everything(policy):
    """Of the examples that answer all they are asked: the same incentives, for the same amounts, by fewer questions."""
    asked = answered = 0
    for example in policy.examples:
        person = parse_facts(policy, example.given, on=example.on)
        if all(name in person for name, fact in policy.facts.items() if is_asked(fact, person)):
            known = interviewed(policy, person, example.on)
            asked, answered = asked + len(known), answered + len(person)
            assert_same_end(policy, person, known, example.on)
    assert asked < answered


def assert_same_end(policy, person, known, on):
    """Check that what is granted after an interview, or sure to be, is what asking everything grants."""
    whole, early, outlooks = granted(policy, person, on), granted(policy, known, on), outlook(policy, known, on=on)
    assert early.items() <= whole.items()
    for name, fen in whole.items():
        assert name in early or (outlooks[name].verdict, outlooks[name].most) == ("granted", fen)
