"""A link between two spouses."""

from datetime import datetime

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.applications.households.triggers import TRIGGERS
from talent.database import Base


class SpouseLink(Base):
    """An invitation of one spouse to the other by address; a link once the other has agreed; over once either ends it.

    The address is kept only while the invitation waits.
    """

    __tablename__ = "spouse_link"
    __table_args__ = (
        CheckConstraint("inviter_id <> spouse_id", name="two_people"),
        CheckConstraint("(spouse_id IS NULL) = (agreed_at IS NULL)", name="agreement_is_whole"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="end_is_whole"),
        CheckConstraint("agreed_at >= invited_at AND ended_at >= invited_at", name="in_order"),
        CheckConstraint("invited_email = lower(invited_email)", name="email_is_lower"),
        CheckConstraint(
            "(invited_email IS NULL) = (agreed_at IS NOT NULL OR ended_at IS NOT NULL)", name="email_while_it_waits"
        ),
        Index("ix_spouse_link_inviter_id_invited_at", "inviter_id", "invited_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_email: Mapped[str | None] = mapped_column(String(254), index=True)
    invited_at: Mapped[datetime]
    #: The digests of the policies whose household facts both were shown: of no other is anything read.
    policies: Mapped[list[str]] = mapped_column(JSON)
    #: Who agreed: the person who signed in with the address that was invited.
    spouse_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    inviter: Mapped[Person] = relationship(foreign_keys=inviter_id)
    spouse: Mapped[Person | None] = relationship(foreign_keys=spouse_id)

    @property
    def waits(self) -> bool:
        """Whether it is an invitation that nobody has answered or taken back."""
        return self.agreed_at is None and self.ended_at is None

    @property
    def stands(self) -> bool:
        """Whether both have agreed and neither has ended it."""
        return self.agreed_at is not None and self.ended_at is None

    def other(self, person: Person) -> Person | None:
        """Return the one of the two who is not this person; None where nobody has agreed."""
        return self.spouse if person.id == self.inviter_id else self.inviter


class SpouseMember(Base):
    """Whoever has an invitation out or is linked: once, so that nobody is in two. Kept by triggers of `spouse_link`."""

    __tablename__ = "spouse_member"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    link_id: Mapped[int] = mapped_column(ForeignKey("spouse_link.id"), index=True)


def _keep_members() -> None:
    """Have the triggers made once both tables are there."""
    for dialect, statements in TRIGGERS.items():
        for statement in statements:
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(SpouseMember.__table__, "after_create", ddl.execute_if(dialect=dialect))


_keep_members()
