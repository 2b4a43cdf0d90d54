"""Where the audit record ends, kept beside it; indexes for searching it a page at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SEARCHED = ("actor_id", "action", "about")
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER audit_record_moves_head AFTER INSERT ON audit_record BEGIN "
        "INSERT INTO audit_head (id, entry_id, hash) VALUES (1, NEW.id, NEW.hash) "
        "ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash; END",
        "CREATE TRIGGER audit_head_no_return BEFORE UPDATE ON audit_head WHEN NEW.entry_id <= OLD.entry_id "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_record_move_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO audit_head (id, entry_id, hash) SELECT 1, id, hash FROM fresh ORDER BY id DESC LIMIT 1 "
        "ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash; RETURN NULL; END $$",
        "CREATE TRIGGER audit_record_moves_head AFTER INSERT ON audit_record REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_record_move_head()",
        "CREATE FUNCTION audit_head_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND NEW.entry_id > OLD.entry_id THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'the audit record is append-only'; END $$",
        "CREATE TRIGGER audit_head_no_return BEFORE UPDATE OR DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION audit_head_refuse()",
    ],
}
UNDONE = {
    "sqlite": ["DROP TRIGGER audit_record_moves_head", "DROP TABLE audit_head"],
    "postgresql": [
        "DROP TRIGGER audit_record_moves_head ON audit_record",
        "DROP FUNCTION audit_record_move_head()",
        "DROP TABLE audit_head",
        "DROP FUNCTION audit_head_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute(
        "INSERT INTO audit_head (id, entry_id, hash) SELECT 1, id, hash FROM audit_record ORDER BY id DESC LIMIT 1"
    )
    for statement in TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)
    for column in (*SEARCHED, "at"):
        op.drop_index(op.f(f"ix_audit_record_{column}"), table_name="audit_record")
    op.create_index("ix_audit_record_at_id", "audit_record", ["at", "id"])
    for column in SEARCHED:
        op.create_index(f"ix_audit_record_{column}_at_id", "audit_record", [column, "at", "id"])


def downgrade() -> None:
    for column in SEARCHED:
        op.drop_index(f"ix_audit_record_{column}_at_id", table_name="audit_record")
    op.drop_index("ix_audit_record_at_id", table_name="audit_record")
    for column in (*SEARCHED, "at"):
        op.create_index(op.f(f"ix_audit_record_{column}"), "audit_record", [column], unique=False)
    for statement in UNDONE[op.get_context().dialect.name]:
        op.execute(statement)
