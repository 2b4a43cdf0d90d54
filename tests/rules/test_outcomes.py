"""What one decision comes to: tables, amounts, instalments, overlaps, what is missing, and its JSON."""

from datetime import date

import pytest

from rules import explaining
from rules.closures import decide
from rules.engine import decide as decide_by_rules
from rules.expressions import Kind, Type
from rules.facts import parse_facts, yuan
from rules.hits import Conflict, output
from rules.policy import HitPolicy, Row, Table, Text
from tests.rules.conftest import DAY, small

DOCTOR = {"degree": "doctor", "honours": [], "months": 6, "born_on": "1976-06-01", "owns": False, "pay": 3_000}


def outcome_of(name, policy=None, **facts):
    """Decide the doctor of the small policy with other facts."""
    policy = policy or small()
    return decide(policy, parse_facts(policy, {**DOCTOR, **facts}, on=DAY), on=DAY).incentives[name]


def table(hit, gives, otherwise="none"):
    """Return a table whose rows give these outputs: keys of a choice, or numbers."""
    text = Text("", "")
    rows = tuple(Row(None, each, "law", None, line) for line, each in enumerate(gives, start=1))
    keys = ("none", "B", "A")
    type_ = Type(Kind.CHOICE, None, keys) if isinstance(gives, str) else Type(Kind.NUMBER)
    return Table("t", text, HitPolicy(hit), dict.fromkeys(keys, text), rows, otherwise, type_)


@pytest.mark.parametrize(
    ("hit", "gives", "truths", "comes_to"),
    [
        ("first", "AB", [True, True], ("A", (0,))),
        ("first", "AB", [False, True], ("B", (1,))),
        ("first", "AB", [None, True], (None, (0,))),
        ("first", "BB", [None, True], ("B", (1,))),
        ("first", "AB", [True, None], ("A", (0,))),
        ("first", "AB", [False, False], ("none", (0, 1))),
        ("first", "AB", [False, None], (None, (1,))),
        ("unique", "AB", [None, True], ("B", (1,))),
        ("unique", "AB", [None, False], (None, (0,))),
        ("any", "AA", [None, True], ("A", (1,))),
        ("max", "BA", [True, True], ("A", (1,))),
        ("max", "BA", [True, None], (None, (1,))),
        ("max", "BA", [None, True], ("A", (1,))),
        ("min", "BA", [True, True], ("B", (0,))),
        ("min", "BA", [None, True], (None, (0,))),
        ("priority", "BA", [True, False], ("B", (0,))),
        ("priority", "BA", [True, None], (None, (1,))),
        ("priority", "AB", [True, None], ("A", (0,))),
        ("first", "AB", [None, None], (None, (0, 1))),
        ("first", "ABB", [None, True, None], (None, (0,))),
        ("unique", "AB", [False, False], ("none", (0, 1))),
        ("any", "AB", [None, None], (None, (0, 1))),
        ("max", [3, 7], [True, True], (7, (1,))),
        ("min", [3, 7], [None, True], (None, (0,))),
        ("min", [3, 7], [True, None], (3, (0,))),
        ("sum", [3, 7], [True, True], (10, (0, 1))),
        ("sum", [3, 7], [True, False], (3, (0,))),
        ("sum", [3, 7], [True, None], (None, (1,))),
        ("sum", [3, 0], [True, None], (3, (0,))),
        ("sum", [3, 0], [False, None], (None, (1,))),
        ("sum", [3, 7], [False, False], ("none", (0, 1))),
        ("count", [True, True], [True, False], (1, (0,))),
        ("count", [True, True], [False, False], (0, ())),
        ("count", [True, True], [True, None], (None, (1,))),
        ("collect", "ABA", [True, True, True], (("A", "B", "A"), (0, 1, 2))),
        ("collect", "AB", [False, False], ((), ())),
        ("collect", "AB", [True, None], (None, (1,))),
    ],
)
def test_rows_make_one_output_or_it_cannot_be_told(hit, gives, truths, comes_to):
    told, places = output(table(hit, gives), truths)
    assert (told, tuple(places)) == comes_to


@pytest.mark.parametrize(
    ("hit", "gives", "truths", "lines"),
    [
        ("unique", "AA", [True, True], (1, 2)),
        ("unique", "ABA", [True, None, True], (1, 3)),
        ("any", "AB", [True, True], (1, 2)),
    ],
)
def test_rows_that_contradict_one_another_are_named(hit, gives, truths, lines):
    with pytest.raises(Conflict) as caught:
        output(table(hit, gives), truths)
    assert (caught.value.table, caught.value.lines) == ("t", lines)


def test_rows_of_an_any_table_may_agree():
    assert output(table("any", "AA"), [True, True]) == ("A", (0,))


def test_a_gap_in_a_table_cannot_be_told():
    assert output(table("first", "A", otherwise=None), [False])[0] is None


def test_instalments_add_to_the_whole_to_the_fen():
    policy = small(("B: 1_000", "B: 0.05"), ("amount: 1_000, paid: [400, 300, 300]", "amount: 0.05"))
    paid = outcome_of("grant", policy, prefers="grant").paid
    assert [part.fen for part in paid] == [2, 2, 1]
    assert sum(part.fen for part in paid) == 5


def test_instalments_fall_due_by_months_while_something_still_holds():
    paid = outcome_of("grant", prefers="grant").paid
    assert [(part.on, part.fen) for part in paid] == [
        (date(2021, 6, 1), 40_000), (date(2022, 6, 1), 30_000), (date(2023, 6, 1), 30_000),
    ]  # fmt: skip
    assert [part.provided.en if part.provided else None for part in paid] == [None, "Employed", None]


@pytest.mark.parametrize(("pay", "fen"), [("4999.99", 49_999), ("5000", 50_000), ("5001", 50_000)])
def test_an_amount_never_exceeds_its_cap(pay, fen):
    assert outcome_of("bonus", pay=pay, prefers="bonus").fen == fen


def test_what_was_received_is_taken_off_and_nothing_left_is_no_grant():
    policy = small(("at_most: 500", "at_most: 500, less: price"), ("owns: false}", "owns: true, price: 3}"))
    policy = small(("at_most: 500", "at_most: 500, less: price"), checked=False)
    assert outcome_of("bonus", policy, owns=True, price=100, prefers="bonus", pay=3_000).fen == 20_000
    nothing = outcome_of("bonus", policy, owns=True, price=100, prefers="bonus", pay=1_000)
    assert (nothing.verdict, nothing.fen, nothing.reasons[-1].holds) == ("refused", None, False)


def test_an_amount_by_the_month_is_capped_each_month_and_bounded_in_months():
    policy = small(
        ("amount: {is: floor(pay * 10%), at_most: 500, source: law}",
         "amount: {is: 'floor(rent * 50%)', at_most: 500, per: month, months: 36 - months, source: law}"),
        ("pay: {section: one, type: money,", "rent: {section: one, type: money, unit: CNY/month,"),
        ("pay: 1_234.56", "rent: 1_234.56"), ("amount: 123.45", "amount: 15_000"),
    )  # fmt: skip
    facts = {**DOCTOR, "rent": 1_001, "months": 34, "prefers": "bonus"}
    del facts["pay"]
    bonus = decide(policy, parse_facts(policy, facts, on=DAY), on=DAY).incentives["bonus"]
    assert (bonus.fen, [part.on for part in bonus.paid]) == (100_000, [date(2021, 6, 1), date(2021, 7, 1)])
    spent = decide(policy, parse_facts(policy, {**facts, "months": 40}, on=DAY), on=DAY).incentives["bonus"]
    assert spent.verdict == "refused"


def test_of_two_that_exclude_each_other_the_chosen_stays():
    policy = small()
    facts = parse_facts(policy, {**DOCTOR, "prefers": "bonus"}, on=DAY)
    decision = decide(policy, facts, on=DAY)
    assert decision.incentives["grant"].verdict == "refused"
    assert decision.incentives["grant"].reasons[-1].says.en == "It cannot be had together with Bonus"
    assert decision.incentives["bonus"].fen == 30_000
    assert [each.applied.en for each in decision.overlaps] == ["Bonus is kept, Grant is not"]


def test_without_a_choice_neither_is_granted_and_the_choice_is_missing():
    policy = small()
    decision = decide(policy, parse_facts(policy, DOCTOR, on=DAY), on=DAY)
    assert {outcome.verdict for outcome in decision.incentives.values()} == {"unknown"}
    assert decision.missing == ("prefers",)


@pytest.mark.parametrize(
    ("rule", "pay", "grant", "bonus"),
    [
        ("highest", 3_000, 100_000, None),
        ("stop", 3_000, 100_000, None),
        ("top_up", 3_000, 100_000, None),
        ("deduct", 3_000, 100_000, None),
        ("highest", 20_000, None, 200_000),
        ("stop", 20_000, 100_000, None),
        ("top_up", 20_000, 100_000, 100_000),
        ("deduct", 20_000, 100_000, 100_000),
    ],
)
def test_other_overlaps(rule, pay, grant, bonus):
    policy = small(("at_most: 500", "at_most: 5_000"), rule=rule)
    decision = decide(policy, parse_facts(policy, {**DOCTOR, "pay": pay}, on=DAY), on=DAY)
    assert (decision.incentives["grant"].fen, decision.incentives["bonus"].fen) == (grant, bonus)
    unknown = decide(policy, parse_facts(policy, {**DOCTOR, "pay": None}, on=DAY), on=DAY).incentives
    assert unknown["bonus"].verdict == ("refused" if rule == "stop" else "unknown")
    assert (unknown["grant"].verdict == "granted") is (rule == "stop")


def test_a_question_that_hangs_on_another_is_not_asked_before_it():
    policy = small()
    outcome = decide(policy, parse_facts(policy, {"pay": 5}, on=DAY), on=DAY).incentives["bonus"]
    assert (outcome.verdict, outcome.missing) == ("unknown", ("owns",))
    outcome = decide(policy, parse_facts(policy, {"pay": 5, "owns": True}, on=DAY), on=DAY).incentives["bonus"]
    assert outcome.missing == ("price",)


def test_a_line_that_fails_refuses_whatever_is_unknown():
    policy = small()
    outcome = decide(policy, parse_facts(policy, {"months": 5}, on=DAY), on=DAY).incentives["grant"]
    assert (outcome.verdict, outcome.missing) == ("refused", ())
    assert [reason.holds for reason in outcome.reasons] == [None, False]


def test_a_reason_says_which_facts_and_terms_it_read():
    policy = small()
    decision = decide(policy, parse_facts(policy, {**DOCTOR, "prefers": "grant"}, on=DAY), on=DAY)
    row = decision.tables["level"].reasons[0]
    assert decision.answers.facts(row) == {"degree": "doctor", "born_on": "1976-06-01"}
    assert decision.answers.terms(row) == {"age": 45}
    assert decision.answers.terms(decision.incentives["grant"].reasons[0]) == {"level": "B"}


def test_a_decision_is_plain_json():
    policy = small()
    data = decide_by_rules(policy, parse_facts(policy, {**DOCTOR, "prefers": "grant"}, on=DAY), on=DAY).as_json()
    assert data["tables"] == {"level": "B"}
    assert data["facts"]["pay"] == "3000.00"
    grant = data["incentives"]["grant"]
    assert (grant["verdict"], grant["amount"], grant["unit"]) == ("granted", "1000.00", "CNY")
    assert grant["paid"][1] == {"on": "2022-06-01", "amount": "300.00", "while": {"zh": "在职", "en": "Employed"}}
    assert data["table_reasons"]["level"][0]["line"] == "degree == doctor and age <= 45"
    assert (data["policy"], data["on"], data["digest"]) == ("small", "2021-06-01", policy.digest)


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (20_000_000, "200000.00"), (-150, "-1.50")])
def test_fen_are_written_in_yuan(fen, text):
    assert yuan(fen) == text


def test_an_explanation_names_clause_and_standing(jinhua):
    example = next(each for each in jinhua.examples if "doctor of 45" in each.name)
    facts = parse_facts(jinhua, example.given, on=example.on)
    decision = decide(jinhua, facts, on=example.on)
    english = "\n".join(explaining.explain(jinhua, decision, language="en"))
    chinese = "\n".join(explaining.explain(jinhua, decision, language="zh"))
    assert "Housing incentive: settling allowance, once: granted CNY 200,000" in english
    assert "amount by reference to 衢州市衢江区人才政策" in english
    assert "住房激励（一次性安家补助）：可以享受 200,000 元" in chinese
    assert "金额参照衢州市衢江区人才政策" in chinese
    assert "金政办发〔2020〕4号" in chinese


def test_an_amount_stands_on_the_clause_of_the_persons_own_category(jinhua):
    for given, clause in (
        ({"honours": ["academician"]}, "qujiang-A"),
        ({"honours": ["national_leading"]}, "qujiang-B"),
    ):
        example = jinhua.examples[0]
        facts = parse_facts(jinhua, {**example.given, **given}, on=example.on)
        outcome = decide(jinhua, facts, on=example.on).incentives["housing_incentive"]
        assert outcome.amount_sources == ("opinion-3-6", clause)
