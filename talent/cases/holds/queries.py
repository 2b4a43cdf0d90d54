"""Finding cases on hold."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.cases.holds.errors import OnHold
from talent.cases.holds.models import CaseHold
from talent.cases.models import CLOSED, Case
from talent.database import db


def open_hold(case: Case) -> CaseHold | None:
    """Return why a case is on hold, None where it is not."""
    return db.session.scalar(select(CaseHold).where(CaseHold.case_id == case.id, CaseHold.released_at.is_(None)))


def holds_of(case: Case) -> Sequence[CaseHold]:
    """Return when a case was on hold, newest first."""
    return db.session.scalars(select(CaseHold).where(CaseHold.case_id == case.id).order_by(CaseHold.id.desc())).all()


def refuse_held(case: Case) -> None:
    """Refuse to go on with a case that is on hold. Raises OnHold."""
    if open_hold(case) is not None:
        raise OnHold


def listed() -> Select[Any]:
    """Return the query for the cases on hold, those first that are to be looked at first."""
    return (
        select(CaseHold)
        .join(CaseHold.case)
        .join(Case.application)
        .join(Application.applicant)
        .options(
            contains_eager(CaseHold.case)
            .contains_eager(Case.application)
            .contains_eager(Application.applicant)
            .lazyload(Person.roles)
        )
        .where(CaseHold.released_at.is_(None), Case.stage.not_in(CLOSED))
        .order_by(CaseHold.look_on, CaseHold.id)
    )
