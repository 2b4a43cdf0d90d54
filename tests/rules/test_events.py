"""What a policy says of later changes: read with its facts, refused by line where it does not fit."""

from datetime import date

import pytest

from rules.policy import LifeEvent, Text
from tests.rules.conftest import problems, small

EVENTS = "events:\n  sold:\n    title: {{zh: 卖房, en: Sold the home}}\n{rest}process:\n"


def with_event(*lines):
    return ("process:\n", EVENTS.format(rest="".join(f"    {line}\n" for line in lines)))


def test_an_event_says_which_facts_it_sets_and_which_it_asks():
    policy = small(with_event("sets: {owns: false, pay: 1_000}", "asks: [months]", "day: born_on", "source: law"))
    event = policy.events["sold"]
    assert event == LifeEvent(
        "sold", Text("卖房", "Sold the home"), "law", {"owns": False, "pay": 100_000}, ("months",), "born_on",
        line=event.line,
    )  # fmt: skip
    assert event.facts == ("owns", "pay", "months", "born_on")


def test_a_policy_need_not_name_events():
    assert small().events == {}


def test_a_day_that_is_set_may_lie_ahead():
    policy = small(with_event("sets: {born_on: 2150-01-01}", "source: law"))
    assert policy.events["sold"].sets == {"born_on": date(2150, 1, 1)}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("asks: [months]",), "The source of event sold is missing"),
        (("asks: [months]", "source: lore"), "There is no source 'lore'"),
        (("source: law",), "event sold changes nothing"),
        (("asks: [mouths]", "source: law"), "names 'mouths', which is not asked"),
        (("sets: {mouths: 3}", "source: law"), "names 'mouths', which is not asked"),
        (("sets: {owns: perhaps}", "source: law"), "sets owns: Answer yes or no"),
        (("sets: {months: null}", "source: law"), "sets months to nothing"),
        (("sets: {owns: true}", "asks: [owns]", "source: law"), "answers 'owns' twice"),
        (("asks: [born_on]", "day: born_on", "source: law"), "answers 'born_on' twice"),
        (("day: months", "source: law"), "'months' is no date"),
        (("asks: months", "source: law"), "is not a list"),
        (("ask: [months]", "source: law"), "'ask' is not known"),
    ],
)
def test_what_does_not_fit_is_told_by_line(lines, says):
    found = problems(with_event(*lines))
    assert any(says.lower() in str(problem).lower() for problem in found), found
    assert all(problem.line > 1 for problem in found)
