"""Households, applying for somebody, withdrawing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

#: Checks: table, name, before, after. An application may be withdrawn before it is decided.
CHECKS = (
    ("application", "stage", "stage IN ('draft', 'submitted')", "stage IN ('draft', 'submitted', 'withdrawn')"),
    (
        "application",
        "submission_is_dated",
        "(stage = 'submitted') = (submitted_at IS NOT NULL)",
        "(stage <> 'draft') = (submitted_at IS NOT NULL)",
    ),
    (
        "application",
        "submission_is_declared",
        "(stage = 'submitted') = (declared_at IS NOT NULL)",
        "(stage <> 'draft') = (declared_at IS NOT NULL)",
    ),
    (
        "case_file",
        "stage",
        "stage IN ('arrived', 'waiting', 'recommended', 'decided')",
        "stage IN ('arrived', 'waiting', 'recommended', 'decided', 'withdrawn')",
    ),
    (
        "case_file",
        "stage_has_recommendation",
        "stage IN ('arrived', 'waiting') OR recommendation IS NOT NULL",
        "stage IN ('arrived', 'waiting', 'withdrawn') OR recommendation IS NOT NULL",
    ),
)
#: Columns with the checks that come and go with them.
COLUMNS = (
    (
        "application",
        "withdrawn_at {instant} CONSTRAINT ck_application_withdrawal_is_dated "
        "CHECK ((stage = 'withdrawn') = (withdrawn_at IS NOT NULL))",
    ),
    (
        "application",
        "withdrawn_reason VARCHAR(500) CONSTRAINT ck_application_withdrawal_has_reason "
        "CHECK (withdrawn_reason IS NULL OR withdrawn_at IS NOT NULL)",
    ),
    ("answer", "source VARCHAR(9)"),
    (
        "answer",
        "source_kind VARCHAR(24) CONSTRAINT ck_answer_source_kind CHECK (source_kind IN ('verified', 'copied'))",
    ),
    (
        "answer",
        "source_on DATE CONSTRAINT ck_answer_source_is_whole "
        "CHECK ((source IS NULL) = (source_kind IS NULL) AND (source IS NULL) = (source_on IS NULL))",
    ),
)
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER application_stays_withdrawn BEFORE UPDATE OF stage, withdrawn_at, "
        "withdrawn_reason ON application WHEN OLD.stage = 'withdrawn' BEGIN SELECT RAISE(ABORT, 'a "
        "withdrawn application stays withdrawn'); END",
        "CREATE TRIGGER case_file_stays_withdrawn BEFORE UPDATE OF stage ON case_file WHEN OLD.stage = "
        "'withdrawn' AND NEW.stage <> 'withdrawn' BEGIN SELECT RAISE(ABORT, 'a withdrawn case stays "
        "closed'); END",
        "CREATE TRIGGER application_closes_case BEFORE UPDATE OF stage ON application WHEN NEW.stage = "
        "'withdrawn' AND EXISTS (SELECT 1 FROM case_file WHERE application_id = NEW.id AND stage <> "
        "'withdrawn') BEGIN SELECT RAISE(ABORT, 'the case of a withdrawn application is closed first'); "
        "END",
    ],
    "postgresql": [
        "CREATE FUNCTION application_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'a withdrawn application stays withdrawn' USING ERRCODE = "
        "'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER application_stays_withdrawn BEFORE UPDATE OF stage, withdrawn_at, "
        "withdrawn_reason ON application FOR EACH ROW WHEN (OLD.stage = 'withdrawn') EXECUTE FUNCTION "
        "application_refuse()",
        "CREATE FUNCTION case_file_reopen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        "'a withdrawn case stays closed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_file_stays_withdrawn BEFORE UPDATE OF stage ON case_file FOR EACH ROW WHEN "
        "(OLD.stage = 'withdrawn' AND NEW.stage <> 'withdrawn') EXECUTE FUNCTION case_file_reopen()",
        "CREATE FUNCTION application_close_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "NEW.stage = 'withdrawn' AND EXISTS (SELECT 1 FROM case_file WHERE application_id = NEW.id AND "
        "stage <> 'withdrawn') THEN RAISE EXCEPTION 'the case of a withdrawn application is closed first'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER application_closes_case BEFORE UPDATE OF stage ON application FOR EACH ROW "
        "EXECUTE FUNCTION application_close_case()",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER application_closes_case",
        "DROP TRIGGER case_file_stays_withdrawn",
        "DROP TRIGGER application_stays_withdrawn",
    ],
    "postgresql": [
        "DROP TRIGGER application_closes_case ON application",
        "DROP FUNCTION application_close_case()",
        "DROP TRIGGER case_file_stays_withdrawn ON case_file",
        "DROP FUNCTION case_file_reopen()",
        "DROP TRIGGER application_stays_withdrawn ON application",
        "DROP FUNCTION application_refuse()",
    ],
}


def upgrade() -> None:
    instant = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    _change_checks(2, 3)
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(instant=instant)}")
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    _forget_withdrawals()
    for table, column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
    _change_checks(3, 2)


def _forget_withdrawals() -> None:
    """What was withdrawn goes to the clerk again: before this version there was no taking back."""
    op.execute("UPDATE case_file SET stage = 'arrived' WHERE stage = 'withdrawn'")
    op.execute(
        "UPDATE application SET stage = 'submitted', withdrawn_at = NULL, withdrawn_reason = NULL "
        "WHERE stage = 'withdrawn'"
    )


def _change_checks(before: int, after: int) -> None:
    """Widen or narrow what may be. SQLite has no statement for it; its manual gives this way."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        for check in CHECKS:
            name = f"ck_{check[0]}_{check[1]}"
            op.execute(f"ALTER TABLE {check[0]} DROP CONSTRAINT {name}")
            op.execute(f"ALTER TABLE {check[0]} ADD CONSTRAINT {name} CHECK ({check[after]})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for check in CHECKS:
        changed = connection.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
                "WHERE type = 'table' AND name = :name AND instr(sql, :before) > 0"
            ),
            {"name": check[0], "before": f"({check[before]})", "after": f"({check[after]})"},
        )
        if changed.rowcount != 1:
            raise RuntimeError(f"{check[0]} has no such check: {check[before]}")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
