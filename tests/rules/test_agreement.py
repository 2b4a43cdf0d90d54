"""durable-rules and the closures give one answer: on every example, on people made up, on shapes of policies."""

from datetime import date, timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules import closures, engine, examples
from rules.facts import highest, lowest, parse_facts
from rules.library import FOLDER, Library
from rules.policy import FactType
from rules.reading import PolicyInvalid, read
from tests.rules.conftest import DAY, SMALL, small

JINHUA = Library.load(FOLDER).policies["jinhua-future-community-talent"]
#: Numbers near which the policies' boundaries lie, in yuan or months.
NEAR = [0, 1, 5, 6, 35, 36, 37, 100_000, 200_000, 250_000, 400_000, 600_000, 1_000_000, 5_000_000, 20_000_000]


def answers(fact):
    """Return values of a fact, near the boundaries where there are some."""
    match fact.type:
        case FactType.CHOICE:
            return st.sampled_from(list(fact.choices))
        case FactType.CHOICES:
            return st.frozensets(st.sampled_from(list(fact.choices)), max_size=2)
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.DATE:
            return st.sampled_from(
                [
                    DAY - timedelta(days=days)
                    for days in (0, 1, 300, 730, 731, 760, 12783, 13149, 16436, 16437, 20089, 20454)
                ]
            )
        case _:
            scale = 100 if fact.type is FactType.MONEY else 1
            near = [number * scale + step for number in NEAR for step in (-1, 0, 1)]
            return st.sampled_from([number for number in near if lowest(fact) <= number <= highest(fact)])


def people(policy):
    """Return people of whom each fact may be unknown."""
    return st.fixed_dictionaries({}, optional={name: answers(fact) for name, fact in policy.facts.items()})


def whole_people(policy):
    """Return people of whom every fact is known."""
    return st.fixed_dictionaries({name: answers(fact) for name, fact in policy.facts.items()})


@pytest.mark.parametrize("decide", [engine.decide, closures.decide], ids=["durable-rules", "closures"])
@pytest.mark.parametrize("example", JINHUA.examples, ids=lambda example: example.name.partition(" / ")[2])
def test_an_example_comes_out_as_its_author_says(example, decide):
    assert examples.differences(JINHUA, example, decide) == ()


def test_both_say_the_same_of_every_example_word_for_word():
    for example in JINHUA.examples:
        facts = parse_facts(JINHUA, example.given, on=example.on)
        assert engine.decide(JINHUA, facts, on=example.on) == closures.decide(JINHUA, facts, on=example.on)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(people(JINHUA), whole_people(JINHUA)))
def test_both_say_the_same_of_people_made_up(facts):
    assert engine.decide(JINHUA, facts, on=DAY) == closures.decide(JINHUA, facts, on=DAY)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_fact_more_never_changes_what_was_told(data):
    facts = data.draw(people(JINHUA))
    before = engine.decide(JINHUA, facts, on=DAY)
    unknown = [name for name in JINHUA.facts if name not in facts]
    for name in unknown[:4]:
        after = engine.decide(JINHUA, {**facts, name: data.draw(answers(JINHUA.facts[name]))}, on=DAY)
        for table, outcome in before.tables.items():
            if outcome.output is not None:
                assert after.tables[table].output == outcome.output
        for incentive, outcome in before.incentives.items():
            if outcome.verdict != "unknown":
                assert (after.incentives[incentive].verdict, after.incentives[incentive].fen) == (
                    outcome.verdict,
                    outcome.fen,
                )


CONDITIONS = st.recursive(
    st.sampled_from(
        [
            "months >= 6",
            "months < 6",
            "months == 5",
            "months != 5",
            "months in (5, 6, 7)",
            "months not in (5, 6)",
            "degree >= bachelor",
            "degree in (none, doctor)",
            "degree not in (none, bachelor)",
            "degree == doctor",
            "honours has any of (medal)",
            "not honours has any of (medal, prize)",
            "owns",
            "not owns",
            "pay > price",
            "pay is known",
            "price is not known",
            "born_on < 1980-01-01",
            "age <= 45",
            "pay * 2 >= price + 100",
            "owns == true",
            "6 > months",
            "min(pay, price) >= 50",
            "true",
            "false",
            "(owns if months > 3 else age > 50)",
            "5 <= months < 7",
            "level == A",
            "whole_years(born_on, applied_on) in (44, 45)",
        ]
    ),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=6,
)
SMALL_PEOPLE = people(small())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONDITIONS, st.lists(SMALL_PEOPLE, min_size=4, max_size=4))
def test_both_judge_any_condition_alike(condition, several):
    try:
        policy = small(("is: not owns or price <= 100", f"is: '{condition}'"), checked=False)
    except PolicyInvalid as refused:
        assert "too many ands and ors" in refused.problems[0].message
        assume(False)
    for facts in several:
        assert engine.decide(policy, facts, on=DAY) == closures.decide(policy, facts, on=DAY)


def test_a_table_of_two_thousand_rows_is_read_and_decided():
    rows = "".join(f"      - {{when: pay == {n}, gives: {'A' if n % 2 else 'B'}, source: law}}\n" for n in range(2000))
    text = SMALL.replace("    rows:\n", "    rows:\n" + rows)
    policy = read(text.partition("examples:")[0] + "examples: []\n", "large.yaml", checked=False)
    for pay, level in ((0, "B"), (1, "A"), (1999, "A"), (1998, "B"), (2000, "none")):
        facts = {"pay": pay * 100, "honours": frozenset(), "degree": "none"}
        decision = engine.decide(policy, facts, on=DAY)
        assert decision.tables["level"].output == level
        assert decision == closures.decide(policy, facts, on=DAY)


def test_eight_threads_decide_eight_people_rightly():
    cases = [(example, parse_facts(JINHUA, example.given, on=example.on)) for example in JINHUA.examples]
    right = [closures.decide(JINHUA, facts, on=example.on) for example, facts in cases]
    wrong = []

    def work():
        for (example, facts), expected in zip(cases, right, strict=True):
            if engine.decide(JINHUA, facts, on=example.on) != expected:
                wrong.append(example.name)

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_number_is_read_on_the_day_it_is_in_force():
    both = "      - {from: 2020-01-01, A: 3_000, source: other}\n"
    policy = small((both, f"{both}      - {{from: 2022-01-01, B: 2_000, source: other}}\n"))
    doctor = {
        "degree": "doctor",
        "honours": frozenset(),
        "months": 6,
        "born_on": date(1990, 1, 1),
        "owns": True,
        "price": 10**6,
    }
    before, after = (
        engine.decide(policy, doctor, on=day).incentives["grant"] for day in (date(2021, 12, 31), date(2022, 1, 1))
    )
    assert (before.fen, before.amount_sources) == (100_000, ("law",))
    assert (after.fen, after.amount_sources) == (200_000, ("law", "other"))
    medal = {**doctor, "honours": frozenset({"medal"})}
    assert engine.decide(policy, medal, on=date(2022, 1, 1)).incentives["grant"].verdict == "unknown"
