"""Appeals against decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER appeal_of_decided BEFORE INSERT ON appeal WHEN (SELECT decided_at FROM case_file "
        "WHERE id = NEW.case_id) IS NULL BEGIN SELECT RAISE(ABORT, 'only a decided case can be appealed'); "
        "END",
        "CREATE TRIGGER appeal_insert_no_part BEFORE INSERT ON appeal WHEN (EXISTS (SELECT 1 FROM case_file "
        "WHERE id = NEW.case_id AND NEW.officer_id IN (recommender_id, approver_id, returner_id)) OR EXISTS "
        "(SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = NEW.officer_id) OR EXISTS "
        "(SELECT 1 FROM case_file JOIN application ON application.id = case_file.application_id WHERE "
        "case_file.id = NEW.case_id AND application.applicant_id = NEW.officer_id)) BEGIN SELECT "
        "RAISE(ABORT, 'who had a part in the decision does not answer the appeal'); END",
        "CREATE TRIGGER appeal_update_no_part BEFORE UPDATE OF officer_id ON appeal WHEN (EXISTS (SELECT 1 "
        "FROM case_file WHERE id = NEW.case_id AND NEW.officer_id IN (recommender_id, approver_id, "
        "returner_id)) OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = "
        "NEW.officer_id) OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = "
        "case_file.application_id WHERE case_file.id = NEW.case_id AND application.applicant_id = "
        "NEW.officer_id)) BEGIN SELECT RAISE(ABORT, 'who had a part in the decision does not answer the "
        "appeal'); END",
        "CREATE TRIGGER appeal_kept BEFORE UPDATE ON appeal WHEN OLD.state <> 'filed' OR NEW.case_id <> "
        "OLD.case_id OR NEW.reasons <> OLD.reasons OR NEW.filed_at <> OLD.filed_at BEGIN SELECT RAISE(ABORT, "
        "'an appeal is kept as it was sent and answered'); END",
        "CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal BEGIN SELECT RAISE(ABORT, 'an appeal is kept as "
        "it was sent and answered'); END",
        "CREATE TRIGGER case_incentive_insert_once BEFORE INSERT ON case_incentive WHEN NEW.recommended AND "
        "EXISTS (SELECT 1 FROM appeal JOIN case_incentive AS earlier ON earlier.case_id = appeal.case_id "
        "WHERE appeal.round_id = NEW.case_id AND earlier.incentive = NEW.incentive AND earlier.recommended) "
        "BEGIN SELECT RAISE(ABORT, 'what the first decision granted is not granted again'); END",
        "CREATE TRIGGER case_incentive_update_once BEFORE UPDATE OF recommended ON case_incentive WHEN "
        "NEW.recommended AND EXISTS (SELECT 1 FROM appeal JOIN case_incentive AS earlier ON earlier.case_id "
        "= appeal.case_id WHERE appeal.round_id = NEW.case_id AND earlier.incentive = NEW.incentive AND "
        "earlier.recommended) BEGIN SELECT RAISE(ABORT, 'what the first decision granted is not granted "
        "again'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION appeal_refuse_undecided() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT "
        "decided_at FROM case_file WHERE id = NEW.case_id) IS NULL THEN RAISE EXCEPTION 'only a decided case "
        "can be appealed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER appeal_of_decided BEFORE INSERT ON appeal FOR EACH ROW EXECUTE FUNCTION "
        "appeal_refuse_undecided()",
        "CREATE FUNCTION appeal_refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (EXISTS "
        "(SELECT 1 FROM case_file WHERE id = NEW.case_id AND NEW.officer_id IN (recommender_id, approver_id, "
        "returner_id)) OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = "
        "NEW.officer_id) OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = "
        "case_file.application_id WHERE case_file.id = NEW.case_id AND application.applicant_id = "
        "NEW.officer_id)) THEN RAISE EXCEPTION 'who had a part in the decision does not answer the appeal' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER appeal_no_part BEFORE INSERT OR UPDATE OF officer_id ON appeal FOR EACH ROW EXECUTE "
        "FUNCTION appeal_refuse_part()",
        "CREATE FUNCTION appeal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> "
        "'filed' OR NEW.case_id <> OLD.case_id OR NEW.reasons <> OLD.reasons OR NEW.filed_at <> OLD.filed_at "
        "THEN RAISE EXCEPTION 'an appeal is kept as it was sent and answered' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER appeal_kept BEFORE UPDATE ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_refuse_change()",
        "CREATE FUNCTION appeal_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF true THEN "
        "RAISE EXCEPTION 'an appeal is kept as it was sent and answered' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_refuse_delete()",
        "CREATE FUNCTION case_incentive_refuse_twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        "NEW.recommended AND EXISTS (SELECT 1 FROM appeal JOIN case_incentive AS earlier ON earlier.case_id "
        "= appeal.case_id WHERE appeal.round_id = NEW.case_id AND earlier.incentive = NEW.incentive AND "
        "earlier.recommended) THEN RAISE EXCEPTION 'what the first decision granted is not granted again' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_incentive_once BEFORE INSERT OR UPDATE OF recommended ON case_incentive FOR "
        "EACH ROW EXECUTE FUNCTION case_incentive_refuse_twice()",
    ],
}
UNDONE = {
    "postgresql": [
        "DROP TRIGGER case_incentive_once ON case_incentive",
        "DROP FUNCTION case_incentive_refuse_twice()",
        "DROP TABLE appeal",
        "DROP FUNCTION appeal_refuse_delete()",
        "DROP FUNCTION appeal_refuse_change()",
        "DROP FUNCTION appeal_refuse_part()",
        "DROP FUNCTION appeal_refuse_undecided()",
    ],
    "sqlite": [
        "DROP TRIGGER case_incentive_update_once",
        "DROP TRIGGER case_incentive_insert_once",
        "DROP TABLE appeal",
    ],
}


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "stands",
                "sent_back",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("clause", sa.String(length=80), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reasons) BETWEEN 10 AND 4000", name=op.f("ck_appeal_reasons_have_length")),
        sa.CheckConstraint(
            "(state IN ('stands', 'sent_back')) = (decided_at IS NOT NULL)", name=op.f("ck_appeal_answer_is_dated")
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (answer IS NULL)", name=op.f("ck_appeal_answer_is_given")),
        sa.CheckConstraint("decided_at IS NULL OR officer_id IS NOT NULL", name=op.f("ck_appeal_answer_is_somebodys")),
        sa.CheckConstraint("state <> 'stands' OR clause IS NOT NULL", name=op.f("ck_appeal_standing_names_clause")),
        sa.CheckConstraint("clause IS NULL OR decided_at IS NOT NULL", name=op.f("ck_appeal_clause_of_answer")),
        sa.CheckConstraint(
            "(state = 'sent_back') = (round_id IS NOT NULL)", name=op.f("ck_appeal_sent_back_has_round")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_appeal_withdrawal_is_dated")
        ),
        sa.CheckConstraint("decided_at >= filed_at", name=op.f("ck_appeal_answered_after_filed")),
        sa.CheckConstraint("withdrawn_at >= filed_at", name=op.f("ck_appeal_withdrawn_after_filed")),
        sa.CheckConstraint("round_id <> case_id", name=op.f("ck_appeal_round_is_another")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_appeal_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_appeal_officer_id")),
        sa.ForeignKeyConstraint(["round_id"], ["case_file.id"], name=op.f("fk_appeal_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("case_id", name=op.f("uq_appeal_case_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_appeal_round_id")),
    )
    for column in ("due_on", "officer_id", "state"):
        op.create_index(op.f(f"ix_appeal_{column}"), "appeal", [column], unique=False)
    for statement in TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_context().dialect.name]:
        op.execute(statement)
