"""An interview tells what is sure, how many questions can follow, and in the end what asking everything tells."""

from datetime import date
from itertools import pairwise
from math import inf
from random import Random
from statistics import mean

import pytest

from rules.advice import Interview, opening
from rules.closures import decide
from rules.decision import Answered, Verdict
from rules.explaining import opening_said
from rules.facts import is_asked, parse_facts
from talent.demo.made_up import people
from tests.rules.conftest import DAY, small
from tests.rules.test_questions import JINHUA, granted, interviewed, interviews, made_up

TODAY = date(2026, 11, 23)


def interview(*, besides=(), policy=None, **facts):
    policy = policy or small()
    return Interview(policy, parse_facts(policy, facts, on=DAY), on=DAY, besides=besides)


def plausible():
    """Answers of people who might well come, to all they are asked."""
    for somebody in people(60, TODAY):
        person = {}
        for name, fact in JINHUA.facts.items():
            if is_asked(fact, person) is True and somebody.facts.get(name) is not None:
                person[name] = somebody.facts[name]
        if all(name in person for name, fact in JINHUA.facts.items() if is_asked(fact, person)):
            yield person


@pytest.fixture(scope="module")
def gone_through():
    """What was asked of plausible people, one interview after the other, until the end."""
    everybody = []
    for person in plausible():
        steps = [Interview(JINHUA, {}, on=TODAY)]
        while (name := steps[-1].next) is not None:
            steps.append(Interview(JINHUA, {**steps[-1].facts, name: person[name]}, on=TODAY))
        everybody.append((person, steps))
    return everybody


def test_no_question_comes_that_was_not_foreseen(gone_through):
    for _person, steps in gone_through:
        asked = [step.next for step in steps[:-1]]
        for place, step in enumerate(steps[:-1]):
            assert set(asked[place:]) <= set(step.may_follow)
        assert len(steps[-1].may_follow) == 0


def test_what_is_sure_stays_so(gone_through):
    for _person, steps in gone_through:
        for before, after in pairwise(steps):
            for name, sofar in before.sofar.items():
                assert sofar.verdict in {Verdict.UNKNOWN, after.sofar[name].verdict} or after.sofar[name].instead
                assert after.sofar[name].most <= sofar.most
                assert set(sofar.barred) <= set(after.sofar[name].barred) or after.sofar[name].instead


def test_the_end_is_what_asking_everything_tells(gone_through):
    for person, steps in gone_through:
        told, whole = steps[-1].result(), decide(JINHUA, person, on=TODAY)
        for name, outcome in whole.incentives.items():
            found = told.incentives[name]
            assert (found.verdict, found.fen, found.paid) == (outcome.verdict, outcome.fen, outcome.paid)


def test_every_reason_told_for_a_refusal_is_true_of_the_person(gone_through):
    for person, steps in gone_through:
        told, whole = steps[-1].result(), decide(JINHUA, person, on=TODAY)
        for name, outcome in told.incentives.items():
            failing = [reason.line for reason in outcome.reasons if reason.holds is False]
            if outcome.verdict is Verdict.REFUSED:
                assert failing
                assert set(failing) <= {each.line for each in whole.incentives[name].reasons if each.holds is False}


def test_people_made_up_at_random_are_told_the_same():
    for person, known in interviews():
        told, whole = Interview(JINHUA, known, on=DAY).result(), decide(JINHUA, person, on=DAY)
        for name, outcome in whole.incentives.items():
            assert (told.incentives[name].verdict, told.incentives[name].fen) == (outcome.verdict, outcome.fen)


def test_a_question_that_cannot_be_answered_is_asked_no_more():
    first = interview()
    second = interview(besides=[first.next])
    assert second.next not in {None, first.next}
    assert first.next not in second.may_follow
    assert first.next in second.open


def test_what_hangs_on_a_question_not_answered_stays_open_and_the_rest_is_told():
    asked, besides = interview(months=6, honours=["medal"], pay=1_000), ["owns"]
    assert interview(months=6, honours=["medal"], pay=1_000, besides=besides).next is None
    result = interview(months=0, pay=1_000, besides=besides).result()
    assert result.incentives["grant"].verdict is Verdict.REFUSED
    assert (result.incentives["bonus"].verdict, result.incentives["bonus"].missing) == (Verdict.UNKNOWN, ("owns",))
    assert asked.next == "owns"


def test_what_is_chosen_takes_the_place_of_the_other():
    sofar = interview(months=6, honours=["medal"], owns=False, pay=1_000, prefers="grant").sofar
    assert (sofar["bonus"].verdict, sofar["bonus"].instead) == (Verdict.REFUSED, "grant")
    assert (sofar["grant"].verdict, sofar["grant"].most) == (Verdict.GRANTED, 300_000)


def test_at_first_everything_is_possible():
    sofar = interview().sofar
    assert [each.verdict for each in sofar.values()] == [Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert sofar["grant"].most == 300_000
    assert all(each.most < inf for each in sofar.values())


def test_the_condition_that_bars_an_incentive_is_named():
    assert interview(months=5).sofar["grant"].barred == (1,)


def test_what_would_open_the_way_again_is_told_with_the_most_it_could_bring():
    found = opening(interview(months=5), "grant")
    assert found is not None
    assert (found.answers, found.most) == ((Answered("months", 5, 6),), 300_000)


def test_the_way_is_told_in_a_sentence():
    found = opening(interview(months=5), "grant")
    assert found is not None
    assert opening_said(small(), found).zh == "如果“月数”的回答是：6 个月（还差 1 个月），就还有可能享受，最多 3,000 元"
    assert opening_said(small(), found).en == (
        "Up to CNY 3,000 would be possible if the answer to 'Months' were: 6 months, 1 month more"
    )
    assert opening_said(small(), found._replace(most=inf)).en.startswith("It would be possible if")


def test_nobody_is_told_to_change_what_cannot_be_changed():
    assert opening(interview(months=6, honours=[], degree="none"), "grant") is None
    assert opening(interview(months=5, honours=[], degree="none"), "grant") is None
    assert opening(interview(owns=True, price=101), "bonus") is None


def test_nothing_is_opened_that_is_not_shut():
    assert opening(interview(), "grant") is None
    chosen = interview(months=6, honours=["medal"], owns=False, pay=1_000, prefers="grant")
    assert opening(chosen, "bonus") is None


def test_nobody_is_told_to_earn_ten_times_as_much():
    known = {"contract_months": 60, "insured_months": 9, "shortage": False, "honours": [], "patents": 0, "revenue": 0}
    known |= {"yearly_pay": 50_000, "works_in_pilot": True}
    facts = parse_facts(JINHUA, known, on=TODAY)
    poor = opening(Interview(JINHUA, facts, on=TODAY), "housing_incentive")
    near = opening(Interview(JINHUA, {**facts, "yearly_pay": 20_000_000}, on=TODAY), "housing_incentive")
    assert poor is None or poor.answers[0].fact != "yearly_pay"
    assert near is not None
    assert near.answers == (Answered("yearly_pay", "200000.00", "250000.00"),)


def test_a_way_that_needs_two_answers_is_told_whole():
    facts = parse_facts(JINHUA, {"contract_months": 24, "insured_months": 3}, on=TODAY)
    found = opening(Interview(JINHUA, facts, on=TODAY), "rent_reduction")
    assert found is not None
    assert [(each.fact, each.after) for each in found.answers] == [("contract_months", 36), ("insured_months", 6)]


def test_a_thousand_people_who_cannot_qualify_are_told_after_a_third_of_the_questions():
    """Of everybody made up, the first thousand to whom the default policy grants nothing."""
    draw = Random(20200203)  # noqa: S311
    asked, all_ = [], []
    while len(asked) < 1_000:
        person = made_up(JINHUA, DAY, draw)
        if not granted(JINHUA, person):
            known = interviewed(JINHUA, person, DAY)
            assert not granted(JINHUA, Interview(JINHUA, known, on=DAY).filled)
            asked.append(len(known))
            all_.append(len(person))
    said = f"{mean(asked):.2f} questions asked of {mean(all_):.1f} on the average, {max(asked)} at most"
    print(f"1,000 people who cannot qualify: {said}")  # noqa: T201 - the figures are part of the result
    assert mean(asked) <= mean(all_) / 3
