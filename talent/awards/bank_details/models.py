"""The account that a person is paid into."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.identity import EncryptedText
from talent.accounts.models import Person
from talent.database import Base, choice_of


class AccountKind(StrEnum):
    """What a number stands on: a card's has a check digit, that of a passbook need not have one."""

    CARD = "card"
    PASSBOOK = "passbook"


def masked(number: str) -> str:
    """Return an account number with all but its end hidden: '**** 1234'."""
    return f"**** {number[-4:]}"


class BankAccount(Base):
    """The one account a person is paid into. What it was before stands in the payments that were made to it."""

    __tablename__ = "bank_account"
    __table_args__ = (CheckConstraint("holder <> '' AND bank <> ''", name="holder_and_bank_are_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    kind: Mapped[AccountKind] = mapped_column(choice_of(AccountKind, "kind"))
    holder: Mapped[str] = mapped_column(String(120))
    bank: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(EncryptedText)
    #: Keyed hash of the number: one account belongs to one person.
    number_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    changed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    @property
    def masked_number(self) -> str:
        """The number with all but its end hidden."""
        return masked(self.number)

    @property
    def fits(self) -> bool:
        """Whether the account is still in the name of its person: they may have changed it since."""
        return self.holder == self.person.name


class FormerAccount(Base):
    """An account that a person was to be paid into before they gave another: its keyed hash, never the number."""

    __tablename__ = "former_account"
    __table_args__ = (UniqueConstraint("person_id", "number_lookup"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number_lookup: Mapped[str] = mapped_column(String(64), index=True)
    until: Mapped[datetime]
