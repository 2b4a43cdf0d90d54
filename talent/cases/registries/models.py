"""An extract of a registry: no more of it than fingerprints and facts, until the day it is deleted."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rules.policy import Registry
from talent.accounts.identity import EncryptedText
from talent.accounts.models import Person
from talent.database import Base, choice_of


class Extract(Base):
    """A file of a registry that was taken in. dated_on: the day the registry gives. facts: those it has a column of."""

    __tablename__ = "registry_extract"
    __table_args__ = (
        UniqueConstraint("source", "policy_id", "sha256"),
        Index("ix_registry_extract_newest", "policy_id", "source", "dated_on"),
        CheckConstraint("row_count > 0", name="has_rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Registry] = mapped_column(choice_of(Registry, "source"))
    #: The policy whose facts the columns are.
    policy_id: Mapped[str] = mapped_column(String(120))
    dated_on: Mapped[date]
    facts: Mapped[list[str]] = mapped_column(JSON)
    row_count: Mapped[int]
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime]
    #: The day on which it is deleted with everything in it.
    delete_on: Mapped[date] = mapped_column(index=True)

    taken_by: Mapped[Person] = relationship()

    @property
    def about(self) -> str:
        """What the audit record calls the extract."""
        return f"extract:{self.id}"


class ExtractRow(Base):
    """What a registry says of one person. said: facts as `rules.facts.written` gives them, as JSON."""

    __tablename__ = "registry_row"
    __table_args__ = (UniqueConstraint("extract_id", "identity_lookup"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    extract_id: Mapped[int] = mapped_column(ForeignKey("registry_extract.id", ondelete="CASCADE"))
    #: Keyed hash of the identity number, which itself is not kept.
    identity_lookup: Mapped[str] = mapped_column(String(64), index=True)
    said: Mapped[str] = mapped_column(EncryptedText)

    extract: Mapped[Extract] = relationship()
