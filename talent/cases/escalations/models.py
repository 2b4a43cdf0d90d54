"""Which cases the approvers were told of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from talent.cases.models import Case
from talent.database import Base


class CaseEscalation(Base):
    """The approvers were told that a case nears its promised day: once of each case."""

    __tablename__ = "case_escalation"

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True, autoincrement=False)
    told_at: Mapped[datetime]
