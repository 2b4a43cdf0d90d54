"""Finding decisions that were taken back."""

from collections.abc import Sequence

from sqlalchemy import func, select

from talent.cases.models import Case
from talent.cases.undoings.models import CaseUndoing
from talent.database import db


def undoings_of(case: Case) -> Sequence[CaseUndoing]:
    """Return the decisions of a case that were taken back, oldest first."""
    return db.session.scalars(select(CaseUndoing).where(CaseUndoing.case_id == case.id).order_by(CaseUndoing.id)).all()


def decided_key(case: Case) -> str:
    """Return what the mail about the decision of a case is called: another one after each that was taken back."""
    query = select(func.count()).select_from(CaseUndoing).where(CaseUndoing.case_id == case.id)
    number = db.session.scalar(query) or 0
    return f"{case.about}:decided:{number + 1}" if number else f"{case.about}:decided"
