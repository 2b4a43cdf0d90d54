"""Yearly reviews, and what is owed back."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: What an instalment can be: before, and since a review may stop it and what is owed be kept from it.
STATES = ("state IN ('due', 'paid')", "state IN ('due', 'paid', 'stopped', 'offset')")
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER recovery_stays BEFORE UPDATE OF award_id, review_id, kind, fen, of_fen, unserved, promised, broken_on, formula_zh, formula_en, clause, clerk_id ON recovery BEGIN SELECT RAISE(ABORT, 'what is owed back and what came back is kept as it was recorded'); END",
        "CREATE TRIGGER repayment_stays BEFORE UPDATE ON repayment BEGIN SELECT RAISE(ABORT, 'what is owed back and what came back is kept as it was recorded'); END",
        "CREATE TRIGGER repayment_is_kept BEFORE DELETE ON repayment BEGIN SELECT RAISE(ABORT, 'what is owed back and what came back is kept as it was recorded'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION recovery_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what is owed back and what came back is kept as it was recorded' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER recovery_stays BEFORE UPDATE OF award_id, review_id, kind, fen, of_fen, unserved, promised, broken_on, formula_zh, formula_en, clause, clerk_id ON recovery FOR EACH ROW EXECUTE FUNCTION recovery_refuse()",
        "CREATE TRIGGER repayment_stays BEFORE UPDATE OR DELETE ON repayment FOR EACH ROW EXECUTE FUNCTION recovery_refuse()",
    ],
}
UNDONE = {
    "sqlite": ["DROP TRIGGER recovery_stays", "DROP TRIGGER repayment_stays", "DROP TRIGGER repayment_is_kept"],
    "postgresql": [
        "DROP TRIGGER recovery_stays ON recovery",
        "DROP TRIGGER repayment_stays ON repayment",
        "DROP FUNCTION recovery_refuse()",
    ],
}


def upgrade() -> None:
    _change_states(0, 1)
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("facts_before", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_review_decided_by_somebody")
        ),
        sa.CheckConstraint("(facts IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_review_confirmed_is_dated")),
        sa.CheckConstraint("decided_at >= asked_at", name=op.f("ck_review_decided_after_asked")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_review_asked_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_review_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_review_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_asked_by_id"), "review", ["asked_by_id"], unique=False)
    op.create_index(op.f("ix_review_case_id"), "review", ["case_id"], unique=False)
    op.create_index(op.f("ix_review_decided_by_id"), "review", ["decided_by_id"], unique=False)
    op.create_index(
        "uq_review_open",
        "review",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "open",
                "settled",
                "waived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("of_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unserved", sa.Integer(), nullable=True),
        sa.Column("promised", sa.Integer(), nullable=True),
        sa.Column("broken_on", sa.Date(), nullable=False),
        sa.Column("formula_zh", sa.String(length=400), nullable=False),
        sa.Column("formula_en", sa.String(length=400), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column(
            "repaid_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_reason", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("planned_after_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'proposed') = (approver_id IS NULL)", name=op.f("ck_recovery_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'settled') = (repaid_fen = fen)", name=op.f("ck_recovery_settled_when_all_is_back")
        ),
        sa.CheckConstraint("(state = 'waived') = (waived_reason <> '')", name=op.f("ck_recovery_waived_with_a_reason")),
        sa.CheckConstraint(
            "(state IN ('settled', 'waived')) = (closed_at IS NOT NULL)", name=op.f("ck_recovery_closed_is_dated")
        ),
        sa.CheckConstraint(
            "formula_zh <> '' AND formula_en <> '' AND clause <> ''", name=op.f("ck_recovery_formula_and_clause")
        ),
        sa.CheckConstraint(
            "state <> 'proposed' OR repaid_fen = 0", name=op.f("ck_recovery_nothing_back_before_confirmed")
        ),
        sa.CheckConstraint(
            "(approver_id IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_recovery_confirmed_is_dated")
        ),
        sa.CheckConstraint("approver_id <> clerk_id", name=op.f("ck_recovery_two_pairs_of_eyes")),
        sa.CheckConstraint("fen > 0 AND fen <= of_fen", name=op.f("ck_recovery_not_more_than_paid")),
        sa.CheckConstraint("repaid_fen >= 0 AND repaid_fen <= fen", name=op.f("ck_recovery_never_more_than_owed")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_recovery_approver_id")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_recovery_award_id")),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_recovery_clerk_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_recovery_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    op.create_index(op.f("ix_recovery_approver_id"), "recovery", ["approver_id"], unique=False)
    op.create_index(op.f("ix_recovery_award_id"), "recovery", ["award_id"], unique=False)
    op.create_index(op.f("ix_recovery_clerk_id"), "recovery", ["clerk_id"], unique=False)
    op.create_index(op.f("ix_recovery_review_id"), "recovery", ["review_id"], unique=False)
    op.create_index(op.f("ix_recovery_state"), "recovery", ["state"], unique=False)
    op.create_index(
        "uq_recovery_standing",
        "recovery",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'waived'"),
        postgresql_where=sa.text("state <> 'waived'"),
    )
    op.create_table(
        "recovery_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_recovery_part_fen_positive")),
        sa.CheckConstraint("number > 0", name=op.f("ck_recovery_part_number_positive")),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name=op.f("fk_recovery_part_recovery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_part")),
        sa.UniqueConstraint("recovery_id", "number", name=op.f("uq_recovery_part_recovery_id_number")),
    )
    op.create_table(
        "repayment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("paid", "offset", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'offset') = (instalment_id IS NOT NULL)", name=op.f("ck_repayment_offset_against_an_instalment")
        ),
        sa.CheckConstraint("reference <> ''", name=op.f("ck_repayment_reference_is_known")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_repayment_fen_positive")),
        sa.ForeignKeyConstraint(
            ["instalment_id", "fen"], ["instalment.id", "instalment.fen"], name="fk_repayment_of_the_whole_instalment"
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_repayment_recorded_by_id")),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name=op.f("fk_repayment_recovery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
        sa.UniqueConstraint("instalment_id", name=op.f("uq_repayment_instalment_id")),
        sa.UniqueConstraint("recovery_id", "reference", name=op.f("uq_repayment_recovery_id_reference")),
    )
    op.create_index(op.f("ix_repayment_recorded_by_id"), "repayment", ["recorded_by_id"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column(
            "rules_say",
            sa.Enum("continue", "stop", name="rules_say", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum("continue", "stop", name="outcome", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), server_default="", nullable=False),
        sa.Column("clause", sa.String(length=80), server_default="", nullable=False),
        sa.CheckConstraint(
            "coalesce(rules_say, '') = outcome OR (reason <> '' AND clause <> '')",
            name=op.f("ck_review_decision_otherwise_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(["instalment_id"], ["instalment.id"], name=op.f("fk_review_decision_instalment_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_decision_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint("review_id", "instalment_id", name=op.f("uq_review_decision_review_id_instalment_id")),
    )
    op.create_index(op.f("ix_review_decision_instalment_id"), "review_decision", ["instalment_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take reviews and recoveries away; what was stopped or kept is due again, to be looked at before it is paid."""
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ("recovery_part", "repayment", "recovery", "review_decision", "review"):
        op.drop_table(table)
    op.execute(
        "UPDATE instalment SET state = 'due', review_since = CURRENT_TIMESTAMP WHERE state IN ('stopped', 'offset')"
    )
    _change_states(1, 0)


def _change_states(before: int, after: int) -> None:
    """Widen or narrow what an instalment can be. SQLite has no statement for it; its manual gives this way."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.execute("ALTER TABLE instalment DROP CONSTRAINT ck_instalment_state")
        op.execute(f"ALTER TABLE instalment ADD CONSTRAINT ck_instalment_state CHECK ({STATES[after]})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'instalment' AND instr(sql, :before) > 0"
        ),
        {"before": f"({STATES[before]})", "after": f"({STATES[after]})"},
    )
    if changed.rowcount != 1:
        raise RuntimeError("instalment has no such check")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
