"""Finding awards."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from talent.awards.models import Award
from talent.cases.models import Case
from talent.database import db


def awards_of(case: Case) -> Sequence[Award]:
    """Return what a case was granted, with the instalments."""
    query = select(Award).where(Award.case_id == case.id).order_by(Award.id)
    return db.session.scalars(query.options(selectinload(Award.instalments))).all()
