"""What would change an outcome: nearest changes of one answer or two, never of what nobody can change."""

import pytest

from rules.advice import MOST_CHANGES, advised
from rules.closures import decide
from rules.explaining import change_said
from rules.facts import parse_facts
from rules.library import FOLDER, Library
from tests.rules.conftest import DAY, small

DOCTOR = {"degree": "doctor", "honours": [], "months": 6, "born_on": "1976-06-01", "owns": False, "pay": 3_000}
LIBRARY = Library.load(FOLDER)


def can_change(*names):
    """Return edits of the small policy that let a person change more answers."""
    shapes = {
        "degree": "degree:\n    section: one\n",
        "honours": "honours:\n    section: one\n",
        "prefers": "prefers:\n    section: one\n",
    }
    inline = {name: f"  {name}: {{section: one, " for name in ("pay", "born_on", "owns", "price")}
    return [
        (shapes[name], shapes[name] + "    changeable: true\n")
        if name in shapes
        else (inline[name], inline[name] + "changeable: true, ")
        for name in names
    ]


def advice_on(name, policy=None, **facts):
    """Return what would better an incentive for the doctor of the small policy with other facts."""
    policy = policy or small()
    typed = parse_facts(policy, {**DOCTOR, **facts}, on=DAY)
    return advised(policy, decide(policy, typed, on=DAY), typed).incentives[name].would_change


def told(changes):
    """Return changes as the answers they set, with the amount they lead to."""
    return [({each.fact: each.after for each in change.answers}, change.fen) for change in changes]


def test_the_nearest_change_that_grants_is_named():
    (change,) = advice_on("grant", months=2, prefers="grant")
    assert (change.fact, change.before, change.after) == ("months", 2, 6)
    assert (change.verdict, change.fen, change.gain, change.further) == ("granted", 100_000, 100_000, ())


def test_what_cannot_be_changed_is_never_named():
    assert advice_on("grant", born_on="1970-01-01") == ()


def test_two_answers_are_named_where_one_is_not_enough():
    policy = small(*can_change("degree"))
    (change,) = advice_on("grant", policy, degree="bachelor", months=2, prefers="grant")
    assert [(each.fact, each.before, each.after) for each in change.answers] == [
        ("degree", "bachelor", "doctor"), ("months", 2, 6),
    ]  # fmt: skip
    assert change.tables == (("level", "B"),)


def test_one_answer_may_meet_a_condition_and_the_other_make_it_worth_something():
    policy = small(("is: 'sum_of[level]'", "is: 'sum_of[B] if owns else 0'"), *can_change("owns"), checked=False)
    assert told(advice_on("grant", policy, months=2, prefers="grant")) == [({"months": 6, "owns": True}, 100_000)]
    assert told(advice_on("grant", small(*can_change("prefers")), months=2, prefers="bonus")) == [
        ({"months": 6, "prefers": "grant"}, 100_000)
    ]


def test_three_answers_are_never_asked_for():
    policy = small(("is: months >= 6", "is: months >= 6 and pay >= 5_000"), *can_change("degree", "pay"), checked=False)
    assert advice_on("grant", policy, degree="bachelor", months=2, prefers="grant") == ()
    assert len(advice_on("grant", policy, degree="doctor", months=2, prefers="grant")) == 1


def test_no_two_answers_are_named_of_which_one_suffices():
    policy = small(("is: months >= 6", "is: months >= 6 or pay >= 5_000 and owns"), *can_change("pay", "owns"))
    changes = advice_on("grant", policy, months=2, prefers="grant", price=5)
    assert told(changes) == [({"months": 6}, 100_000), ({"pay": "5000.00", "owns": True}, 100_000)]


def test_the_nearest_come_first_and_at_most_three():
    policy = small(
        ("is: months >= 6", "is: months >= 36 or pay >= 4_000 or price >= 3_000 or degree == bachelor"),
        ("degree == doctor and age <= 45", "age <= 45"),
        ("asked_when: owns, ", ""),
        *can_change("pay", "price", "degree"),
        checked=False,
    )
    changes = advice_on("grant", policy, months=2, pay=3_000, price=10, prefers="grant")
    assert [change.fact for change in changes] == ["pay", "degree", "months"]
    assert len(changes) == MOST_CHANGES


@pytest.mark.parametrize(
    ("condition", "nearest"),
    [
        ("pay >= 4_000", "4000.00"),
        ("pay > 4_000", "4000.01"),
        ("4_000 <= pay", "4000.00"),
        ("pay in (2_000, 4_000)", "4000.00"),
        ("pay == 2_500", "2500.00"),
        ("pay < 2_000", "1999.99"),
        ("pay * 2 >= price + 7_000", "4000.00"),
        ("pay >= sum_of[A] + 1_000", "4000.00"),
        ("floor(pay * 10%) > 400", "4000.10"),
        ("double > 7_999", "3999.51"),
    ],
)
def test_a_sum_is_moved_just_beyond_where_a_comparison_turns(condition, nearest):
    policy = small(
        ("is: months >= 6", f"is: '{condition}'"),
        ("asked_when: owns, ", ""),
        ("terms:\n", "terms:\n  double: {is: floor(pay * 2), source: law}\n"),
        *can_change("pay"),
        checked=False,
    )
    assert [change.after for change in advice_on("grant", policy, price=1_000, prefers="grant")] == [nearest]


def test_a_day_is_moved_through_the_terms_that_count_from_it():
    policy = small(*can_change("born_on"))
    changes = advice_on("grant", policy, born_on="1970-01-01", prefers="grant")
    assert [(change.after, change.before) for change in changes] == [("1975-06-02", "1970-01-01")]


def test_the_last_day_of_the_calendar_has_none_after_it():
    policy = small(
        ("is: months >= 6", "is: born_on > 9999-12-31 or months >= 6"), *can_change("born_on"), checked=False
    )
    assert told(advice_on("grant", policy, months=2, prefers="grant")) == [({"months": 6}, 100_000)]


def test_a_choice_of_several_is_moved_by_one():
    policy = small(*can_change("honours"))
    assert told(advice_on("grant", policy, degree="none", prefers="grant")) == [({"honours": ["medal"]}, 300_000)]


def test_what_is_granted_names_what_would_raise_its_amount():
    policy = small(*can_change("honours"))
    (change,) = advice_on("grant", policy, prefers="grant")
    assert (change.after, change.verdict, change.fen, change.gain) == (["medal"], "granted", 300_000, 200_000)
    assert change.tables == (("level", "A"),)


def test_an_amount_is_raised_to_its_cap():
    (change,) = advice_on("bonus", small(*can_change("pay")), prefers="bonus")
    assert (change.after, change.fen, change.gain) == ("5000.00", 50_000, 20_000)


def test_a_higher_choice_of_a_table_is_named_where_no_amount_rises():
    policy = small(("sum_of[level]", "sum_of[B]"), *can_change("honours"))
    (change,) = advice_on("grant", policy, prefers="grant")
    assert (change.after, change.gain, change.tables) == (["medal"], 0, (("level", "A"),))


def test_nothing_is_named_that_costs_more_elsewhere():
    """The grant is worth 1,000 and the bonus 300: only who chose the lesser is told of the other."""
    policy = small(*can_change("prefers"))
    assert told(advice_on("grant", policy, prefers="bonus")) == [({"prefers": "grant"}, 100_000)]
    assert advice_on("bonus", policy, prefers="grant") == ()


def test_a_change_after_which_more_must_be_asked_grants_nothing_yet():
    policy = small(("is: not owns or price <= 100", "is: owns and price <= 100"), *can_change("owns"), checked=False)
    assert advice_on("bonus", policy, prefers="bonus") == ()


def test_an_answer_that_is_no_longer_asked_is_left_out():
    policy = small(
        ("is: not owns or price <= 100", "is: not owns"),
        ("is: floor(pay * 10%)", "is: floor(pay * 10%) if price is not known else 0"),
        *can_change("owns"),
        checked=False,
    )
    assert told(advice_on("bonus", policy, owns=True, price=7, months=2)) == [({"owns": False}, 30_000)]


def test_a_known_answer_may_settle_what_another_leaves_open():
    policy = small(("is: months >= 6", "is: owns or months >= 6"))
    assert told(advice_on("grant", policy, owns=None, months=2, prefers="grant")) == [({"months": 6}, 100_000)]


def test_where_only_an_answer_is_missing_there_is_nothing_to_change():
    policy = small(*can_change("prefers", "pay"))
    assert told(advice_on("grant", policy, prefers="bonus")) == [({"prefers": "grant"}, 100_000)]
    assert advice_on("grant", policy) == ()


def test_a_change_that_makes_rows_contradict_one_another_is_not_named():
    policy = small(("hit: first", "hit: unique"), *can_change("honours"), checked=False)
    assert advice_on("grant", policy, prefers="grant") == ()


def test_the_json_says_what_else_must_change_and_what_is_gained():
    policy = small(*can_change("degree", "honours"))
    typed = parse_facts(policy, {**DOCTOR, "prefers": "grant"}, on=DAY)
    data = advised(policy, decide(policy, typed, on=DAY), typed).as_json()["incentives"]["grant"]["would_change"]
    assert data == [
        {"fact": "honours", "from": [], "to": ["medal"], "then": "granted", "amount": "3000.00", "gain": "2000.00",
         "tables": {"level": "A"}},
    ]  # fmt: skip
    typed = parse_facts(policy, {**DOCTOR, "degree": "none", "months": 2, "prefers": "grant"}, on=DAY)
    data = advised(policy, decide(policy, typed, on=DAY), typed).as_json()["incentives"]["grant"]["would_change"]
    assert data[0] == {
        "fact": "honours", "from": [], "to": ["medal"], "with": [{"fact": "months", "from": 2, "to": 6}],
        "then": "granted", "amount": "3000.00", "tables": {"level": "A"},
    }  # fmt: skip


def test_a_change_is_said_in_a_sentence():
    policy = small(*can_change("honours"))
    (granted,) = advice_on("grant", policy, months=2, honours=["medal"], prefers="grant")
    (raised,) = advice_on("grant", policy, prefers="grant")
    assert change_said(policy, granted).zh == "如果“月数”的回答是：6 个月（还差 4 个月），就可以享受 3,000 元"
    assert change_said(policy, granted).en == (
        "It would be granted if the answer to 'Months' were: 6 months, 4 months more (CNY 3,000)"
    )
    assert change_said(policy, raised).zh == "如果“荣誉”的回答是：奖章，金额就会增加 2,000 元，达到 3,000 元"
    assert change_said(policy, raised).en == (
        "It would be CNY 2,000 more if the answer to 'Honours' were: Medal (CNY 3,000)"
    )
    both, _ = advice_on("grant", policy, degree="none", months=2, prefers="grant"), None
    assert (
        change_said(policy, both[0]).zh
        == "如果“荣誉”的回答是：奖章，并且“月数”的回答是：6 个月（还差 4 个月），就可以享受 3,000 元"
    )
    flat = small(("sum_of[level]", "sum_of[B]"), *can_change("honours"))
    (risen,) = advice_on("grant", flat, prefers="grant")
    assert change_said(flat, risen).en == "level would be A if the answer to 'Honours' were: Medal"


def examples():
    """Return every example of every policy that comes with the product."""
    return [(policy, each) for policy in LIBRARY.policies.values() for each in policy.examples]


@pytest.mark.parametrize(("policy", "example"), examples(), ids=lambda each: getattr(each, "name", "")[-60:])
def test_every_change_named_betters_the_outcome_and_no_part_of_it_does_alone(policy, example):
    facts = parse_facts(policy, example.given, on=example.on)
    before = decide(policy, facts, on=example.on)
    for name, outcome in advised(policy, before, facts).incentives.items():
        for change in outcome.would_change:
            assert all(policy.facts[each.fact].changeable for each in change.answers)
            after = as_changed(policy, example, change.answers).incentives[name]
            assert (after.verdict, after.fen) == ("granted", change.fen)
            assert change.gain == change.fen - (outcome.fen or 0)
            assert change.gain > 0 or change.tables
            for each in change.answers if change.further else ():
                alone = as_changed(policy, example, [each]).incentives[name]
                assert (alone.fen or 0) <= (outcome.fen or 0)


def as_changed(policy, example, answers):
    """Decide an example with other answers."""
    given = {**example.given, **{each.fact: each.after for each in answers}}
    return decide(policy, parse_facts(policy, given, on=example.on), on=example.on)
