"""An employer, who acts for it, and whom it may fill in for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.employers.triggers import TRIGGERS
from talent.accounts.models import Person
from talent.database import Base, choice_of

STANDING = text("ended_at IS NULL")
OPEN = text("state IN ('asked', 'agreed')")


class Employer(Base):
    """A company the bureau has registered. code: its unified social credit code (GB 32100)."""

    __tablename__ = "employer"
    __table_args__ = (
        CheckConstraint("length(code) = 18 AND code = upper(code)", name="code_is_whole"),
        CheckConstraint("length(name) > 0", name="has_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    representatives: Mapped[list["Representative"]] = relationship(
        back_populates="employer", order_by="Representative.id"
    )


class Representative(Base):
    """Somebody of an employer's HR who acts for it, until that is ended."""

    __tablename__ = "representative"
    __table_args__ = (
        CheckConstraint("ended_at >= named_at", name="ended_after_named"),
        Index("uq_representative_standing", "person_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    employer: Mapped[Employer] = relationship(back_populates="representatives")
    person: Mapped[Person] = relationship(foreign_keys=person_id)


class MandateState(StrEnum):
    """How somebody stands to an employer that wishes to fill in for them."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Mandate(Base):
    """A person is asked whether an employer may fill in applications for them, and what they said.

    email, called: the address and the name the employer asked under. version: of the terms that were agreed to.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answer_is_dated"),
        CheckConstraint("(answered_at IS NULL) = (person_id IS NULL)", name="answer_is_somebodys"),
        CheckConstraint("(state IN ('agreed', 'withdrawn')) = (version IS NOT NULL)", name="consent_has_terms"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"),
        CheckConstraint("answered_at >= asked_at AND withdrawn_at >= answered_at", name="one_after_another"),
        Index("uq_mandate_open", "employer_id", "email", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    called: Mapped[str] = mapped_column(String(120))
    state: Mapped[MandateState] = mapped_column(choice_of(MandateState, "state"), default=MandateState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    employer: Mapped[Employer] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)

    @property
    def stands(self) -> bool:
        """Whether the person has agreed and not withdrawn."""
        return self.state is MandateState.AGREED


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(Mandate.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
