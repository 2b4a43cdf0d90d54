"""What is owed back, how it is to be paid back, and what was."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.awards.models import Award, Instalment
from talent.awards.recoveries.triggers import TRIGGERS
from talent.awards.reviews.models import Review
from talent.database import Base, Fen, choice_of

_STANDS = text("state <> 'waived'")


class RecoveryState(StrEnum):
    """PROPOSED: by a clerk, not confirmed. OPEN: owed. SETTLED: all of it is back. WAIVED: not, or no longer, owed."""

    PROPOSED = "proposed"
    OPEN = "open"
    SETTLED = "settled"
    WAIVED = "waived"


class RepaymentKind(StrEnum):
    """PAID: money arrived. OFFSET: an instalment was kept instead of being paid."""

    PAID = "paid"
    OFFSET = "offset"


class Recovery(Base):
    """What of one award is owed back, with its formula as it was told. kind: as the rules found it.

    of_fen: what had been paid. unserved, promised: whole months. broken_on: the day the promise was broken.
    """

    __tablename__ = "recovery"
    __table_args__ = (
        CheckConstraint("fen > 0 AND fen <= of_fen", name="not_more_than_paid"),
        CheckConstraint("repaid_fen >= 0 AND repaid_fen <= fen", name="never_more_than_owed"),
        CheckConstraint("approver_id <> clerk_id", name="two_pairs_of_eyes"),
        CheckConstraint("(state = 'proposed') = (approver_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(approver_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_is_dated"),
        CheckConstraint("(state = 'settled') = (repaid_fen = fen)", name="settled_when_all_is_back"),
        CheckConstraint("(state IN ('settled', 'waived')) = (closed_at IS NOT NULL)", name="closed_is_dated"),
        CheckConstraint("(state = 'waived') = (waived_reason <> '')", name="waived_with_a_reason"),
        CheckConstraint("state <> 'proposed' OR repaid_fen = 0", name="nothing_back_before_confirmed"),
        CheckConstraint("formula_zh <> '' AND formula_en <> '' AND clause <> ''", name="formula_and_clause"),
        Index("uq_recovery_standing", "award_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    state: Mapped[RecoveryState] = mapped_column(
        choice_of(RecoveryState, "state"), default=RecoveryState.PROPOSED, index=True
    )
    kind: Mapped[str] = mapped_column(String(24))
    fen: Mapped[int] = mapped_column(Fen)
    of_fen: Mapped[int] = mapped_column(Fen)
    unserved: Mapped[int | None]
    promised: Mapped[int | None]
    broken_on: Mapped[date]
    formula_zh: Mapped[str] = mapped_column(String(400))
    formula_en: Mapped[str] = mapped_column(String(400))
    clause: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    clerk_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    repaid_fen: Mapped[int] = mapped_column(Fen, default=0, server_default="0")
    closed_at: Mapped[datetime | None]
    waived_reason: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    #: What was back when the plan was made: its parts are of the rest.
    planned_after_fen: Mapped[int | None] = mapped_column(Fen)

    award: Mapped[Award] = relationship()
    review: Mapped[Review] = relationship()
    clerk: Mapped[Person] = relationship(foreign_keys=[clerk_id])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    repayments: Mapped[list["Repayment"]] = relationship(back_populates="recovery", order_by="Repayment.id")
    parts: Mapped[list["RecoveryPart"]] = relationship(
        back_populates="recovery", order_by="RecoveryPart.number", cascade="all, delete-orphan"
    )

    @property
    def rest_fen(self) -> int:
        """What is still owed."""
        return 0 if self.state is RecoveryState.WAIVED else self.fen - self.repaid_fen

    @property
    def about(self) -> str:
        """What the audit calls the thing it is about."""
        return self.award.case.about


class Repayment(Base):
    """Something that came back. reference: of the transfer; the same of one recovery is recorded once."""

    __tablename__ = "repayment"
    __table_args__ = (
        UniqueConstraint("recovery_id", "reference"),
        UniqueConstraint("instalment_id"),
        #: What is kept is the whole instalment; one of which a part is kept is divided first.
        ForeignKeyConstraint(
            ("instalment_id", "fen"), ("instalment.id", "instalment.fen"), name="fk_repayment_of_the_whole_instalment"
        ),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("reference <> ''", name="reference_is_known"),
        CheckConstraint("(kind = 'offset') = (instalment_id IS NOT NULL)", name="offset_against_an_instalment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recovery_id: Mapped[int] = mapped_column(ForeignKey("recovery.id"))
    kind: Mapped[RepaymentKind] = mapped_column(choice_of(RepaymentKind, "kind"))
    received_on: Mapped[date]
    fen: Mapped[int] = mapped_column(Fen)
    reference: Mapped[str] = mapped_column(String(120))
    instalment_id: Mapped[int | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime]

    recovery: Mapped[Recovery] = relationship(back_populates="repayments")
    recorded_by: Mapped[Person] = relationship()
    instalment: Mapped[Instalment | None] = relationship()


class RecoveryPart(Base):
    """A part of the plan by which the rest is paid back. number: counts from 1."""

    __tablename__ = "recovery_part"
    __table_args__ = (
        UniqueConstraint("recovery_id", "number"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recovery_id: Mapped[int] = mapped_column(ForeignKey("recovery.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    fen: Mapped[int] = mapped_column(Fen)

    recovery: Mapped[Recovery] = relationship(back_populates="parts")


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Repayment.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
