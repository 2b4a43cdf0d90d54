"""Recommending otherwise than the rules say; cases on hold; decisions taken back; spot checks."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

#: The checks of what is said of one incentive, before and since.
GRANTED = (
    "CHECK ((verdict = 'granted') = (fen IS NOT NULL))",
    "CHECK ((fen IS NOT NULL) = (verdict = 'granted' OR override_clause IS NOT NULL))",
)
RECOMMENDED = (
    "CHECK (NOT recommended OR verdict = 'granted')",
    "CHECK (override_clause IS NULL AND (NOT recommended OR verdict = 'granted')"
    " OR override_clause IS NOT NULL AND (NOT recommended) = (verdict = 'granted'))",
)
WHOLE = (
    "CHECK ((override_reason IS NULL) = (override_clause IS NULL) AND override_reason <> '' AND override_clause <> '')"
)
SOMETHING = "CHECK (verdict = 'granted' OR fen IS NULL OR fen > 0)"
MORE = (("override_is_whole", WHOLE), ("override_grants_something", SOMETHING))

# triggers begin
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER case_undoing_whole BEFORE INSERT ON case_undoing WHEN NOT EXISTS (SELECT 1 FROM "
        "case_file WHERE id = NEW.case_id AND decided_at = NEW.decided_at AND approver_id = "
        "NEW.approver_id AND outcome = NEW.outcome) OR EXISTS (SELECT 1 FROM award WHERE case_id = "
        "NEW.case_id) OR EXISTS (SELECT 1 FROM public_notice WHERE case_id = NEW.case_id) OR EXISTS "
        "(SELECT 1 FROM appeal WHERE case_id = NEW.case_id) BEGIN SELECT RAISE(ABORT, 'a decision is taken "
        "back by who approved it, once nothing hangs on it any more'); END",
        "CREATE TRIGGER case_undoing_kept BEFORE UPDATE ON case_undoing BEGIN SELECT RAISE(ABORT, 'that a "
        "decision was taken back is kept as it was'); END",
        "CREATE TRIGGER case_undoing_stays BEFORE DELETE ON case_undoing BEGIN SELECT RAISE(ABORT, 'that a "
        "decision was taken back is kept as it was'); END",
        "CREATE TRIGGER spot_check_kept BEFORE UPDATE ON spot_check WHEN OLD.checked_at IS NOT NULL OR "
        "NEW.case_id <> OLD.case_id OR NEW.decided_at <> OLD.decided_at BEGIN SELECT RAISE(ABORT, 'a spot "
        "check is kept as it was drawn and found'); END",
        "CREATE TRIGGER spot_check_stays BEFORE DELETE ON spot_check BEGIN SELECT RAISE(ABORT, 'a spot "
        "check is kept as it was drawn and found'); END",
        "CREATE TRIGGER spot_check_no_part BEFORE UPDATE OF officer_id ON spot_check WHEN (EXISTS (SELECT "
        "1 FROM case_file WHERE id = NEW.case_id AND NEW.officer_id IN (recommender_id, approver_id, "
        "returner_id)) OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = "
        "NEW.officer_id) OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = "
        "case_file.application_id WHERE case_file.id = NEW.case_id AND application.applicant_id = "
        "NEW.officer_id)) BEGIN SELECT RAISE(ABORT, 'who had a part in the case does not check its "
        "decision'); END",
        "CREATE TRIGGER spot_check_insert_no_part BEFORE INSERT ON spot_check WHEN (EXISTS (SELECT 1 FROM "
        "case_file WHERE id = NEW.case_id AND NEW.officer_id IN (recommender_id, approver_id, "
        "returner_id)) OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = "
        "NEW.officer_id) OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = "
        "case_file.application_id WHERE case_file.id = NEW.case_id AND application.applicant_id = "
        "NEW.officer_id)) BEGIN SELECT RAISE(ABORT, 'who had a part in the case does not check its "
        "decision'); END",
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file WHEN OLD.decided_at IS NOT NULL AND NOT (NEW.approver_id IS NULL "
        "AND NEW.decided_at IS NULL AND NEW.outcome IS NULL AND NEW.application_id IS OLD.application_id "
        "AND NEW.arrived_at IS OLD.arrived_at AND NEW.recommender_id IS OLD.recommender_id AND "
        "NEW.recommended_at IS OLD.recommended_at AND NEW.recommendation IS OLD.recommendation AND "
        "NEW.recommended_reason IS OLD.recommended_reason AND NEW.decision IS OLD.decision AND EXISTS "
        "(SELECT 1 FROM case_undoing WHERE case_id = OLD.id AND decided_at = OLD.decided_at AND "
        "approver_id = OLD.approver_id)) BEGIN SELECT RAISE(ABORT, 'a decided case keeps its decision'); "
        "END",
    ],
    "postgresql": [
        "CREATE FUNCTION case_undoing_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "NOT EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND decided_at = NEW.decided_at "
        "AND approver_id = NEW.approver_id AND outcome = NEW.outcome) OR EXISTS (SELECT 1 FROM award "
        "WHERE case_id = NEW.case_id) OR EXISTS (SELECT 1 FROM public_notice WHERE case_id = "
        "NEW.case_id) OR EXISTS (SELECT 1 FROM appeal WHERE case_id = NEW.case_id) THEN RAISE "
        "EXCEPTION 'a decision is taken back by who approved it, once nothing hangs on it any more' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_undoing_whole BEFORE INSERT ON case_undoing FOR EACH ROW EXECUTE FUNCTION "
        "case_undoing_refuse_part()",
        "CREATE FUNCTION case_undoing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'that a decision was taken back is kept as it was' USING ERRCODE = "
        "'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_undoing_stays BEFORE UPDATE OR DELETE ON case_undoing FOR EACH ROW "
        "EXECUTE FUNCTION case_undoing_refuse()",
        "CREATE FUNCTION spot_check_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "OLD.checked_at IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.decided_at <> OLD.decided_at "
        "THEN RAISE EXCEPTION 'a spot check is kept as it was drawn and found' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER spot_check_kept BEFORE UPDATE ON spot_check FOR EACH ROW EXECUTE FUNCTION spot_check_keep()",
        "CREATE FUNCTION spot_check_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN "
        "RAISE EXCEPTION 'a spot check is kept as it was drawn and found' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER spot_check_stays BEFORE DELETE ON spot_check FOR EACH ROW EXECUTE FUNCTION spot_check_stay()",
        "CREATE FUNCTION spot_check_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "(EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND NEW.officer_id IN "
        "(recommender_id, approver_id, returner_id)) OR EXISTS (SELECT 1 FROM verification WHERE "
        "case_id = NEW.case_id AND clerk_id = NEW.officer_id) OR EXISTS (SELECT 1 FROM case_file JOIN "
        "application ON application.id = case_file.application_id WHERE case_file.id = NEW.case_id AND "
        "application.applicant_id = NEW.officer_id)) THEN RAISE EXCEPTION 'who had a part in the case "
        "does not check its decision' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN "
        "NEW; END $$",
        "CREATE TRIGGER spot_check_no_part BEFORE INSERT OR UPDATE OF officer_id ON spot_check FOR "
        "EACH ROW EXECUTE FUNCTION spot_check_refuse_part()",
        "CREATE FUNCTION case_file_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT "
        "(NEW.approver_id IS NULL AND NEW.decided_at IS NULL AND NEW.outcome IS NULL AND "
        "NEW.application_id IS NOT DISTINCT FROM OLD.application_id AND NEW.arrived_at IS NOT DISTINCT "
        "FROM OLD.arrived_at AND NEW.recommender_id IS NOT DISTINCT FROM OLD.recommender_id AND "
        "NEW.recommended_at IS NOT DISTINCT FROM OLD.recommended_at AND NEW.recommendation IS NOT "
        "DISTINCT FROM OLD.recommendation AND NEW.recommended_reason IS NOT DISTINCT FROM "
        "OLD.recommended_reason AND NEW.decision::text IS NOT DISTINCT FROM OLD.decision::text AND "
        "EXISTS (SELECT 1 FROM case_undoing WHERE case_id = OLD.id AND decided_at = OLD.decided_at AND "
        "approver_id = OLD.approver_id)) THEN RAISE EXCEPTION 'a decided case keeps its decision' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE "
        "FUNCTION case_file_keep()",
    ],
}
#: What kept a decision before it could be taken back.
BEFORE = {
    "sqlite": [
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file WHEN OLD.decided_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a "
        "decided case keeps its decision'); END"
    ],
    "postgresql": [
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE "
        "FUNCTION case_file_refuse()"
    ],
}
DROPPED = {
    "sqlite": ["DROP TRIGGER case_file_keeps_decision"],
    "postgresql": ["DROP TRIGGER case_file_keeps_decision ON case_file"],
}
GONE = {
    "sqlite": [],
    "postgresql": [
        "DROP FUNCTION case_file_keep()",
        "DROP FUNCTION case_undoing_refuse_part()",
        "DROP FUNCTION case_undoing_refuse()",
        "DROP FUNCTION spot_check_keep()",
        "DROP FUNCTION spot_check_stay()",
        "DROP FUNCTION spot_check_refuse_part()",
    ],
}
# triggers end


def upgrade() -> None:
    op.add_column("case_incentive", sa.Column("override_reason", sa.Text(), nullable=True))
    op.add_column("case_incentive", sa.Column("override_clause", sa.String(length=80), nullable=True))
    _change_checks(0, 1)
    whole = sa.text("override_clause IS NOT NULL")
    op.create_index(
        "ix_case_incentive_overridden",
        "case_incentive",
        ["case_id"],
        unique=False,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    _create_holds()
    _create_undoings()


def _create_holds() -> None:
    op.create_table(
        "case_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("releaser_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) BETWEEN 10 AND 2000", name=op.f("ck_case_hold_says_why")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (releaser_id IS NULL)", name=op.f("ck_case_hold_release_is_somebodys")
        ),
        sa.CheckConstraint("released_at >= held_at", name=op.f("ck_case_hold_released_after_held")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_hold_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_case_hold_officer_id")),
        sa.ForeignKeyConstraint(["releaser_id"], ["person.id"], name=op.f("fk_case_hold_releaser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hold")),
    )
    for column in ("case_id", "officer_id", "releaser_id"):
        op.create_index(op.f(f"ix_case_hold_{column}"), "case_hold", [column], unique=False)
    still = sa.text("released_at IS NULL")
    for name, columns, unique in (
        ("uq_case_hold_open", ["case_id"], True),
        ("ix_case_hold_look_on", ["look_on", "id"], False),
    ):
        op.create_index(name, "case_hold", columns, unique=unique, sqlite_where=still, postgresql_where=still)


def _create_undoings() -> None:
    op.add_column("letter", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "case_undoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted", "partly", "refused", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 10 AND 2000", name=op.f("ck_case_undoing_says_why")),
        sa.CheckConstraint("undone_on = decided_on", name=op.f("ck_case_undoing_within_the_day")),
        sa.CheckConstraint("undone_at >= decided_at", name=op.f("ck_case_undoing_undone_after_decided")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_undoing_case_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_case_undoing_approver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_undoing")),
        sa.UniqueConstraint("case_id", "decided_at", name=op.f("uq_case_undoing_case_id_decided_at")),
    )
    op.create_index(op.f("ix_case_undoing_approver_id"), "case_undoing", ["approver_id"], unique=False)
    _create_spot_checks()
    dialect = op.get_context().dialect.name
    for statement in (*DROPPED[dialect], *TRIGGERS[dialect]):
        op.execute(statement)


def _create_spot_checks() -> None:
    op.create_table(
        "spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "finding",
            sa.Enum("agrees", "differs", name="finding", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(finding IS NULL) = (checked_at IS NULL) AND (finding IS NULL) = (officer_id IS NULL)",
            name=op.f("ck_spot_check_finding_is_whole"),
        ),
        sa.CheckConstraint(
            "finding <> 'differs' OR length(reason) >= 10", name=op.f("ck_spot_check_difference_says_why")
        ),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_spot_check_reason_fits")),
        sa.CheckConstraint("checked_at >= decided_at", name=op.f("ck_spot_check_checked_after_decided")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_spot_check_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_spot_check_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("case_id", "decided_at", name=op.f("uq_spot_check_case_id_decided_at")),
    )
    for column in ("decided_at", "officer_id"):
        op.create_index(op.f(f"ix_spot_check_{column}"), "spot_check", [column], unique=False)
    waiting = sa.text("checked_at IS NULL")
    op.create_index("ix_spot_check_waiting", "spot_check", ["id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    dialect = op.get_context().dialect.name
    for statement in (*DROPPED[dialect], *BEFORE[dialect]):
        op.execute(statement)
    op.drop_table("spot_check")
    op.drop_table("case_undoing")
    for statement in GONE[dialect]:
        op.execute(statement)
    op.drop_column("letter", "withdrawn_at")
    op.drop_table("case_hold")
    op.drop_index("ix_case_incentive_overridden", table_name="case_incentive")
    _change_checks(1, 0)
    op.drop_column("case_incentive", "override_clause")
    op.drop_column("case_incentive", "override_reason")


def _change_checks(before: int, after: int) -> None:
    """Change what the table takes. SQLite has no statement for it; its manual gives this way."""
    if op.get_bind().dialect.name != "sqlite":
        for name, checks in (("granted_has_amount", GRANTED), ("recommended_only_if_granted", RECOMMENDED)):
            op.execute(f"ALTER TABLE case_incentive DROP CONSTRAINT ck_case_incentive_{name}")
            op.execute(f"ALTER TABLE case_incentive ADD CONSTRAINT ck_case_incentive_{name} {checks[after]}")
        for name, check in MORE:
            what = (
                f"ADD CONSTRAINT ck_case_incentive_{name} {check}"
                if after
                else f"DROP CONSTRAINT ck_case_incentive_{name}"
            )
            op.execute(f"ALTER TABLE case_incentive {what}")
        return
    more = "".join(f", CONSTRAINT ck_case_incentive_{name} {check}" for name, check in MORE)
    _rewrite(GRANTED[before], GRANTED[after])
    _rewrite(RECOMMENDED[before] + (more if before else ""), RECOMMENDED[after] + (more if after else ""))


def _rewrite(before: str, after: str) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'case_incentive' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    if changed.rowcount != 1:
        raise RuntimeError("case_incentive has no such check")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
