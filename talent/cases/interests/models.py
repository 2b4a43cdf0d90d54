"""What staff declare of themselves, what they declare of a case, and from which they stepped back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.interests.triggers import TRIGGERS
from talent.cases.models import Case, Verification
from talent.database import Base, choice_of

#: How many characters a reason or a declaration may have.
SHORTEST, LONGEST = 10, 1000


class InterestKind(StrEnum):
    """What somebody of the bureau has to do with: an employer they or theirs work for or own, or a relative."""

    EMPLOYER = "employer"
    RELATIVE = "relative"


class Interest(Base):
    """An employer or a relative of somebody of the bureau, as they declare it; kept until they take it off."""

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("name <> '' OR code IS NOT NULL", name="says_who"),
        CheckConstraint("kind = 'employer' OR code IS NULL", name="code_of_employer"),
        CheckConstraint("kind = 'relative' OR identity_lookup IS NULL", name="identity_of_relative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[InterestKind] = mapped_column(choice_of(InterestKind, "kind"))
    name: Mapped[str] = mapped_column(String(120), default="")
    #: The employer's unified social credit code.
    code: Mapped[str | None] = mapped_column(String(18))
    #: Keyed hash of the relative's identity number, which itself is not kept.
    identity_lookup: Mapped[str | None] = mapped_column(String(64))
    declared_at: Mapped[datetime]


class Declaration(Base):
    """An officer declares in writing that there is no conflict of interest in a case. grounds: those it answers."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        UniqueConstraint("case_id", "officer_id"),
        CheckConstraint(f"length(words) BETWEEN {SHORTEST} AND {LONGEST}", name="words_have_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    grounds: Mapped[list[str]] = mapped_column(JSON)
    declared_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    officer: Mapped[Person] = relationship()


class StepBack(Base):
    """An officer stepped back from a case: it is closed to them from then on."""

    __tablename__ = "step_back"
    __table_args__ = (
        UniqueConstraint("case_id", "officer_id"),
        CheckConstraint(f"length(reason) BETWEEN {SHORTEST} AND {LONGEST}", name="reason_has_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    stepped_back_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    officer: Mapped[Person] = relationship()


StepBack.__table__.add_is_dependent_on(Verification.__table__)  # type: ignore[attr-defined]
for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(StepBack.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
