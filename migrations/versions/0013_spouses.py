"""Spouses who both apply: links by consent of both, and answers that follow from the other's application."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Where an answer may come from, before and after.
SOURCES = ("source_kind IN ('verified', 'copied')", "source_kind IN ('verified', 'copied', 'spouse')")
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER spouse_link_begins AFTER INSERT ON spouse_link WHEN NEW.ended_at IS NULL BEGIN "
        "INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.inviter_id, NEW.id); INSERT INTO "
        "spouse_member (person_id, link_id) SELECT NEW.spouse_id, NEW.id WHERE NEW.spouse_id IS NOT NULL;"
        " END",
        "CREATE TRIGGER spouse_link_agrees AFTER UPDATE OF spouse_id ON spouse_link WHEN NEW.spouse_id IS"
        " NOT NULL AND OLD.spouse_id IS NULL AND NEW.ended_at IS NULL BEGIN INSERT INTO spouse_member "
        "(person_id, link_id) VALUES (NEW.spouse_id, NEW.id); END",
        "CREATE TRIGGER spouse_link_ends AFTER UPDATE OF ended_at ON spouse_link WHEN NEW.ended_at IS NOT"
        " NULL BEGIN DELETE FROM spouse_member WHERE link_id = NEW.id; END",
        "CREATE TRIGGER spouse_link_stays BEFORE UPDATE OF inviter_id, invited_at, policies ON "
        "spouse_link BEGIN SELECT RAISE(ABORT, 'a link between spouses is kept as it was agreed to'); END",
        "CREATE TRIGGER spouse_link_agreed_once BEFORE UPDATE OF spouse_id, agreed_at ON spouse_link WHEN"
        " OLD.spouse_id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a link between spouses is kept as it was "
        "agreed to'); END",
        "CREATE TRIGGER spouse_link_ended_once BEFORE UPDATE ON spouse_link WHEN OLD.ended_at IS NOT NULL"
        " BEGIN SELECT RAISE(ABORT, 'a link between spouses is kept as it was agreed to'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION spouse_link_keep_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE "
        "FROM spouse_member WHERE link_id = NEW.id AND NEW.ended_at IS NOT NULL; IF NEW.ended_at IS NULL "
        "AND TG_OP = 'INSERT' THEN INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.inviter_id,"
        " NEW.id); END IF; IF NEW.ended_at IS NULL AND NEW.spouse_id IS NOT NULL AND (TG_OP = 'INSERT' OR"
        " OLD.spouse_id IS NULL) THEN INSERT INTO spouse_member (person_id, link_id) VALUES "
        "(NEW.spouse_id, NEW.id); END IF; RETURN NULL; END $$",
        "CREATE TRIGGER spouse_link_has_members AFTER INSERT OR UPDATE ON spouse_link FOR EACH ROW "
        "EXECUTE FUNCTION spouse_link_keep_members()",
        "CREATE FUNCTION spouse_link_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'a link between spouses is kept as it was agreed to' USING ERRCODE = "
        "'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER spouse_link_stays BEFORE UPDATE OF inviter_id, invited_at, policies ON "
        "spouse_link FOR EACH ROW EXECUTE FUNCTION spouse_link_refuse()",
        "CREATE TRIGGER spouse_link_agreed_once BEFORE UPDATE OF spouse_id, agreed_at ON spouse_link FOR "
        "EACH ROW WHEN (OLD.spouse_id IS NOT NULL) EXECUTE FUNCTION spouse_link_refuse()",
        "CREATE TRIGGER spouse_link_ended_once BEFORE UPDATE ON spouse_link FOR EACH ROW WHEN "
        "(OLD.ended_at IS NOT NULL) EXECUTE FUNCTION spouse_link_refuse()",
    ],
}
#: Triggers go with their tables; what is left on PostgreSQL.
FUNCTIONS = ("spouse_link_keep_members", "spouse_link_refuse")


def upgrade() -> None:
    op.create_table(
        "spouse_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("invited_email", sa.String(length=254), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("spouse_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("inviter_id <> spouse_id", name=op.f("ck_spouse_link_two_people")),
        sa.CheckConstraint("(spouse_id IS NULL) = (agreed_at IS NULL)", name=op.f("ck_spouse_link_agreement_is_whole")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_spouse_link_end_is_whole")),
        sa.CheckConstraint("agreed_at >= invited_at AND ended_at >= invited_at", name=op.f("ck_spouse_link_in_order")),
        sa.CheckConstraint("invited_email = lower(invited_email)", name=op.f("ck_spouse_link_email_is_lower")),
        sa.CheckConstraint(
            "(invited_email IS NULL) = (agreed_at IS NOT NULL OR ended_at IS NOT NULL)",
            name=op.f("ck_spouse_link_email_while_it_waits"),
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["person.id"], name=op.f("fk_spouse_link_inviter_id")),
        sa.ForeignKeyConstraint(["spouse_id"], ["person.id"], name=op.f("fk_spouse_link_spouse_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_spouse_link_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spouse_link")),
    )
    op.create_index("ix_spouse_link_inviter_id_invited_at", "spouse_link", ["inviter_id", "invited_at"])
    for column in ("invited_email", "spouse_id", "ended_by_id"):
        op.create_index(op.f(f"ix_spouse_link_{column}"), "spouse_link", [column])
    op.create_table(
        "spouse_member",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_spouse_member_person_id")),
        sa.ForeignKeyConstraint(["link_id"], ["spouse_link.id"], name=op.f("fk_spouse_member_link_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_spouse_member")),
    )
    op.create_index(op.f("ix_spouse_member_link_id"), "spouse_member", ["link_id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    _change_sources(*SOURCES)


def downgrade() -> None:
    """What came from a spouse stays as an answer of the applicant's own: before this version there was no such source."""
    op.execute("UPDATE answer SET source = NULL, source_kind = NULL, source_on = NULL WHERE source_kind = 'spouse'")
    _change_sources(*reversed(SOURCES))
    op.drop_table("spouse_member")
    op.drop_table("spouse_link")
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")


def _change_sources(before: str, after: str) -> None:
    """Widen or narrow what may be. SQLite has no statement for it; its manual gives this way."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.execute("ALTER TABLE answer DROP CONSTRAINT ck_answer_source_kind")
        op.execute(f"ALTER TABLE answer ADD CONSTRAINT ck_answer_source_kind CHECK ({after})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'answer' AND instr(sql, :before) > 0"
        ),
        {"before": f"({before})", "after": f"({after})"},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"answer has no such check: {before}")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
