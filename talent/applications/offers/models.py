"""What is offered to a person who has not applied for it, and who has been looked at."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.database import Base, Fen, choice_of
from talent.pilots.models import Pilot


class OfferState(StrEnum):
    """Waiting for the person; answered; or over because the policy, the facts or the consent changed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Ground(TypedDict):
    """A fact an offer stands on. value: as `rules.facts.written` gives it. kind: a `Source`. on: ISO day."""

    fact: str
    value: object
    reference: str
    kind: str
    on: str


class Offer(Base):
    """What a policy grants a person with certainty, on facts known from earlier applications."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="end_is_dated"),
        CheckConstraint("ended_at >= made_at", name="ended_after_made"),
        CheckConstraint("application_id IS NULL OR state = 'accepted'", name="application_of_accepted"),
        CheckConstraint("fen >= 0", name="nothing_below_nought"),
        Index(
            "uq_offer_open",
            "person_id",
            "policy_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"))
    policy_id: Mapped[str] = mapped_column(String(120))
    #: Digest of the policy text it is decided under.
    policy_digest: Mapped[str] = mapped_column(ForeignKey("policy_text.digest"))
    facts: Mapped[list[Ground]] = mapped_column(JSON)
    #: The day of the oldest of the facts.
    facts_on: Mapped[date]
    #: What each incentive comes to, in fen.
    incentives: Mapped[dict[str, int]] = mapped_column(JSON)
    #: What all of them come to.
    fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[OfferState] = mapped_column(choice_of(OfferState, "state"), default=OfferState.OPEN)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: What was begun by accepting it; None too once that draft was deleted.
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id", ondelete="SET NULL"), index=True)

    person: Mapped[Person] = relationship()
    pilot: Mapped[Pilot] = relationship()

    @property
    def about(self) -> str:
        """What the audit record calls it."""
        return f"offer:{self.id}"


class OfferLook(Base):
    """That a person was looked at. versions: digest of the policies of then; empty once their facts have changed."""

    __tablename__ = "offer_look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    versions: Mapped[str] = mapped_column(String(64))
    looked_at: Mapped[datetime]
