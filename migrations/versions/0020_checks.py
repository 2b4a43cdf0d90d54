"""Automatic checks, conflicts of interest and extracts of registries."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER step_back_kept BEFORE UPDATE ON step_back BEGIN SELECT RAISE(ABORT, 'who stepped "
        "back from a case stays away from it'); END",
        "CREATE TRIGGER step_back_stays BEFORE DELETE ON step_back BEGIN SELECT RAISE(ABORT, 'who stepped "
        "back from a case stays away from it'); END",
        "CREATE TRIGGER verification_insert_not_stepped_back BEFORE INSERT ON verification WHEN EXISTS "
        "(SELECT 1 FROM step_back WHERE case_id = NEW.case_id AND officer_id = NEW.clerk_id) BEGIN SELECT "
        "RAISE(ABORT, 'who stepped back from a case stays away from it'); END",
        "CREATE TRIGGER verification_update_not_stepped_back BEFORE UPDATE ON verification WHEN EXISTS "
        "(SELECT 1 FROM step_back WHERE case_id = NEW.case_id AND officer_id = NEW.clerk_id) BEGIN SELECT "
        "RAISE(ABORT, 'who stepped back from a case stays away from it'); END",
        "CREATE TRIGGER case_file_not_stepped_back BEFORE UPDATE OF recommender_id, approver_id, "
        "returner_id ON case_file WHEN (NEW.recommender_id IS NOT NULL AND (OLD.recommender_id IS NULL OR "
        "NEW.recommender_id <> OLD.recommender_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id = "
        "NEW.id AND officer_id = NEW.recommender_id)) OR (NEW.approver_id IS NOT NULL AND (OLD.approver_id "
        "IS NULL OR NEW.approver_id <> OLD.approver_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id ="
        " NEW.id AND officer_id = NEW.approver_id)) OR (NEW.returner_id IS NOT NULL AND (OLD.returner_id IS"
        " NULL OR NEW.returner_id <> OLD.returner_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id = "
        "NEW.id AND officer_id = NEW.returner_id)) BEGIN SELECT RAISE(ABORT, 'who stepped back from a case "
        "stays away from it'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION step_back_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true "
        "THEN RAISE EXCEPTION 'who stepped back from a case stays away from it' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER step_back_kept BEFORE UPDATE OR DELETE ON step_back FOR EACH ROW EXECUTE FUNCTION "
        "step_back_refuse_change()",
        "CREATE FUNCTION verification_refuse_stepped_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
        " EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.case_id AND officer_id = NEW.clerk_id) THEN "
        "RAISE EXCEPTION 'who stepped back from a case stays away from it' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER verification_not_stepped_back BEFORE INSERT OR UPDATE ON verification FOR EACH ROW "
        "EXECUTE FUNCTION verification_refuse_stepped_back()",
        "CREATE FUNCTION case_file_refuse_stepped_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "(NEW.recommender_id IS NOT NULL AND (OLD.recommender_id IS NULL OR NEW.recommender_id <> "
        "OLD.recommender_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.id AND officer_id = "
        "NEW.recommender_id)) OR (NEW.approver_id IS NOT NULL AND (OLD.approver_id IS NULL OR "
        "NEW.approver_id <> OLD.approver_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.id AND"
        " officer_id = NEW.approver_id)) OR (NEW.returner_id IS NOT NULL AND (OLD.returner_id IS NULL OR "
        "NEW.returner_id <> OLD.returner_id) AND EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.id AND"
        " officer_id = NEW.returner_id)) THEN RAISE EXCEPTION 'who stepped back from a case stays away from"
        " it' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_file_not_stepped_back BEFORE UPDATE OF recommender_id, approver_id, "
        "returner_id ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_refuse_stepped_back()",
    ],
}
UNDONE = {
    "postgresql": [
        "DROP TRIGGER case_file_not_stepped_back ON case_file",
        "DROP TRIGGER verification_not_stepped_back ON verification",
        "DROP TABLE step_back",
        "DROP FUNCTION case_file_refuse_stepped_back()",
        "DROP FUNCTION verification_refuse_stepped_back()",
        "DROP FUNCTION step_back_refuse_change()",
    ],
    "sqlite": [
        "DROP TRIGGER case_file_not_stepped_back",
        "DROP TRIGGER verification_update_not_stepped_back",
        "DROP TRIGGER verification_insert_not_stepped_back",
        "DROP TABLE step_back",
    ],
}
REGISTRIES = ("degrees", "social_insurance", "real_estate", "tax")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_index(op.f("ix_person_phone"), "person", ["phone"], unique=False)
    op.create_index("ix_evidence_sha256_id", "evidence", ["sha256", "id"], unique=False)
    op.create_table(
        "former_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number_lookup", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_account")),
        sa.UniqueConstraint("person_id", "number_lookup", name=op.f("uq_former_account_person_id_number_lookup")),
    )
    op.create_index(op.f("ix_former_account_number_lookup"), "former_account", ["number_lookup"], unique=False)
    _interests()
    _registries()
    for statement in TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)


def _interests() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", "employer", "relative"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=True),
        sa.Column("identity_lookup", sa.String(length=64), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> '' OR code IS NOT NULL", name=op.f("ck_interest_says_who")),
        sa.CheckConstraint("kind = 'employer' OR code IS NULL", name=op.f("ck_interest_code_of_employer")),
        sa.CheckConstraint(
            "kind = 'relative' OR identity_lookup IS NULL", name=op.f("ck_interest_identity_of_relative")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(op.f("ix_interest_person_id"), "interest", ["person_id"], unique=False)
    op.create_table(
        "conflict_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(words) BETWEEN 10 AND 1000", name=op.f("ck_conflict_declaration_words_have_length")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_conflict_declaration_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_conflict_declaration_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declaration")),
        sa.UniqueConstraint("case_id", "officer_id", name=op.f("uq_conflict_declaration_case_id_officer_id")),
    )
    op.create_index(op.f("ix_conflict_declaration_officer_id"), "conflict_declaration", ["officer_id"], unique=False)
    op.create_table(
        "step_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stepped_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 10 AND 1000", name=op.f("ck_step_back_reason_has_length")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_step_back_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_step_back_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_back")),
        sa.UniqueConstraint("case_id", "officer_id", name=op.f("uq_step_back_case_id_officer_id")),
    )
    op.create_index(op.f("ix_step_back_officer_id"), "step_back", ["officer_id"], unique=False)


def _registries() -> None:
    op.create_table(
        "registry_extract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", _choice("source", *REGISTRIES), nullable=False),
        sa.Column("policy_id", sa.String(length=120), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_registry_extract_has_rows")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_registry_extract_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_extract")),
        sa.UniqueConstraint("source", "policy_id", "sha256", name=op.f("uq_registry_extract_source_policy_id_sha256")),
    )
    op.create_index("ix_registry_extract_newest", "registry_extract", ["policy_id", "source", "dated_on"])
    for column in ("delete_on", "taken_by_id"):
        op.create_index(op.f(f"ix_registry_extract_{column}"), "registry_extract", [column], unique=False)
    op.create_table(
        "registry_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("identity_lookup", sa.String(length=64), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["registry_extract.id"], name=op.f("fk_registry_row_extract_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_row")),
        sa.UniqueConstraint("extract_id", "identity_lookup", name=op.f("uq_registry_row_extract_id_identity_lookup")),
    )
    op.create_index(op.f("ix_registry_row_identity_lookup"), "registry_row", ["identity_lookup"], unique=False)


def downgrade() -> None:
    for statement in UNDONE[op.get_context().dialect.name]:
        op.execute(statement)
    for table in ("registry_row", "registry_extract", "conflict_declaration", "interest", "former_account"):
        op.drop_table(table)
    op.drop_index("ix_evidence_sha256_id", table_name="evidence")
    op.drop_index(op.f("ix_person_phone"), table_name="person")
