"""A case, what the rules and the officers say of each incentive, and what was verified."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rules.decision import Verdict
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.cases.triggers import TRIGGERS
from talent.database import Base, Fen, choice_of


class CaseStage(StrEnum):
    """Whose turn it is: the clerk's, the applicant's while a request is open, the approver's, nobody's.

    WITHDRAWN: closed without a decision, because the applicant took the application back.
    """

    ARRIVED = "arrived"
    WAITING = "waiting"
    RECOMMENDED = "recommended"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


#: Where nobody has anything to do any more.
CLOSED = (CaseStage.DECIDED, CaseStage.WITHDRAWN)


class Recommendation(StrEnum):
    """What the clerk recommends: all that the rules grant, some of it, nothing."""

    GRANT = "grant"
    PARTLY = "partly"
    REFUSE = "refuse"


class CaseOutcome(StrEnum):
    """What a case came to."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


#: What an approved recommendation becomes.
APPROVED: dict[Recommendation | None, CaseOutcome] = {
    Recommendation.GRANT: CaseOutcome.GRANTED,
    Recommendation.PARTLY: CaseOutcome.PARTLY,
    Recommendation.REFUSE: CaseOutcome.REFUSED,
}


class VerificationState(StrEnum):
    """Whether the documents prove an answer."""

    VERIFIED = "verified"
    REFUSED = "refused"


class Case(Base):
    """One application before the bureau, decided at most once."""

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint("approver_id <> recommender_id", name="two_pairs_of_eyes"),
        CheckConstraint("approver_id IS NULL OR recommender_id IS NOT NULL", name="approval_follows_recommendation"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="outcome_is_dated"),
        CheckConstraint("(outcome IS NULL) = (approver_id IS NULL)", name="outcome_is_approved"),
        CheckConstraint("(stage = 'decided') = (outcome IS NOT NULL)", name="decided_has_outcome"),
        CheckConstraint(
            "stage IN ('arrived', 'waiting', 'withdrawn') OR recommendation IS NOT NULL",
            name="stage_has_recommendation",
        ),
        CheckConstraint(
            "(recommendation IS NULL) = (recommended_at IS NULL)"
            " AND (recommendation IS NULL) = (recommender_id IS NULL)"
            " AND (recommendation IS NULL) = (recommended_reason IS NULL)"
            " AND (recommendation IS NULL) = (decision IS NULL)",
            name="recommendation_is_whole",
        ),
        CheckConstraint(
            "outcome IS NULL OR (outcome = 'granted' AND recommendation = 'grant')"
            " OR (outcome = 'partly' AND recommendation = 'partly')"
            " OR (outcome = 'refused' AND recommendation = 'refuse')",
            name="outcome_as_recommended",
        ),
        CheckConstraint("decided_at >= recommended_at", name="decided_after_recommended"),
        CheckConstraint(
            "(returned_at IS NULL) = (return_reason IS NULL) AND (returned_at IS NULL) = (returner_id IS NULL)",
            name="return_is_whole",
        ),
        #: For how much each clerk has done of late.
        Index("ix_case_file_recommended", "recommended_at", "recommender_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    stage: Mapped[CaseStage] = mapped_column(choice_of(CaseStage, "stage"), default=CaseStage.ARRIVED, index=True)
    arrived_at: Mapped[datetime] = mapped_column(index=True)
    #: The last day of the time the policy promises to decide in; it moves by the working days the applicant took.
    due_on: Mapped[date] = mapped_column(index=True)
    #: Counts the changes, so that nobody decides on what has changed since it was shown.
    version: Mapped[int] = mapped_column(default=1)

    recommender_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    recommended_at: Mapped[datetime | None]
    recommendation: Mapped[Recommendation | None] = mapped_column(choice_of(Recommendation, "recommendation"))
    recommended_reason: Mapped[str | None] = mapped_column(Text)
    #: What the rules said when it was recommended, as `Decision.as_json`.
    decision: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))

    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    outcome: Mapped[CaseOutcome | None] = mapped_column(choice_of(CaseOutcome, "outcome"))

    returner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str | None] = mapped_column(Text)

    application: Mapped[Application] = relationship()
    recommender: Mapped[Person | None] = relationship(foreign_keys=recommender_id)
    approver: Mapped[Person | None] = relationship(foreign_keys=approver_id)
    incentives: Mapped[list["CaseIncentive"]] = relationship(back_populates="case", order_by="CaseIncentive.id")
    verifications: Mapped[list["Verification"]] = relationship(back_populates="case")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy declares it

    @property
    def reference(self) -> str:
        """The reference of the application: the one name that applicant and bureau both use."""
        return self.application.reference

    @property
    def about(self) -> str:
        """What the audit record calls the case."""
        return f"case:{self.reference}"

    @property
    def recommended(self) -> list[str]:
        """The incentives that are recommended."""
        return [each.incentive for each in self.incentives if each.recommended]

    @property
    def overridden(self) -> list["CaseIncentive"]:
        """What is recommended otherwise than the rules say."""
        return [each for each in self.incentives if each.is_overridden]

    @property
    def is_returned(self) -> bool:
        """Whether the approver gave the case back and the clerk has not recommended anew."""
        return self.stage is CaseStage.ARRIVED and self.returned_at is not None


class CaseIncentive(Base):
    """What the rules say of one incentive, and whether the clerk recommends it.

    fen: of the whole, when the rules grant it; what is recommended instead where they do not and are overridden.
    """

    __tablename__ = "case_incentive"
    __table_args__ = (
        UniqueConstraint("case_id", "incentive"),
        #: What an award refers to: it can only be of the amount that the rules granted, or of a whole override.
        UniqueConstraint("case_id", "incentive", "fen"),
        CheckConstraint(
            "(fen IS NOT NULL) = (verdict = 'granted' OR override_clause IS NOT NULL)", name="granted_has_amount"
        ),
        CheckConstraint("fen >= 0", name="fen_not_negative"),
        CheckConstraint(
            "(override_reason IS NULL) = (override_clause IS NULL) AND override_reason <> '' AND override_clause <> ''",
            name="override_is_whole",
        ),
        #: What is recommended is what the rules grant, or an override of what they do not; never both.
        CheckConstraint(
            "override_clause IS NULL AND (NOT recommended OR verdict = 'granted')"
            " OR override_clause IS NOT NULL AND (NOT recommended) = (verdict = 'granted')",
            name="recommended_only_if_granted",
        ),
        CheckConstraint("verdict = 'granted' OR fen IS NULL OR fen > 0", name="override_grants_something"),
        Index(
            "ix_case_incentive_overridden",
            "case_id",
            sqlite_where=text("override_clause IS NOT NULL"),
            postgresql_where=text("override_clause IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    incentive: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict] = mapped_column(choice_of(Verdict, "verdict"))
    fen: Mapped[int | None] = mapped_column(Fen)
    recommended: Mapped[bool] = mapped_column(default=False)
    #: Why the clerk recommends otherwise than the rules say, and the clause of the policy it rests on: both or neither.
    override_reason: Mapped[str | None] = mapped_column(Text)
    override_clause: Mapped[str | None] = mapped_column(String(80))

    case: Mapped[Case] = relationship(back_populates="incentives")

    @property
    def is_overridden(self) -> bool:
        """Whether what is recommended is not what the rules say."""
        return self.override_clause is not None


class Verification(Base):
    """What the clerk found of one answer."""

    __tablename__ = "verification"
    __table_args__ = (
        UniqueConstraint("case_id", "fact"),
        CheckConstraint("state <> 'refused' OR note <> ''", name="refusal_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    fact: Mapped[str] = mapped_column(String(80))
    state: Mapped[VerificationState] = mapped_column(choice_of(VerificationState, "state"))
    note: Mapped[str] = mapped_column(String(500), default="")
    clerk_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(back_populates="verifications")
    clerk: Mapped[Person] = relationship()


def _refuse_changes() -> None:
    """Have the triggers made with the tables they watch; the last of these is made when all are there."""
    for dialect, statements in TRIGGERS.items():
        for statement in statements:
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(CaseIncentive.__table__, "after_create", ddl.execute_if(dialect=dialect))


_refuse_changes()
