"""An officer enters the days that differ from the published calendar, and every count of working days follows."""

from datetime import date

import pytest
from sqlalchemy import event, select

from talent.accounts.models import Person
from talent.audit.models import Record
from talent.cases.calendar import (
    LEAST_DAYS_OFF,
    add_working_days,
    is_known,
    is_working_day,
    unknown_year,
    working_days,
    working_days_before,
)
from talent.cases.office_days import operations
from talent.cases.office_days.errors import DayAsPublished, DayFar, DayOver, DaySet, NoSuchDay, NoteUnfit
from talent.database import db
from talent.web.access import Role
from talent.web.days import policy_day
from tests.cases.test_pages import visit
from tests.cases.test_races import at_once
from tests.conftest import NOON

__all__ = ["visit"]

#: A Tuesday and a Saturday after NOON, which are what they seem.
TUESDAY, SATURDAY = date(2026, 3, 10), date(2026, 3, 14)
WHERE = "市政府办公室通知"
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER)


def enter(officer, day=TUESDAY, *, works=False, note=WHERE):
    return operations.set_day(day, works=works, note=note, officer=officer, at=NOON)


def test_every_count_follows_the_days_entered_and_taken_away(officer, case):
    before = case.due_on
    enter(officer)
    enter(officer, SATURDAY, works=True)
    db.session.commit()
    assert not is_working_day(TUESDAY)
    assert add_working_days(date(2026, 3, 9), 1) == date(2026, 3, 11)
    assert add_working_days(date(2026, 3, 13), 1) == SATURDAY
    assert working_days_before(date(2026, 3, 11), 1) == date(2026, 3, 9)
    assert working_days(date(2026, 3, 8), date(2026, 3, 15)) == 5
    assert case.due_on == before, "what was promised stays"
    operations.take_away(TUESDAY, officer=officer, at=NOON)
    assert is_working_day(TUESDAY)
    told = list(db.session.scalars(select(Record.action).where(Record.about.startswith("day:")).order_by(Record.id)))
    assert told == ["day set", "day set", "day taken away"]


def test_the_table_is_read_once_for_many_days(officer):
    enter(officer)
    db.session.commit()
    read = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: read.append(given[2]))
    working_days(date(2026, 1, 1), date(2026, 12, 31))
    add_working_days(TUESDAY, 30)
    assert len([statement for statement in read if "calendar_day" in statement]) == 1


def test_what_is_not_so_is_refused(officer):
    with pytest.raises(DayOver):
        enter(officer, date(2026, 2, 27))
    with pytest.raises(DayFar):
        enter(officer, date(2029, 3, 1))
    with pytest.raises(DayAsPublished):
        enter(officer, works=True)
    with pytest.raises(NoteUnfit):
        enter(officer, note=" x ")
    enter(officer)
    with pytest.raises(DaySet):
        enter(officer, works=True)
    with pytest.raises(NoSuchDay):
        operations.take_away(SATURDAY, officer=officer, at=NOON)
    with pytest.raises(DayOver):
        operations.take_away(TUESDAY, officer=officer, at=NOON.replace(month=4))


def test_of_two_officers_who_enter_a_day_at_once_one_does(app, people):
    ids = [people(f"officer{number}@example.org", Role.OFFICER).id for number in (1, 2)]
    db.session.commit()
    db.session.remove()

    def entering(person_id):
        return lambda: enter(db.session.get_one(Person, person_id))

    outcomes = at_once(app, [entering(each) for each in ids])
    assert sum(isinstance(each, DaySet) for each in outcomes) == 1


def test_from_october_on_a_year_not_known_is_missed_until_its_days_are_entered(officer):
    october = date(2029, 10, 1)
    assert unknown_year(date(2026, 9, 30)) is None
    assert unknown_year(october).year == 2029
    workdays = (date(2027, 3, day) for day in range(1, 32))
    fridays_too = [day for day in workdays if day.weekday() < 5][:LEAST_DAYS_OFF]
    missed = unknown_year(date(2026, 10, 1))
    if missed is None:
        pytest.skip("the package knows 2027 by now")
    for day in fridays_too[:-1]:
        enter(officer, day)
    assert (unknown_year(date(2026, 10, 1)).year, unknown_year(date(2026, 10, 1)).entered) == (2027, 12)
    enter(officer, fridays_too[-1])
    assert unknown_year(date(2026, 10, 1)) is None
    assert is_known(date(2027, 12, 31))


@SQLITE
def test_the_officer_enters_a_day_on_the_page_and_is_warned(visit, officer, clerk, monkeypatch):
    monkeypatch.setattr("talent.cases.office_days.routes.today", lambda: date(2029, 10, 1))
    monkeypatch.setattr("talent.cases.inbox.routes.today", lambda: date(2029, 10, 1))
    page = visit(officer)
    assert "The holidays of 2029" in page.get("/working-days/").text
    assert "The holidays of 2029" in page.get("/cases/").text
    monkeypatch.setattr("talent.cases.office_days.routes.now", lambda: NOON)
    given = {"on-year": "2026", "on-month": "3", "on-day": "10", "works": "off", "note": WHERE}
    assert "Give a day of the calendar" in page.post("/working-days/", data=given | {"on-month": "13"}).text
    assert page.post("/working-days/", data=given).status_code == 302
    monkeypatch.setattr("talent.cases.office_days.routes.today", lambda: policy_day(NOON))
    assert WHERE in page.get("/working-days/").text
    assert page.post("/working-days/2026-03-10/remove").status_code == 302
    assert WHERE not in page.get("/working-days/").text
    assert "The holidays of 2029" not in visit(clerk).get("/cases/").text
    assert visit(clerk).get("/working-days/").status_code == 403


@SQLITE
def test_the_timed_job_warns(app, monkeypatch):
    monkeypatch.setattr("talent.notices.commands.now", lambda: NOON.replace(year=2029))
    assert "2029" in app.test_cli_runner().invoke(args=["outbox", "deliver"]).output
