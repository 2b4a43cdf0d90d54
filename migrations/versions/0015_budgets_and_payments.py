"""Bank details, payment runs, budgets."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "postgresql": [
        "CREATE FUNCTION payment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'what was frozen and sent is kept as it was' USING ERRCODE = "
        "'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER payment_stays BEFORE UPDATE OF run_id, instalment_id, attempt, fen, holder, "
        "bank, number ON payment FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION "
        "payment_refuse()",
        "CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment FOR EACH ROW WHEN (OLD.state <> "
        "'selected') EXECUTE FUNCTION payment_refuse()",
        "CREATE FUNCTION payment_refuse_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'a payment goes from selected to sent to its result, and back only when the bank "
        "returns it' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER payment_goes_its_way BEFORE UPDATE OF state ON payment FOR EACH ROW WHEN "
        "(NEW.state <> OLD.state AND NOT (OLD.state = 'selected' AND NEW.state = 'sent' OR OLD.state "
        "= 'sent' AND NEW.state IN ('paid', 'failed', 'returned') OR OLD.state = 'paid' AND "
        "NEW.state = 'returned')) EXECUTE FUNCTION payment_refuse_way()",
        "CREATE FUNCTION instalment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "NEW.state = 'paid' AND OLD.state <> 'paid' AND NOT EXISTS (SELECT 1 FROM payment WHERE "
        "instalment_id = NEW.id AND state = 'paid') OR NEW.state = 'due' AND OLD.state = 'paid' AND "
        "EXISTS (SELECT 1 FROM payment WHERE instalment_id = NEW.id AND state = 'paid') THEN RAISE "
        "EXCEPTION 'an instalment is paid by a payment that arrived, and by nothing else' USING "
        "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER instalment_paid_by_payment BEFORE UPDATE OF state ON instalment FOR EACH ROW "
        "EXECUTE FUNCTION instalment_refuse()",
    ],
    "sqlite": [
        "CREATE TRIGGER payment_stays BEFORE UPDATE OF run_id, instalment_id, attempt, fen, holder, "
        "bank, number ON payment WHEN OLD.number IS NOT NULL BEGIN SELECT RAISE(ABORT, 'what was frozen "
        "and sent is kept as it was'); END",
        "CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment WHEN OLD.state <> 'selected' BEGIN "
        "SELECT RAISE(ABORT, 'what was frozen and sent is kept as it was'); END",
        "CREATE TRIGGER payment_goes_its_way BEFORE UPDATE OF state ON payment WHEN NEW.state <> "
        "OLD.state AND NOT (OLD.state = 'selected' AND NEW.state = 'sent' OR OLD.state = 'sent' AND "
        "NEW.state IN ('paid', 'failed', 'returned') OR OLD.state = 'paid' AND NEW.state = 'returned') "
        "BEGIN SELECT RAISE(ABORT, 'a payment goes from selected to sent to its result, and back only "
        "when the bank returns it'); END",
        "CREATE TRIGGER instalment_paid_by_payment BEFORE UPDATE OF state ON instalment WHEN NEW.state = "
        "'paid' AND OLD.state <> 'paid' AND NOT EXISTS (SELECT 1 FROM payment WHERE instalment_id = "
        "NEW.id AND state = 'paid') OR NEW.state = 'due' AND OLD.state = 'paid' AND EXISTS (SELECT 1 "
        "FROM payment WHERE instalment_id = NEW.id AND state = 'paid') BEGIN SELECT RAISE(ABORT, 'an "
        "instalment is paid by a payment that arrived, and by nothing else'); END",
    ],
}
UNDONE = {
    "postgresql": [
        "DROP TRIGGER instalment_paid_by_payment ON instalment",
        "DROP TRIGGER payment_goes_its_way ON payment",
        "DROP TRIGGER payment_is_kept ON payment",
        "DROP TRIGGER payment_stays ON payment",
        "DROP FUNCTION instalment_refuse()",
        "DROP FUNCTION payment_refuse_way()",
        "DROP FUNCTION payment_refuse()",
    ],
    "sqlite": [
        "DROP TRIGGER instalment_paid_by_payment",
        "DROP TRIGGER payment_goes_its_way",
        "DROP TRIGGER payment_is_kept",
        "DROP TRIGGER payment_stays",
    ],
}
#: The year an instalment is charged to, by database: that of its day, or of the decision where that came later.
YEAR = {
    "sqlite": "CAST(strftime('%Y', max(instalment.due_on, date(award.granted_at, '+8 hours'))) AS INTEGER)",
    "postgresql": "CAST(EXTRACT(YEAR FROM GREATEST(instalment.due_on, "
    "CAST(award.granted_at AT TIME ZONE 'Asia/Shanghai' AS date))) AS INTEGER)",
}
GRANTED = (
    "FROM instalment JOIN award ON award.id = instalment.award_id JOIN case_file ON case_file.id = award.case_id "
    "JOIN application ON application.id = case_file.application_id"
)


def upgrade() -> None:
    op.create_index("uq_instalment_id_fen", "instalment", ["id", "fen"], unique=True)
    op.create_table(
        "bank_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("card", "passbook", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("bank", sa.String(length=120), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_lookup", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("holder <> '' AND bank <> ''", name=op.f("ck_bank_account_holder_and_bank_are_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bank_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sa.UniqueConstraint("number_lookup", name=op.f("uq_bank_account_number_lookup")),
        sa.UniqueConstraint("person_id", name=op.f("uq_bank_account_person_id")),
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(length=120), nullable=False),
        sa.Column("incentive", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("appropriated_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "committed_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.CheckConstraint(
            "appropriated_fen IS NULL OR appropriated_fen >= 0", name=op.f("ck_budget_appropriated_not_negative")
        ),
        sa.CheckConstraint(
            "appropriated_fen IS NULL OR committed_fen <= appropriated_fen", name=op.f("ck_budget_not_overspent")
        ),
        sa.CheckConstraint("committed_fen >= 0", name=op.f("ck_budget_committed_not_negative")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2999", name=op.f("ck_budget_year_is_one")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_budget_pilot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint(
            "pilot_id", "policy_id", "incentive", "year", name=op.f("uq_budget_pilot_id_policy_id_incentive_year")
        ),
    )
    op.create_table(
        "payment_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "selecting",
                "frozen",
                "exported",
                "settled",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due_until", sa.Date(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=True),
        sa.Column("retry_of_id", sa.Integer(), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'settled') = (settled_at IS NOT NULL)", name=op.f("ck_payment_run_settled_is_dated")
        ),
        sa.CheckConstraint(
            "(state IN ('exported', 'settled')) = (exported_at IS NOT NULL)",
            name=op.f("ck_payment_run_export_is_dated"),
        ),
        sa.CheckConstraint(
            "state IN ('selecting', 'discarded') OR frozen_at IS NOT NULL", name=op.f("ck_payment_run_frozen_is_dated")
        ),
        sa.CheckConstraint(
            "(exported_at IS NULL) = (approver_id IS NULL)", name=op.f("ck_payment_run_exported_by_somebody")
        ),
        sa.CheckConstraint("approver_id <> clerk_id", name=op.f("ck_payment_run_two_pairs_of_eyes")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_payment_run_approver_id")),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_payment_run_clerk_id")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_payment_run_pilot_id")),
        sa.ForeignKeyConstraint(["retry_of_id"], ["payment_run.id"], name=op.f("fk_payment_run_retry_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
    )
    op.create_index("ix_payment_run_approver_id", "payment_run", ["approver_id"], unique=False)
    op.create_index("ix_payment_run_clerk_id", "payment_run", ["clerk_id"], unique=False)
    op.create_index("ix_payment_run_pilot_id", "payment_run", ["pilot_id"], unique=False)
    op.create_index("ix_payment_run_retry_of_id", "payment_run", ["retry_of_id"], unique=False)
    op.create_index("ix_payment_run_state", "payment_run", ["state"], unique=False)

    op.create_table(
        "payment_result_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["imported_by_id"], ["person.id"], name=op.f("fk_payment_result_file_imported_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_result_file_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_result_file")),
        sa.UniqueConstraint("run_id", "sha256", name=op.f("uq_payment_result_file_run_id_sha256")),
    )
    op.create_index("ix_payment_result_file_imported_by_id", "payment_result_file", ["imported_by_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_commitment_fen_positive")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_commitment_award_id")),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.id"], name=op.f("fk_commitment_budget_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("award_id", "budget_id", name=op.f("uq_commitment_award_id_budget_id")),
    )
    op.create_index("ix_commitment_budget_id", "commitment", ["budget_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("instalment_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "selected",
                "sent",
                "paid",
                "failed",
                "returned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=120), nullable=True),
        sa.Column("bank", sa.String(length=120), nullable=True),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state IN ('selected', 'sent')) = (settled_at IS NULL)", name=op.f("ck_payment_result_is_dated")
        ),
        sa.CheckConstraint("state = 'selected' OR number IS NOT NULL", name=op.f("ck_payment_sent_somewhere")),
        sa.CheckConstraint(
            "(number IS NULL) = (holder IS NULL) AND (number IS NULL) = (bank IS NULL)",
            name=op.f("ck_payment_account_is_whole"),
        ),
        sa.CheckConstraint("attempt BETWEEN 1 AND 99", name=op.f("ck_payment_attempt_is_counted")),
        sa.ForeignKeyConstraint(
            ["instalment_id", "fen"], ["instalment.id", "instalment.fen"], name="fk_payment_of_the_whole_instalment"
        ),
        sa.ForeignKeyConstraint(["instalment_id"], ["instalment.id"], name=op.f("fk_payment_instalment_id")),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name=op.f("fk_payment_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("instalment_id", "attempt", name=op.f("uq_payment_instalment_id_attempt")),
    )
    op.create_index("ix_payment_run_id_state", "payment", ["run_id", "state"], unique=False)
    op.create_index(
        "uq_payment_standing",
        "payment",
        ["instalment_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('selected', 'sent', 'paid')"),
        postgresql_where=sa.text("state IN ('selected', 'sent', 'paid')"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    _commit_what_was_granted()


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ("payment", "commitment", "payment_result_file", "payment_run", "budget", "bank_account"):
        op.drop_table(table)
    op.drop_index("uq_instalment_id_fen", table_name="instalment")


def _commit_what_was_granted() -> None:
    """Count what was granted before there were budgets, so that the first budget set says truly what is left."""
    year = YEAR[op.get_bind().dialect.name]
    op.execute(
        "INSERT INTO budget (pilot_id, policy_id, incentive, year, committed_fen) "
        f"SELECT application.pilot_id, application.policy_id, award.incentive, {year}, sum(instalment.fen) {GRANTED} "
        f"GROUP BY application.pilot_id, application.policy_id, award.incentive, {year}"
    )
    op.execute(
        "INSERT INTO commitment (award_id, budget_id, fen) "
        f"SELECT award.id, budget.id, sum(instalment.fen) {GRANTED} "
        "JOIN budget ON budget.pilot_id = application.pilot_id AND budget.policy_id = application.policy_id "
        f"AND budget.incentive = award.incentive AND budget.year = {year} GROUP BY award.id, budget.id"
    )
