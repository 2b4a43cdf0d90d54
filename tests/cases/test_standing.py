"""The applicant knows at every moment whose turn it is, by when, what has happened, and how the days are counted."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask_babel import force_locale
from icalendar import Calendar

from talent.applications.signals import deadlines
from talent.cases import operations as cases
from talent.cases.calendar import holidays, make_up_days, working_days, working_days_before
from talent.cases.requests import answering, operations
from talent.cases.standing.days import calendar_file, days_of
from talent.cases.standing.progress import steps
from talent.cases.standing.promise import promise
from talent.cases.standing.turns import turn_of
from talent.database import db
from tests.cases.asking import LATER, OWN, ask, fill
from tests.cases.conftest import REASON, against
from tests.conftest import NOON, Visitor

TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _english(app):
    with force_locale("en"):
        yield


def titles(case, today: date = TODAY) -> list[str]:
    return [step.title for step in steps(case, today)]


def events(case, at: datetime = NOON) -> dict[str, object]:
    """The days of an application as a calendar reads them, by their ids."""
    found = [each for _receiver, listed in deadlines.send(case.application) for each in listed]
    read = Calendar.from_ical(calendar_file(case.reference, found, at=at))
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_working_days_are_counted_both_ways():
    assert working_days(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert working_days(date(2026, 3, 9), date(2026, 3, 2)) == 0
    assert working_days_before(date(2026, 3, 16), 2) == date(2026, 3, 12)
    assert make_up_days(date(2026, 2, 13), date(2026, 2, 28)) == [date(2026, 2, 14), date(2026, 2, 28)]
    assert holidays(date(2026, 4, 1), date(2026, 4, 7)) == [date(2026, 4, 6)]


def test_at_first_it_is_the_bureaus_turn(case):
    turn = turn_of(case, TODAY)
    assert (turn.mine, turn.title) == (False, "The bureau's turn until 30 March 2026")
    assert titles(case) == ["A clerk checks your documents", "A second officer decides"]


def test_while_a_request_is_open_it_is_the_applicants_turn(case, clerk):
    ask(case, clerk, OWN)
    turn = turn_of(case, TODAY)
    assert turn.mine
    assert turn.title == "Your turn: please answer by 16 March 2026"
    assert turn.link == f"/applications/{case.reference}/requests/1"
    assert titles(case)[:2] == ["We asked you for more information", "You answer"]


def test_a_late_answer_is_asked_for_plainly(case, clerk):
    ask(case, clerk, OWN)
    assert "has waited for your answer since 16 March 2026" in turn_of(case, date(2026, 3, 20)).title


def test_a_broken_promise_is_admitted(case):
    turn = turn_of(case, date(2026, 4, 10))
    assert "overdue since 30 March 2026" in turn.title
    assert "we are sorry" in turn.says


def test_what_happened_is_told_in_its_order_with_the_pause(case, clerk, approver):
    asked = ask(case, clerk, OWN, at=NOON + timedelta(days=1))
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    told = steps(case, LATER.date())
    assert [step.title for step in told if step.at] == ["We asked you for more information", "You answered"]
    assert "stood still for 4 working days" in told[1].says


def test_after_the_decision_comes_the_public_notice(recommended_case, approver):
    assert titles(recommended_case) == ["Your documents have been checked", "A second officer decides"]
    cases.approve(recommended_case, approver=approver, at=NOON, read=True)
    shown = "On public notice until 9 March 2026"
    assert titles(recommended_case) == ["Your documents have been checked", "Decided", shown, "Granted, final"]
    turn = turn_of(recommended_case, TODAY)
    assert turn.title == "Granted" and "9 March 2026" in turn.says


def test_a_case_that_came_back_is_with_the_clerk_again(recommended_case, approver):
    cases.send_back(recommended_case, approver=approver, reason="请核对社保缴费月数再报。", at=NOON)
    assert titles(recommended_case) == [
        "Given back to the clerk",
        "A clerk checks your documents",
        "A second officer decides",
    ]


def test_the_days_of_the_promise_can_be_counted_after_us(case, clerk):
    case.due_on, case.arrived_at = date(2026, 3, 12), NOON - timedelta(days=18)
    said = " ".join(promise(case, TODAY))
    assert "within 20 working days" in said
    assert "counted from the day after 12 February 2026" in said
    assert "Weekend days that are worked for a holiday, and so count: 14 February 2026, 28 February 2026" in said
    assert "16 February 2026" in said
    assert "So the decision is due by 12 March 2026." in said


def test_the_pause_is_part_of_the_count(case, clerk):
    asked = ask(case, clerk, OWN)
    assert "the time stands still. 20 working days were left." in " ".join(promise(case, TODAY))
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    said = " ".join(promise(case, LATER.date()))
    assert "From 2 March 2026 to 9 March 2026" in said
    assert "stood still for 5 working days. 20 working days were left." in said
    assert "due by 7 April 2026" in said


def test_after_the_decision_the_count_says_how_long_it_took(verified_case, clerk, approver):
    asked = ask(verified_case, clerk, OWN)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    cases.recommend(verified_case, clerk=clerk, incentives=[], reason=REASON, at=LATER, against=against(verified_case))
    cases.approve(verified_case, approver=approver, at=LATER + timedelta(days=3), read=True)
    said = " ".join(promise(verified_case, date(2026, 6, 1)))
    assert "It was decided on 12 March 2026: the bureau took 3 working days." in said


def test_a_year_whose_holidays_are_not_set_is_named(case):
    case.due_on = date(2031, 3, 30)
    assert "has not set the holidays of 2031" in " ".join(promise(case, TODAY))


def test_a_calendar_holds_the_promise_as_a_whole_day(case):
    (event,) = events(case).values()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 30), date(2026, 3, 31))
    assert event["summary"] == f"Decision due: application {case.reference}"
    assert event["status"] == "CONFIRMED"


def test_a_calendar_that_is_read_again_is_told_what_moved(case, clerk):
    (uid,) = events(case)
    before = events(case)[uid]["sequence"]
    asked = ask(case, clerk, OWN)
    waiting = events(case)
    assert (waiting[uid]["status"], len(waiting)) == ("CANCELLED", 2)
    fill(asked, None_said="三号楼")
    answering.send(asked, at=LATER)
    after = events(case, LATER)
    assert after[uid].decoded("dtstart") == date(2026, 4, 7)
    assert after[uid]["sequence"] > waiting[uid]["sequence"] > before
    (answered,) = [event for name, event in after.items() if name != uid]
    assert answered["status"] == "CANCELLED"


def test_a_withdrawn_request_leaves_the_calendar(case, clerk):
    operations.withdraw(ask(case, clerk, OWN), clerk=clerk, at=LATER)
    assert [each.over for each in days_of(case)] == [False, True]


def test_after_a_grant_the_calendar_holds_the_payments(recommended_case, approver):
    cases.approve(recommended_case, approver=approver, at=NOON, read=True)
    db.session.commit()
    found = {uid: event for uid, event in events(recommended_case).items() if uid.startswith("payment-")}
    assert len(found) > 3
    assert all("CNY" in event["summary"] for event in found.values())
    assert events(recommended_case)[f"decision-{recommended_case.reference}@127.0.0.1"]["status"] == "CANCELLED"


def test_the_file_is_as_calendars_want_it_and_in_the_language_of_the_page(app, case):
    visitor = Visitor(app, app.response_class).sign_in("newcomer@example.org")
    answer = visitor.get(f"/applications/{case.reference}/deadlines.ics")
    assert answer.mimetype == "text/calendar"
    lines = answer.data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    assert "作出决定的期限" in answer.text or "Decision due" in answer.text
    visitor.get("/language/en")
    assert re.search(r"SUMMARY;LANGUAGE=en:Decision due", visitor.get(answer.request.path).text)


def test_the_calendar_of_somebody_else_is_not_found(app, case, people):
    from talent.web.access import Role

    people("other@example.org", Role.APPLICANT)
    visitor = Visitor(app, app.response_class).sign_in("other@example.org")
    assert visitor.get(f"/applications/{case.reference}/deadlines.ics").status_code == 404
