"""Cases before the bureau."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file WHEN OLD.decided_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a "
        "decided case keeps its decision'); END",
        "CREATE TRIGGER case_file_stays BEFORE DELETE ON case_file WHEN OLD.decided_at IS NOT NULL BEGIN "
        "SELECT RAISE(ABORT, 'a decided case keeps its decision'); END",
        "CREATE TRIGGER case_incentive_no_insert BEFORE INSERT ON case_incentive WHEN (SELECT decided_at "
        "FROM case_file WHERE id = NEW.case_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a decided case "
        "keeps its decision'); END",
        "CREATE TRIGGER case_incentive_no_update BEFORE UPDATE ON case_incentive WHEN (SELECT decided_at "
        "FROM case_file WHERE id = OLD.case_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a decided case "
        "keeps its decision'); END",
        "CREATE TRIGGER case_incentive_no_delete BEFORE DELETE ON case_incentive WHEN (SELECT decided_at "
        "FROM case_file WHERE id = OLD.case_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a decided case "
        "keeps its decision'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION case_file_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
        "EXCEPTION 'a decided case keeps its decision' USING ERRCODE = "
        "'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF application_id, arrived_at, "
        "recommender_id, recommended_at, recommendation, recommended_reason, decision, approver_id, "
        "decided_at, outcome ON case_file FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE "
        "FUNCTION case_file_refuse()",
        "CREATE TRIGGER case_file_stays BEFORE DELETE ON case_file FOR EACH ROW WHEN (OLD.decided_at "
        "IS NOT NULL) EXECUTE FUNCTION case_file_refuse()",
        "CREATE FUNCTION case_incentive_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE "
        "changed integer; BEGIN IF TG_OP = 'INSERT' THEN changed := NEW.case_id; ELSE changed := "
        "OLD.case_id; END IF; IF (SELECT decided_at FROM case_file WHERE id = changed) IS NOT NULL "
        "THEN RAISE EXCEPTION 'a decided case keeps its decision' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        "RETURN NEW; END $$",
        "CREATE TRIGGER case_incentive_keeps_decision BEFORE INSERT OR UPDATE OR DELETE ON "
        "case_incentive FOR EACH ROW EXECUTE FUNCTION case_incentive_refuse()",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER case_file_keeps_decision",
        "DROP TRIGGER case_file_stays",
        "DROP TRIGGER case_incentive_no_insert",
        "DROP TRIGGER case_incentive_no_update",
        "DROP TRIGGER case_incentive_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER case_incentive_keeps_decision ON case_incentive",
        "DROP TRIGGER case_file_stays ON case_file",
        "DROP TRIGGER case_file_keeps_decision ON case_file",
        "DROP FUNCTION case_incentive_refuse()",
        "DROP FUNCTION case_file_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "arrived", "recommended", "decided", name="stage", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recommender_id", sa.Integer(), nullable=True),
        sa.Column("recommended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "recommendation",
            sa.Enum(
                "grant", "partly", "refuse", name="recommendation", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("recommended_reason", sa.Text(), nullable=True),
        sa.Column("decision", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted", "partly", "refused", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("returner_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(stage = 'decided') = (outcome IS NOT NULL)", name=op.f("ck_case_file_decided_has_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR (outcome = 'granted' AND recommendation = 'grant') OR (outcome = 'partly' AND recommendation = 'partly') OR (outcome = 'refused' AND recommendation = 'refuse')",
            name=op.f("ck_case_file_outcome_as_recommended"),
        ),
        sa.CheckConstraint(
            "stage = 'arrived' OR recommendation IS NOT NULL", name=op.f("ck_case_file_stage_has_recommendation")
        ),
        sa.CheckConstraint("(outcome IS NULL) = (approver_id IS NULL)", name=op.f("ck_case_file_outcome_is_approved")),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_case_file_outcome_is_dated")),
        sa.CheckConstraint(
            "(recommendation IS NULL) = (recommended_at IS NULL) AND (recommendation IS NULL) = (recommender_id IS NULL) AND (recommendation IS NULL) = (recommended_reason IS NULL) AND (recommendation IS NULL) = (decision IS NULL)",
            name=op.f("ck_case_file_recommendation_is_whole"),
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (return_reason IS NULL) AND (returned_at IS NULL) = (returner_id IS NULL)",
            name=op.f("ck_case_file_return_is_whole"),
        ),
        sa.CheckConstraint("approver_id <> recommender_id", name=op.f("ck_case_file_two_pairs_of_eyes")),
        sa.CheckConstraint(
            "approver_id IS NULL OR recommender_id IS NOT NULL",
            name=op.f("ck_case_file_approval_follows_recommendation"),
        ),
        sa.CheckConstraint("decided_at >= recommended_at", name=op.f("ck_case_file_decided_after_recommended")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_case_file_application_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_case_file_approver_id")),
        sa.ForeignKeyConstraint(["recommender_id"], ["person.id"], name=op.f("fk_case_file_recommender_id")),
        sa.ForeignKeyConstraint(["returner_id"], ["person.id"], name=op.f("fk_case_file_returner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("application_id", name=op.f("uq_case_file_application_id")),
    )
    op.create_index(op.f("ix_case_file_approver_id"), "case_file", ["approver_id"], unique=False)
    op.create_index(op.f("ix_case_file_arrived_at"), "case_file", ["arrived_at"], unique=False)
    op.create_index(op.f("ix_case_file_due_on"), "case_file", ["due_on"], unique=False)
    op.create_index(op.f("ix_case_file_recommender_id"), "case_file", ["recommender_id"], unique=False)
    op.create_index(op.f("ix_case_file_returner_id"), "case_file", ["returner_id"], unique=False)
    op.create_index(op.f("ix_case_file_stage"), "case_file", ["stage"], unique=False)
    op.create_table(
        "case_incentive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("incentive", sa.String(length=80), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "granted", "refused", "unknown", name="verdict", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recommended", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'granted') = (fen IS NOT NULL)", name=op.f("ck_case_incentive_granted_has_amount")
        ),
        sa.CheckConstraint(
            "NOT recommended OR verdict = 'granted'", name=op.f("ck_case_incentive_recommended_only_if_granted")
        ),
        sa.CheckConstraint("fen >= 0", name=op.f("ck_case_incentive_fen_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_incentive_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_incentive")),
        sa.UniqueConstraint("case_id", "incentive", "fen", name=op.f("uq_case_incentive_case_id_incentive_fen")),
        sa.UniqueConstraint("case_id", "incentive", name=op.f("uq_case_incentive_case_id_incentive")),
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("verified", "refused", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'refused' OR note <> ''", name=op.f("ck_verification_refusal_says_why")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_verification_case_id")),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_verification_clerk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sa.UniqueConstraint("case_id", "fact", name=op.f("uq_verification_case_id_fact")),
    )
    op.create_index(op.f("ix_verification_clerk_id"), "verification", ["clerk_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index(op.f("ix_verification_clerk_id"), table_name="verification")
    op.drop_table("verification")
    op.drop_table("case_incentive")
    op.drop_index(op.f("ix_case_file_stage"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_returner_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_recommender_id"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_due_on"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_arrived_at"), table_name="case_file")
    op.drop_index(op.f("ix_case_file_approver_id"), table_name="case_file")
    op.drop_table("case_file")
