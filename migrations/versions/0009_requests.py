"""Requests for more information, messages, and notifications on the page."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Checks of case_file: name, before, after. A case may wait for its applicant.
CHECKS = (
    (
        "stage",
        "stage IN ('arrived', 'recommended', 'decided')",
        "stage IN ('arrived', 'waiting', 'recommended', 'decided')",
    ),
    (
        "stage_has_recommendation",
        "stage = 'arrived' OR recommendation IS NOT NULL",
        "stage IN ('arrived', 'waiting') OR recommendation IS NOT NULL",
    ),
)
#: What people were told, among the messages that were posted.
COLUMNS = (
    "person_id INTEGER CONSTRAINT fk_outbox_message_person_id REFERENCES person (id)",
    "read_at {instant}",
    "link VARCHAR(300)",
    "other_subject VARCHAR(300)",
    "other_body TEXT",
)
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER case_file_awaits BEFORE UPDATE OF stage ON case_file WHEN NEW.stage <> 'waiting' AND EXISTS (SELECT 1 FROM case_request WHERE case_id = NEW.id AND answered_at IS NULL AND withdrawn_at IS NULL) BEGIN SELECT RAISE(ABORT, 'the applicant is awaited'); END",
        "CREATE TRIGGER case_file_awaits_something BEFORE UPDATE OF stage ON case_file WHEN NEW.stage = 'waiting' AND NOT EXISTS (SELECT 1 FROM case_request WHERE case_id = NEW.id AND answered_at IS NULL AND withdrawn_at IS NULL) BEGIN SELECT RAISE(ABORT, 'nothing is asked of the applicant'); END",
        "CREATE TRIGGER case_request_of_clerk BEFORE INSERT ON case_request WHEN NEW.answered_at IS NULL AND NEW.withdrawn_at IS NULL AND (SELECT stage FROM case_file WHERE id = NEW.case_id) <> 'arrived' BEGIN SELECT RAISE(ABORT, 'only of a case with the clerk can more be asked'); END",
        "CREATE TRIGGER case_request_no_update BEFORE UPDATE ON case_request WHEN coalesce(OLD.answered_at, OLD.withdrawn_at) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER case_request_no_delete BEFORE DELETE ON case_request WHEN coalesce(OLD.answered_at, OLD.withdrawn_at) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_item_no_insert BEFORE INSERT ON request_item WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = NEW.request_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_item_no_update BEFORE UPDATE ON request_item WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = OLD.request_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_item_no_delete BEFORE DELETE ON request_item WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = OLD.request_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_document_no_insert BEFORE INSERT ON request_document WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item ON request_item.request_id = case_request.id WHERE request_item.id = NEW.item_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_document_no_update BEFORE UPDATE ON request_document WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item ON request_item.request_id = case_request.id WHERE request_item.id = OLD.item_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER request_document_no_delete BEFORE DELETE ON request_document WHEN (SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item ON request_item.request_id = case_request.id WHERE request_item.id = OLD.item_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed request is kept as it was sent'); END",
        "CREATE TRIGGER case_message_kept BEFORE UPDATE OF case_id, sender_id, from_applicant, text, sent_at ON case_message BEGIN SELECT RAISE(ABORT, 'a message is kept as it was sent'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION case_file_await() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.stage <> 'waiting' AND EXISTS (SELECT 1 FROM case_request WHERE case_id = NEW.id AND answered_at IS NULL AND withdrawn_at IS NULL) THEN RAISE EXCEPTION 'the applicant is awaited' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF NEW.stage = 'waiting' AND NOT EXISTS (SELECT 1 FROM case_request WHERE case_id = NEW.id AND answered_at IS NULL AND withdrawn_at IS NULL) THEN RAISE EXCEPTION 'nothing is asked of the applicant' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_file_awaits BEFORE UPDATE OF stage ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_await()",
        "CREATE FUNCTION case_request_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'INSERT' THEN IF NEW.answered_at IS NULL AND NEW.withdrawn_at IS NULL AND (SELECT stage FROM case_file WHERE id = NEW.case_id) <> 'arrived' THEN RAISE EXCEPTION 'only of a case with the clerk can more be asked' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF coalesce(OLD.answered_at, OLD.withdrawn_at) IS NOT NULL THEN RAISE EXCEPTION 'a closed request is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_request_kept BEFORE INSERT OR UPDATE OR DELETE ON case_request FOR EACH ROW EXECUTE FUNCTION case_request_refuse()",
        "CREATE FUNCTION request_item_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'INSERT' THEN IF (SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = NEW.request_id) IS NOT NULL THEN RAISE EXCEPTION 'a closed request is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF (SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = OLD.request_id) IS NOT NULL THEN RAISE EXCEPTION 'a closed request is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER request_item_kept BEFORE INSERT OR UPDATE OR DELETE ON request_item FOR EACH ROW EXECUTE FUNCTION request_item_refuse()",
        "CREATE FUNCTION request_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'INSERT' THEN IF (SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item ON request_item.request_id = case_request.id WHERE request_item.id = NEW.item_id) IS NOT NULL THEN RAISE EXCEPTION 'a closed request is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END IF; IF (SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item ON request_item.request_id = case_request.id WHERE request_item.id = OLD.item_id) IS NOT NULL THEN RAISE EXCEPTION 'a closed request is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER request_document_kept BEFORE INSERT OR UPDATE OR DELETE ON request_document FOR EACH ROW EXECUTE FUNCTION request_document_refuse()",
        "CREATE FUNCTION case_message_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a message is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_message_kept BEFORE UPDATE OF case_id, sender_id, from_applicant, text, sent_at ON case_message FOR EACH ROW EXECUTE FUNCTION case_message_refuse()",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER case_message_kept",
        "DROP TRIGGER case_file_awaits",
        "DROP TRIGGER case_file_awaits_something",
        "DROP TRIGGER case_request_of_clerk",
        "DROP TRIGGER case_request_no_update",
        "DROP TRIGGER case_request_no_delete",
        "DROP TRIGGER request_item_no_insert",
        "DROP TRIGGER request_item_no_update",
        "DROP TRIGGER request_item_no_delete",
        "DROP TRIGGER request_document_no_insert",
        "DROP TRIGGER request_document_no_update",
        "DROP TRIGGER request_document_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER case_message_kept ON case_message",
        "DROP FUNCTION case_message_refuse()",
        "DROP TRIGGER case_file_awaits ON case_file",
        "DROP FUNCTION case_file_await()",
        "DROP TRIGGER request_document_kept ON request_document",
        "DROP FUNCTION request_document_refuse()",
        "DROP TRIGGER request_item_kept ON request_item",
        "DROP FUNCTION request_item_refuse()",
        "DROP TRIGGER case_request_kept ON case_request",
        "DROP FUNCTION case_request_refuse()",
    ],
}


def upgrade() -> None:
    _note_who_was_told()
    _change_checks(1, 2)
    op.create_table(
        "case_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("from_applicant", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_case_message_text_is_short")),
        sa.CheckConstraint("read_at >= sent_at", name=op.f("ck_case_message_read_after_sent")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_message_case_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_case_message_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_case_message_case_id_key")),
    )
    op.create_index(op.f("ix_case_message_sender_id"), "case_message", ["sender_id"], unique=False)
    op.create_index(
        "ix_case_message_unread",
        "case_message",
        ["case_id", "from_applicant"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "case_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_due_on", sa.Date(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (result IS NULL)", name=op.f("ck_case_request_answer_is_weighed")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_case_request_withdrawal_is_whole")
        ),
        sa.CheckConstraint(
            "answered_at >= asked_at AND withdrawn_at >= asked_at", name=op.f("ck_case_request_closed_after_asked")
        ),
        sa.CheckConstraint("answered_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_case_request_closed_once")),
        sa.CheckConstraint("days_left >= 0", name=op.f("ck_case_request_days_left_counted")),
        sa.CheckConstraint("number > 0", name=op.f("ck_case_request_number_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_request_case_id")),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_case_request_clerk_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_case_request_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_request")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_case_request_case_id_key")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_request_case_id_number")),
    )
    op.create_index(op.f("ix_case_request_clerk_id"), "case_request", ["clerk_id"], unique=False)
    op.create_index(
        "ix_case_request_due_on",
        "case_request",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(op.f("ix_case_request_withdrawn_by_id"), "case_request", ["withdrawn_by_id"], unique=False)
    op.create_index(
        "uq_case_request_open",
        "case_request",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "request_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "answer", "document", "question", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'question') = (subject IS NULL)", name=op.f("ck_request_item_a_question_has_no_subject")
        ),
        sa.CheckConstraint(
            "kind = 'answer' OR (value IS NULL AND before IS NULL)",
            name=op.f("ck_request_item_only_answers_have_values"),
        ),
        sa.CheckConstraint("why <> ''", name=op.f("ck_request_item_says_why")),
        sa.CheckConstraint("length(said) <= 2000", name=op.f("ck_request_item_said_is_short")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["case_request.id"], name=op.f("fk_request_item_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_item")),
        sa.UniqueConstraint("request_id", "kind", "subject", name=op.f("uq_request_item_request_id_kind_subject")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_request_item_request_id_number")),
    )
    op.create_table(
        "request_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_request_document_not_empty")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["request_item.id"], name=op.f("fk_request_document_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_document")),
        sa.UniqueConstraint("item_id", "sha256", name=op.f("uq_request_document_item_id_sha256")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_request_document_stored_as")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)

    op.drop_table("request_document")
    op.drop_table("request_item")
    op.drop_index(
        "uq_case_request_open",
        table_name="case_request",
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_case_request_withdrawn_by_id"), table_name="case_request")
    op.drop_index(
        "ix_case_request_due_on",
        table_name="case_request",
        sqlite_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_case_request_clerk_id"), table_name="case_request")
    op.drop_table("case_request")
    op.drop_index(
        "ix_case_message_unread",
        table_name="case_message",
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_index(op.f("ix_case_message_sender_id"), table_name="case_message")
    op.drop_table("case_message")
    op.execute("UPDATE case_file SET stage = 'arrived' WHERE stage = 'waiting'")
    _change_checks(2, 1)
    for index in ("ix_outbox_message_unread", "ix_outbox_message_person_id_id"):
        op.drop_index(index, table_name="outbox_message")
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE outbox_message DROP COLUMN {column.split()[0]}")


def _note_who_was_told() -> None:
    instant = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for column in COLUMNS:
        op.execute(f"ALTER TABLE outbox_message ADD COLUMN {column.format(instant=instant)}")
    op.execute(
        "UPDATE outbox_message SET read_at = created_at, "
        "person_id = (SELECT id FROM person WHERE email = recipient) WHERE key LIKE 'case:%'"
    )
    op.create_index("ix_outbox_message_person_id_id", "outbox_message", ["person_id", "id"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_outbox_message_unread", "outbox_message", ["person_id"], sqlite_where=unread, postgresql_where=unread
    )


def _change_checks(before: int, after: int) -> None:
    """Widen or narrow what a stage may be. SQLite has no statement for it; its manual gives this way."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        for check in CHECKS:
            op.execute(f"ALTER TABLE case_file DROP CONSTRAINT ck_case_file_{check[0]}")
            op.execute(f"ALTER TABLE case_file ADD CONSTRAINT ck_case_file_{check[0]} CHECK ({check[after]})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for check in CHECKS:
        changed = connection.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
                "WHERE type = 'table' AND name = 'case_file' AND instr(sql, :before) > 0"
            ),
            {"before": f"({check[before]})", "after": f"({check[after]})"},
        )
        if changed.rowcount != 1:
            raise RuntimeError(f"case_file has no such check: {check[before]}")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
