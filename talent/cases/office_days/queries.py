"""The days that differ from the published calendar."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import has_app_context
from sqlalchemy import event, select
from sqlalchemy.orm import Session, joinedload

from talent.accounts.models import Person
from talent.cases.office_days.models import CalendarDay
from talent.database import db

_READ = "office_days"


def set_days() -> Mapping[date, bool]:
    """Return whether offices work on the days of the table; read once in a transaction. Without a database, none."""
    if not has_app_context():
        return {}
    found: dict[date, bool] | None = db.session.info.get(_READ)
    if found is None:
        with db.session.no_autoflush:
            rows = db.session.execute(select(CalendarDay.day, CalendarDay.works)).tuples()
            found = db.session.info[_READ] = dict(rows.all())
    return found


def forget() -> None:
    """Have the table read again: it was changed."""
    db.session.info.pop(_READ, None)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: Any) -> None:
    """What was read holds for one transaction only."""
    session.info.pop(_READ, None)


def day_of(day: date) -> CalendarDay | None:
    """Return what the table says of a day."""
    return db.session.get(CalendarDay, day)


def days(since: date) -> Sequence[CalendarDay]:
    """Return the days of the table from a day on, earliest first."""
    setter = joinedload(CalendarDay.setter).lazyload(Person.roles)
    query = select(CalendarDay).options(setter).where(CalendarDay.day >= since).order_by(CalendarDay.day)
    return db.session.scalars(query).all()
