"""A message about a case, as it was sent."""

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.database import Base

_SAYS = "a message is kept as it was sent"
_KEPT = "UPDATE OF case_id, sender_id, from_applicant, text, sent_at ON case_message"
#: Statements that keep a message as it was sent, by database.
TRIGGERS = {
    "sqlite": [f"CREATE TRIGGER case_message_kept BEFORE {_KEPT} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"],
    "postgresql": [
        "CREATE FUNCTION case_message_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER case_message_kept BEFORE {_KEPT} FOR EACH ROW EXECUTE FUNCTION case_message_refuse()",
    ],
}

#: How many characters a message may have.
LONGEST = 2000


class CaseMessage(Base):
    """What one side of a case wrote to the other: the applicant, or a clerk for the bureau."""

    __tablename__ = "case_message"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        Index(
            "ix_case_message_unread",
            "case_id",
            "from_applicant",
            sqlite_where=sql("read_at IS NULL"),
            postgresql_where=sql("read_at IS NULL"),
        ),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST}", name="text_is_short"),
        CheckConstraint("read_at >= sent_at", name="read_after_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    #: Drawn with the form: a double click sends once.
    key: Mapped[str] = mapped_column(String(32))
    sender_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_applicant: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    #: When the other side first saw it.
    read_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    sender: Mapped[Person] = relationship()


for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(CaseMessage.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
