"""The budget of a community for an incentive in a year, and what each award takes of it."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.awards.models import Award
from talent.database import Base, Fen
from talent.pilots.models import Pilot


class Budget(Base):
    """What may be promised, and what was: never more.

    A row is there as soon as something was promised, so that there is one row to lock and one true sum; until somebody
    sets a budget, `appropriated_fen` is None and nothing is limited. Awards reach years ahead for which no budget
    has been voted yet: refusing them until it has would stop every award that is paid over several years.
    """

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("pilot_id", "policy_id", "incentive", "year"),
        CheckConstraint("committed_fen >= 0", name="committed_not_negative"),
        CheckConstraint("appropriated_fen IS NULL OR appropriated_fen >= 0", name="appropriated_not_negative"),
        CheckConstraint("appropriated_fen IS NULL OR committed_fen <= appropriated_fen", name="not_overspent"),
        CheckConstraint("year BETWEEN 2000 AND 2999", name="year_is_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"))
    policy_id: Mapped[str] = mapped_column(String(120))
    incentive: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    appropriated_fen: Mapped[int | None] = mapped_column(Fen)
    committed_fen: Mapped[int] = mapped_column(Fen, default=0, server_default="0")

    pilot: Mapped[Pilot] = relationship()

    @property
    def left_fen(self) -> int | None:
        """What may still be promised, or None where no budget is set."""
        return None if self.appropriated_fen is None else self.appropriated_fen - self.committed_fen


class Commitment(Base):
    """What one award takes of one budget."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("award_id", "budget_id"), CheckConstraint("fen > 0", name="fen_positive"))

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"), index=True)
    fen: Mapped[int] = mapped_column(Fen)

    award: Mapped[Award] = relationship()
    budget: Mapped[Budget] = relationship()
