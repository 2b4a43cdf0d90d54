"""Working days are those of the State Council's calendar."""

from datetime import date

from talent.cases.calendar import add_working_days, is_working_day


def test_a_holiday_on_a_weekday_is_no_working_day():
    assert not is_working_day(date(2026, 10, 1))


def test_a_make_up_day_on_a_weekend_is_a_working_day():
    assert is_working_day(date(2026, 2, 14))


def test_the_day_itself_does_not_count():
    assert add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)


def test_weekends_and_holidays_are_passed_over():
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_past_the_years_known_monday_to_friday_count_and_a_warning_is_logged(capsys):
    assert is_working_day(date(2031, 6, 2))
    assert not is_working_day(date(2031, 6, 1))
    output = capsys.readouterr()
    assert "2031" in output.out + output.err
