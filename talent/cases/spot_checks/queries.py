"""Finding the decisions that were drawn, and counting what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.cases.models import Case
from talent.cases.spot_checks.errors import NothingToCheck
from talent.cases.spot_checks.models import Finding, SpotCheck
from talent.database import db
from talent.web.access import Role
from talent.web.filters import SHANGHAI

#: Who looks at decisions again, and who sees what they found.
CHECKERS = frozenset({Role.APPROVER, Role.OFFICER})
READERS = CHECKERS | {Role.AUDITOR}


@dataclass(frozen=True)
class Count:
    """How many decisions of a month (1 to 12) were drawn, and what was found of them."""

    month: int
    drawn: int
    agrees: int
    differs: int
    waiting: int


def waiting_of(found: Case) -> SpotCheck | None:
    """Return the check that the decision of a case waits for."""
    query = select(SpotCheck).where(SpotCheck.case_id == found.id, SpotCheck.checked_at.is_(None))
    return db.session.scalar(query.where(SpotCheck.decided_at == found.decided_at))


def check_of(found: Case) -> SpotCheck:
    """Return it. Raises NothingToCheck."""
    waiting = waiting_of(found)
    if waiting is None:
        raise NothingToCheck
    return waiting


def checked_of(found: Case) -> Sequence[SpotCheck]:
    """Return what was found of the decisions of a case, oldest first."""
    query = select(SpotCheck).where(SpotCheck.case_id == found.id, SpotCheck.checked_at.is_not(None))
    return db.session.scalars(query.order_by(SpotCheck.id)).all()


def was_drawn(found: Case) -> bool:
    """Return whether a decision of a case was drawn before."""
    return db.session.scalar(select(SpotCheck.id).where(SpotCheck.case_id == found.id).limit(1)) is not None


def listed(*, differs: bool) -> Select[Any]:
    """Return the query for the decisions that wait, oldest first; or for those that differ, newest first."""
    query = (
        select(SpotCheck)
        .join(SpotCheck.case)
        .join(Case.application)
        .join(Application.applicant)
        .options(
            contains_eager(SpotCheck.case)
            .contains_eager(Case.application)
            .contains_eager(Application.applicant)
            .lazyload(Person.roles)
        )
    )
    if differs:
        return query.where(SpotCheck.finding == Finding.DIFFERS).order_by(SpotCheck.id.desc())
    return query.where(SpotCheck.checked_at.is_(None), Case.decided_at == SpotCheck.decided_at).order_by(SpotCheck.id)


def counted(year: int) -> list[Count]:
    """Return what was found of the decisions of a year by month of the policy's days, newest first.

    A decision that was taken back before anybody looked is not counted.
    """
    starts = [_start(year, month) for month in range(1, 13)]
    month = case(
        *((SpotCheck.decided_at < end, number) for number, end in enumerate(starts[1:], start=1)), else_=12
    ).label("month")
    query = (
        select(month, *(func.sum(case((SpotCheck.finding == each, 1), else_=0)).label(each.value) for each in Finding))
        .add_columns(func.count().label("drawn"))
        .select_from(SpotCheck)
        .join(Case, Case.id == SpotCheck.case_id)
        .where(SpotCheck.decided_at >= starts[0], SpotCheck.decided_at < _start(year + 1, 1))
        .where(SpotCheck.checked_at.is_not(None) | (Case.decided_at == SpotCheck.decided_at))
        .group_by(month)
        .order_by(month.desc())
    )
    return [
        Count(row.month, row.drawn, row.agrees, row.differs, row.drawn - row.agrees - row.differs)
        for row in db.session.execute(query)
    ]


def first_year() -> int | None:
    """Return the year of the first decision that was drawn."""
    found = db.session.scalar(select(func.min(SpotCheck.decided_at)))
    return found.astimezone(SHANGHAI).year if found else None


def _start(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=SHANGHAI).astimezone(UTC)
