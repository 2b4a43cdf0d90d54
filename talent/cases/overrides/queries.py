"""Counting what was recommended otherwise than the rules say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.cases.models import Case, CaseIncentive
from talent.database import db
from talent.web.filters import SHANGHAI


@dataclass(frozen=True)
class Count:
    """How often an officer went against the rules for an incentive in a month (1 to 12)."""

    officer: str
    policy: str
    incentive: str
    month: int
    granted: int
    refused: int


def counted(year: int) -> list[Count]:
    """Return the overrides of a year by month, officer and incentive; months are those of the policy's days."""
    starts = [_start(year, month) for month in range(1, 13)]
    month = case(
        *((Case.recommended_at < end, number) for number, end in enumerate(starts[1:], start=1)), else_=12
    ).label("month")
    grants = func.sum(case((CaseIncentive.recommended, 1), else_=0))
    keys = (Person.id, Person.name, Person.email, Application.policy_id, CaseIncentive.incentive, month)
    query = (
        select(*keys[1:], grants.label("granted"), func.count().label("number"))
        .select_from(CaseIncentive)
        .join(Case, Case.id == CaseIncentive.case_id)
        .join(Application, Application.id == Case.application_id)
        .join(Person, Person.id == Case.recommender_id)
        .where(CaseIncentive.override_clause.is_not(None))
        .where(Case.recommended_at >= starts[0], Case.recommended_at < _start(year + 1, 1))
        .group_by(*keys)
        .order_by(month.desc(), Person.name, Person.id, CaseIncentive.incentive)
    )
    return [
        Count(row.name or row.email, row.policy_id, row.incentive, row.month, row.granted, row.number - row.granted)
        for row in db.session.execute(query)
    ]


def latest(before: int | None, size: int) -> Sequence[CaseIncentive]:
    """Return overrides, newest first. before: the id the last page ended with."""
    query: Select[Any] = (
        select(CaseIncentive)
        .join(CaseIncentive.case)
        .join(Case.application)
        .options(
            contains_eager(CaseIncentive.case).contains_eager(Case.application),
            contains_eager(CaseIncentive.case).joinedload(Case.recommender).lazyload(Person.roles),
            contains_eager(CaseIncentive.case).joinedload(Case.approver).lazyload(Person.roles),
        )
        .where(CaseIncentive.override_clause.is_not(None))
    )
    if before:
        query = query.where(CaseIncentive.id < before)
    return db.session.scalars(query.order_by(CaseIncentive.id.desc()).limit(size)).all()


def first_year() -> int | None:
    """Return the year of the first override."""
    query = select(func.min(Case.recommended_at)).join(CaseIncentive).where(CaseIncentive.override_clause.is_not(None))
    found = db.session.scalar(query)
    return found.astimezone(SHANGHAI).year if found else None


def _start(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=SHANGHAI).astimezone(UTC)
