"""The inbox: who works on a case, what its list filters by, saved filters."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
FILLING = {
    "sqlite": (
        "INSERT INTO inbox_entry (case_id, reference, name_key, stage, is_open, arrived_at, due_by, "
        "pilot_id, policy_id, category, fen, unread) SELECT c.id, a.reference, lower(p.name), c.stage, "
        "c.stage NOT IN ('decided', 'withdrawn'), c.arrived_at, CASE WHEN c.stage IN ('decided', "
        "'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN coalesce((SELECT max(r.due_on) FROM"
        " case_request r WHERE r.case_id = c.id AND r.answered_at IS NULL AND r.withdrawn_at IS NULL), "
        "c.due_on) ELSE c.due_on END, a.pilot_id, a.policy_id, substr(json_extract(a.decision, "
        "'$.tables.category'), 1, 40), (SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE "
        "i.case_id = c.id), EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = c.id AND "
        "m.from_applicant AND m.read_at IS NULL) FROM case_file c JOIN application a ON a.id = "
        "c.application_id JOIN person p ON p.id = a.applicant_id"
    ),
    "postgresql": (
        "INSERT INTO inbox_entry (case_id, reference, name_key, stage, is_open, arrived_at, due_by, "
        "pilot_id, policy_id, category, fen, unread) SELECT c.id, a.reference, lower(p.name), c.stage, "
        "c.stage NOT IN ('decided', 'withdrawn'), c.arrived_at, CASE WHEN c.stage IN ('decided', "
        "'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN coalesce((SELECT max(r.due_on) FROM"
        " case_request r WHERE r.case_id = c.id AND r.answered_at IS NULL AND r.withdrawn_at IS NULL), "
        "c.due_on) ELSE c.due_on END, a.pilot_id, a.policy_id, substr(a.decision -> 'tables' ->> "
        "'category', 1, 40), (SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = "
        "c.id), EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = c.id AND m.from_applicant AND "
        "m.read_at IS NULL) FROM case_file c JOIN application a ON a.id = c.application_id JOIN person p "
        "ON p.id = a.applicant_id"
    ),
}
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER inbox_arrived AFTER INSERT ON case_file BEGIN INSERT INTO inbox_entry (case_id, "
        "reference, name_key, stage, is_open, arrived_at, due_by, pilot_id, policy_id, category, fen, "
        "unread) SELECT c.id, a.reference, lower(p.name), c.stage, c.stage NOT IN ('decided', "
        "'withdrawn'), c.arrived_at, CASE WHEN c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN"
        " c.stage = 'waiting' THEN coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = "
        "c.id AND r.answered_at IS NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END, "
        "a.pilot_id, a.policy_id, substr(json_extract(a.decision, '$.tables.category'), 1, 40), (SELECT "
        "coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = c.id), EXISTS (SELECT 1 FROM "
        "case_message m WHERE m.case_id = c.id AND m.from_applicant AND m.read_at IS NULL) FROM case_file"
        " c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.applicant_id WHERE "
        "c.id = NEW.id; END",
        "CREATE TRIGGER inbox_turn AFTER UPDATE OF stage, due_on ON case_file BEGIN UPDATE inbox_entry "
        "SET stage = (SELECT c.stage FROM case_file c WHERE c.id = NEW.id), is_open = (SELECT c.stage NOT"
        " IN ('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.id), due_by = (SELECT CASE WHEN "
        "c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.id) WHERE case_id IN (NEW.id); END",
        "CREATE TRIGGER inbox_asked AFTER INSERT ON case_request BEGIN UPDATE inbox_entry SET stage = "
        "(SELECT c.stage FROM case_file c WHERE c.id = NEW.case_id), is_open = (SELECT c.stage NOT IN "
        "('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.case_id), due_by = (SELECT CASE WHEN "
        "c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.case_id) WHERE case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_answered AFTER UPDATE ON case_request BEGIN UPDATE inbox_entry SET stage = "
        "(SELECT c.stage FROM case_file c WHERE c.id = NEW.case_id), is_open = (SELECT c.stage NOT IN "
        "('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.case_id), due_by = (SELECT CASE WHEN "
        "c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.case_id) WHERE case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_amount AFTER INSERT ON case_incentive BEGIN UPDATE inbox_entry SET fen = "
        "(SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = NEW.case_id) WHERE "
        "case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_changed AFTER UPDATE OF fen ON case_incentive BEGIN UPDATE inbox_entry SET "
        "fen = (SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = NEW.case_id) WHERE"
        " case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_written AFTER INSERT ON case_message BEGIN UPDATE inbox_entry SET unread = "
        "EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = NEW.case_id AND m.from_applicant AND "
        "m.read_at IS NULL) WHERE case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_read AFTER UPDATE OF read_at ON case_message BEGIN UPDATE inbox_entry SET "
        "unread = EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = NEW.case_id AND m.from_applicant"
        " AND m.read_at IS NULL) WHERE case_id IN (NEW.case_id); END",
        "CREATE TRIGGER inbox_named AFTER UPDATE OF name ON person BEGIN UPDATE inbox_entry SET name_key "
        "= lower(NEW.name) WHERE case_id IN (SELECT c.id FROM case_file c JOIN application a ON a.id = "
        "c.application_id WHERE a.applicant_id = NEW.id); END",
    ],
    "postgresql": [
        "CREATE FUNCTION inbox_arrived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "
        "inbox_entry (case_id, reference, name_key, stage, is_open, arrived_at, due_by, pilot_id, "
        "policy_id, category, fen, unread) SELECT c.id, a.reference, lower(p.name), c.stage, c.stage NOT "
        "IN ('decided', 'withdrawn'), c.arrived_at, CASE WHEN c.stage IN ('decided', 'withdrawn') THEN "
        "'9999-12-31' WHEN c.stage = 'waiting' THEN coalesce((SELECT max(r.due_on) FROM case_request r "
        "WHERE r.case_id = c.id AND r.answered_at IS NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE "
        "c.due_on END, a.pilot_id, a.policy_id, substr(a.decision -> 'tables' ->> 'category', 1, 40), "
        "(SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = c.id), EXISTS (SELECT 1 "
        "FROM case_message m WHERE m.case_id = c.id AND m.from_applicant AND m.read_at IS NULL) FROM "
        "case_file c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.applicant_id"
        " WHERE c.id = NEW.id; RETURN NULL; END $$",
        "CREATE TRIGGER inbox_arrived AFTER INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION inbox_arrived()",
        "CREATE FUNCTION inbox_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET stage "
        "= (SELECT c.stage FROM case_file c WHERE c.id = NEW.id), is_open = (SELECT c.stage NOT IN "
        "('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.id), due_by = (SELECT CASE WHEN "
        "c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.id) WHERE case_id IN (NEW.id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_turn AFTER UPDATE OF stage, due_on ON case_file FOR EACH ROW EXECUTE "
        "FUNCTION inbox_turn()",
        "CREATE FUNCTION inbox_asked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "stage = (SELECT c.stage FROM case_file c WHERE c.id = NEW.case_id), is_open = (SELECT c.stage "
        "NOT IN ('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.case_id), due_by = (SELECT "
        "CASE WHEN c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.case_id) WHERE case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_asked AFTER INSERT ON case_request FOR EACH ROW EXECUTE FUNCTION inbox_asked()",
        "CREATE FUNCTION inbox_answered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "stage = (SELECT c.stage FROM case_file c WHERE c.id = NEW.case_id), is_open = (SELECT c.stage "
        "NOT IN ('decided', 'withdrawn') FROM case_file c WHERE c.id = NEW.case_id), due_by = (SELECT "
        "CASE WHEN c.stage IN ('decided', 'withdrawn') THEN '9999-12-31' WHEN c.stage = 'waiting' THEN "
        "coalesce((SELECT max(r.due_on) FROM case_request r WHERE r.case_id = c.id AND r.answered_at IS "
        "NULL AND r.withdrawn_at IS NULL), c.due_on) ELSE c.due_on END FROM case_file c WHERE c.id = "
        "NEW.case_id) WHERE case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_answered AFTER UPDATE ON case_request FOR EACH ROW EXECUTE FUNCTION inbox_answered()",
        "CREATE FUNCTION inbox_amount() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "fen = (SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = NEW.case_id) WHERE"
        " case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_amount AFTER INSERT ON case_incentive FOR EACH ROW EXECUTE FUNCTION inbox_amount()",
        "CREATE FUNCTION inbox_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "fen = (SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = NEW.case_id) WHERE"
        " case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_changed AFTER UPDATE OF fen ON case_incentive FOR EACH ROW EXECUTE FUNCTION"
        " inbox_changed()",
        "CREATE FUNCTION inbox_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "unread = EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = NEW.case_id AND m.from_applicant"
        " AND m.read_at IS NULL) WHERE case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_written AFTER INSERT ON case_message FOR EACH ROW EXECUTE FUNCTION inbox_written()",
        "CREATE FUNCTION inbox_read() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (NEW.case_id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry SET "
        "unread = EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = NEW.case_id AND m.from_applicant"
        " AND m.read_at IS NULL) WHERE case_id IN (NEW.case_id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_read AFTER UPDATE OF read_at ON case_message FOR EACH ROW EXECUTE FUNCTION inbox_read()",
        "CREATE FUNCTION inbox_named() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM "
        "inbox_entry WHERE case_id IN (SELECT c.id FROM case_file c JOIN application a ON a.id = "
        "c.application_id WHERE a.applicant_id = NEW.id) ORDER BY case_id FOR UPDATE; UPDATE inbox_entry "
        "SET name_key = lower(NEW.name) WHERE case_id IN (SELECT c.id FROM case_file c JOIN application a"
        " ON a.id = c.application_id WHERE a.applicant_id = NEW.id); RETURN NULL; END $$",
        "CREATE TRIGGER inbox_named AFTER UPDATE OF name ON person FOR EACH ROW EXECUTE FUNCTION inbox_named()",
    ],
}
#: Each trigger with the table it watches.
WATCHED = {
    "inbox_arrived": "case_file",
    "inbox_turn": "case_file",
    "inbox_asked": "case_request",
    "inbox_answered": "case_request",
    "inbox_amount": "case_incentive",
    "inbox_changed": "case_incentive",
    "inbox_written": "case_message",
    "inbox_read": "case_message",
    "inbox_named": "person",
}


INDEXES = {
    "due": ["due_by", "case_id"],
    "arrived": ["arrived_at", "case_id"],
    "stage_due": ["stage", "due_by", "case_id"],
    "stage_arrived": ["stage", "arrived_at", "case_id"],
    "pilot_due": ["pilot_id", "due_by", "case_id"],
    "policy_due": ["policy_id", "due_by", "case_id"],
    "category_due": ["category", "due_by", "case_id"],
    "assignee_due": ["assignee_id", "due_by", "case_id"],
    "assignee_arrived": ["assignee_id", "arrived_at", "case_id"],
    "fen": ["fen", "case_id"],
    "name": ["name_key", "case_id"],
}
SOME = {
    "unread": {"sqlite": "unread = 1", "postgresql": "unread"},
    "fast": {
        "sqlite": "fast_reason IS NOT NULL AND is_open = 1",
        "postgresql": "fast_reason IS NOT NULL AND is_open",
    },
    "unassigned": {
        "sqlite": "assignee_id IS NULL AND is_open = 1",
        "postgresql": "assignee_id IS NULL AND is_open",
    },
}


def upgrade() -> None:
    key = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    stages = ("arrived", "waiting", "recommended", "decided", "withdrawn")
    stage = sa.Enum(*stages, name="stage", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "inbox_entry",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fast_reason", sa.String(length=500), nullable=True),
        sa.Column("reference", key, nullable=False),
        sa.Column("name_key", key, nullable=False),
        sa.Column("stage", stage, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by", sa.Date(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(assignee_id IS NULL) = (assigned_at IS NULL)", name=op.f("ck_inbox_entry_assignment_is_dated")
        ),
        sa.CheckConstraint("fast_reason <> ''", name=op.f("ck_inbox_entry_fast_says_why")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_inbox_entry_case_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_inbox_entry_assignee_id")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_inbox_entry_pilot_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_inbox_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_inbox_entry_reference")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_filter_name_is_given")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )
    dialect = op.get_bind().dialect.name
    op.get_bind().exec_driver_sql(FILLING[dialect])
    op.execute(
        "UPDATE inbox_entry SET assignee_id = (SELECT recommender_id FROM case_file WHERE id = case_id), "
        "assigned_at = (SELECT recommended_at FROM case_file WHERE id = case_id)"
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_inbox_entry_{name}", "inbox_entry", columns)
    for name, conditions in SOME.items():
        op.create_index(
            f"ix_inbox_entry_{name}",
            "inbox_entry",
            ["due_by", "case_id"],
            sqlite_where=sa.text(conditions["sqlite"]),
            postgresql_where=sa.text(conditions["postgresql"]),
        )
    op.create_index(
        "ix_inbox_entry_open",
        "inbox_entry",
        ["arrived_at", "case_id"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("ix_case_file_recommended", "case_file", ["recommended_at", "recommender_id"])
    for statement in TRIGGERS[dialect]:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%") if dialect == "postgresql" else statement)


def downgrade() -> None:
    on_table = op.get_bind().dialect.name == "postgresql"
    for name, table in WATCHED.items():
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on_table else ""))
        if on_table:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_case_file_recommended", "case_file")
    op.drop_table("saved_filter")
    op.drop_table("inbox_entry")
