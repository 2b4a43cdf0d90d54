"""A payment run, the payments in it, and the result files the treasury sent back."""

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

from talent.accounts.identity import EncryptedText
from talent.accounts.models import Person
from talent.awards.models import Instalment
from talent.awards.payments.triggers import TRIGGERS
from talent.database import Base, Fen, choice_of
from talent.pilots.models import Pilot


class RunState(StrEnum):
    """How far a run is. SETTLED: the treasury reported on every payment. DISCARDED: given up before anything left."""

    SELECTING = "selecting"
    FROZEN = "frozen"
    EXPORTED = "exported"
    SETTLED = "settled"
    DISCARDED = "discarded"


class PaymentState(StrEnum):
    """What became of a payment. FAILED: it never arrived. RETURNED: it arrived and the bank sent it back."""

    SELECTED = "selected"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


#: A payment in one of these keeps its instalment from being paid by another.
STANDING = (PaymentState.SELECTED, PaymentState.SENT, PaymentState.PAID)
#: What the treasury may report.
RESULTS = (PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED)

_STANDING = text("state IN ('selected', 'sent', 'paid')")


class PaymentRun(Base):
    """What is paid together: prepared by a clerk, sent and settled by an approver, never the same person."""

    __tablename__ = "payment_run"
    __table_args__ = (
        CheckConstraint("approver_id <> clerk_id", name="two_pairs_of_eyes"),
        CheckConstraint("(exported_at IS NULL) = (approver_id IS NULL)", name="exported_by_somebody"),
        CheckConstraint("(state IN ('exported', 'settled')) = (exported_at IS NOT NULL)", name="export_is_dated"),
        CheckConstraint("state IN ('selecting', 'discarded') OR frozen_at IS NOT NULL", name="frozen_is_dated"),
        CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name="settled_is_dated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RunState] = mapped_column(choice_of(RunState, "state"), default=RunState.SELECTING, index=True)
    #: What was due by this day was selected.
    due_until: Mapped[date]
    #: Of one community, or of all where it is None.
    pilot_id: Mapped[int | None] = mapped_column(ForeignKey("pilot.id"), index=True)
    #: The run whose failed payments this one tries again.
    retry_of_id: Mapped[int | None] = mapped_column(ForeignKey("payment_run.id"), index=True)
    clerk_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    exported_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    pilot: Mapped[Pilot | None] = relationship()
    clerk: Mapped[Person] = relationship(foreign_keys=clerk_id)
    approver: Mapped[Person | None] = relationship(foreign_keys=approver_id)
    result_files: Mapped[list["ResultFile"]] = relationship(back_populates="run", order_by="ResultFile.id")

    @property
    def name(self) -> str:
        """What people and files call the run."""
        return f"P{self.id:06d}"

    @property
    def about(self) -> str:
        """What the audit record calls the run."""
        return f"payments:{self.name}"


class Payment(Base):
    """One attempt to pay one instalment, to the fen, into the account that was known when the run was frozen."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("instalment_id", "attempt"),
        ForeignKeyConstraint(
            ("instalment_id", "fen"), ("instalment.id", "instalment.fen"), name="fk_payment_of_the_whole_instalment"
        ),
        CheckConstraint("attempt BETWEEN 1 AND 99", name="attempt_is_counted"),
        CheckConstraint("state = 'selected' OR number IS NOT NULL", name="sent_somewhere"),
        CheckConstraint(
            "(number IS NULL) = (holder IS NULL) AND (number IS NULL) = (bank IS NULL)", name="account_is_whole"
        ),
        CheckConstraint("(state IN ('selected', 'sent')) = (settled_at IS NULL)", name="result_is_dated"),
        Index("uq_payment_standing", "instalment_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index("ix_payment_run_id_state", "run_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_run.id"))
    instalment_id: Mapped[int] = mapped_column(ForeignKey("instalment.id"))
    #: Counts from 1.
    attempt: Mapped[int]
    fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[PaymentState] = mapped_column(choice_of(PaymentState, "state"), default=PaymentState.SELECTED)
    holder: Mapped[str | None] = mapped_column(String(120))
    bank: Mapped[str | None] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(EncryptedText)
    settled_at: Mapped[datetime | None]
    #: The day the treasury gives, and why it did not arrive.
    settled_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    run: Mapped[PaymentRun] = relationship()
    instalment: Mapped[Instalment] = relationship(foreign_keys=instalment_id)


class ResultFile(Base):
    """A file of results that was taken in, so that the same one is known again."""

    __tablename__ = "payment_result_file"
    __table_args__ = (UniqueConstraint("run_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_run.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(255))
    paid: Mapped[int]
    failed: Mapped[int]
    returned: Mapped[int]
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    imported_at: Mapped[datetime]

    run: Mapped[PaymentRun] = relationship(back_populates="result_files")
    imported_by: Mapped[Person] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Payment.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
