"""What was granted, and when it is paid."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.cases.models import Case
from talent.database import Base, Fen, choice_of


class InstalmentState(StrEnum):
    """Whether an instalment is still to be paid. STOPPED: a review ended it. OFFSET: kept against money owed back."""

    DUE = "due"
    PAID = "paid"
    STOPPED = "stopped"
    OFFSET = "offset"


class Award(Base):
    """One incentive granted by the decision of a case: of the amount that the rules granted, and no other."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("case_id", "incentive"),
        ForeignKeyConstraint(
            ("case_id", "incentive", "fen"),
            ("case_incentive.case_id", "case_incentive.incentive", "case_incentive.fen"),
            name="fk_award_as_the_rules_granted",
        ),
        CheckConstraint("fen > 0", name="fen_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    incentive: Mapped[str] = mapped_column(String(80))
    fen: Mapped[int] = mapped_column(Fen)
    policy_digest: Mapped[str] = mapped_column(ForeignKey("policy_text.digest"))
    granted_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    instalments: Mapped[list["Instalment"]] = relationship(back_populates="award", order_by="Instalment.number")


class Instalment(Base):
    """A part of an award. number: counts from 1; provided: what must still hold on the day."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(provided_zh IS NULL) = (provided_en IS NULL)", name="provided_in_both_languages"),
        #: What a payment refers to: it can only be of the whole instalment.
        Index("uq_instalment_id_fen", "id", "fen", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    number: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    fen: Mapped[int] = mapped_column(Fen)
    provided_zh: Mapped[str | None] = mapped_column(String(400))
    provided_en: Mapped[str | None] = mapped_column(String(400))
    state: Mapped[InstalmentState] = mapped_column(choice_of(InstalmentState, "state"), default=InstalmentState.DUE)
    #: Since when somebody has to look at it: a change was reported that may stop it, or have it paid back.
    review_since: Mapped[datetime | None]

    award: Mapped[Award] = relationship(back_populates="instalments")
