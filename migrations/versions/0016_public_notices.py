"""Public notices and the objections to them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "postgresql": [
        "CREATE FUNCTION public_notice_ends_once_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF OLD.ended_at IS NOT NULL OR EXISTS (SELECT 1 FROM objection WHERE notice_id = "
        "NEW.id AND (finding IS NULL OR finding = 'upheld')) THEN RAISE EXCEPTION 'a notice that "
        "has ended stays so, and none ends while an objection is open or was upheld' USING ERRCODE "
        "= 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER public_notice_ends_once BEFORE UPDATE OF ended_at ON public_notice FOR EACH"
        " ROW EXECUTE FUNCTION public_notice_ends_once_refuse()",
        "CREATE FUNCTION objection_in_time_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
        " EXISTS (SELECT 1 FROM public_notice WHERE id = NEW.notice_id AND ended_at IS NOT NULL) "
        "THEN RAISE EXCEPTION 'an objection is raised while the notice is on, kept as it was sent, "
        "and decided once' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; "
        "END $$",
        "CREATE TRIGGER objection_in_time BEFORE INSERT ON objection FOR EACH ROW EXECUTE FUNCTION "
        "objection_in_time_refuse()",
        "CREATE FUNCTION objection_is_kept_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
        " OLD.finding IS NOT NULL OR NEW.notice_id <> OLD.notice_id OR NEW.reason <> OLD.reason OR "
        "NEW.raised_at <> OLD.raised_at THEN RAISE EXCEPTION 'an objection is raised while the "
        "notice is on, kept as it was sent, and decided once' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER objection_is_kept BEFORE UPDATE OF notice_id, reason, raised_at, finding, "
        "finding_reason, approver_id, decided_at ON objection FOR EACH ROW EXECUTE FUNCTION "
        "objection_is_kept_refuse()",
        "CREATE FUNCTION objection_stays_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1"
        " = 1 THEN RAISE EXCEPTION 'an objection is raised while the notice is on, kept as it was "
        "sent, and decided once' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN "
        "NEW; END $$",
        "CREATE TRIGGER objection_stays BEFORE DELETE ON objection FOR EACH ROW EXECUTE FUNCTION "
        "objection_stays_refuse()",
        "CREATE FUNCTION payment_after_notice_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.state = 'sent' AND EXISTS (SELECT 1 FROM instalment JOIN award ON award.id = "
        "instalment.award_id JOIN public_notice ON public_notice.case_id = award.case_id WHERE "
        "instalment.id = NEW.instalment_id AND public_notice.ended_at IS NULL) THEN RAISE EXCEPTION"
        " 'nothing is paid before its public notice has ended' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER payment_after_notice BEFORE UPDATE OF state ON payment FOR EACH ROW EXECUTE"
        " FUNCTION payment_after_notice_refuse()",
    ],
    "sqlite": [
        "CREATE TRIGGER public_notice_ends_once BEFORE UPDATE OF ended_at ON public_notice WHEN "
        "OLD.ended_at IS NOT NULL OR EXISTS (SELECT 1 FROM objection WHERE notice_id = NEW.id AND "
        "(finding IS NULL OR finding = 'upheld')) BEGIN SELECT RAISE(ABORT, 'a notice that has "
        "ended stays so, and none ends while an objection is open or was upheld'); END",
        "CREATE TRIGGER objection_in_time BEFORE INSERT ON objection WHEN EXISTS (SELECT 1 FROM "
        "public_notice WHERE id = NEW.notice_id AND ended_at IS NOT NULL) BEGIN SELECT RAISE(ABORT,"
        " 'an objection is raised while the notice is on, kept as it was sent, and decided once'); "
        "END",
        "CREATE TRIGGER objection_is_kept BEFORE UPDATE OF notice_id, reason, raised_at, finding, "
        "finding_reason, approver_id, decided_at ON objection WHEN OLD.finding IS NOT NULL OR "
        "NEW.notice_id <> OLD.notice_id OR NEW.reason <> OLD.reason OR NEW.raised_at <> "
        "OLD.raised_at BEGIN SELECT RAISE(ABORT, 'an objection is raised while the notice is on, "
        "kept as it was sent, and decided once'); END",
        "CREATE TRIGGER objection_stays BEFORE DELETE ON objection WHEN 1 = 1 BEGIN SELECT "
        "RAISE(ABORT, 'an objection is raised while the notice is on, kept as it was sent, and "
        "decided once'); END",
        "CREATE TRIGGER payment_after_notice BEFORE UPDATE OF state ON payment WHEN NEW.state = "
        "'sent' AND EXISTS (SELECT 1 FROM instalment JOIN award ON award.id = instalment.award_id "
        "JOIN public_notice ON public_notice.case_id = award.case_id WHERE instalment.id = "
        "NEW.instalment_id AND public_notice.ended_at IS NULL) BEGIN SELECT RAISE(ABORT, 'nothing "
        "is paid before its public notice has ended'); END",
    ],
}
UNDONE = {
    "postgresql": [
        "DROP TRIGGER payment_after_notice ON payment",
        "DROP TRIGGER objection_stays ON objection",
        "DROP TRIGGER objection_is_kept ON objection",
        "DROP TRIGGER objection_in_time ON objection",
        "DROP TRIGGER public_notice_ends_once ON public_notice",
        "DROP FUNCTION public_notice_ends_once_refuse()",
        "DROP FUNCTION objection_in_time_refuse()",
        "DROP FUNCTION objection_is_kept_refuse()",
        "DROP FUNCTION objection_stays_refuse()",
        "DROP FUNCTION payment_after_notice_refuse()",
    ],
    "sqlite": ["DROP TRIGGER payment_after_notice"],
}


def upgrade() -> None:
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_on > opens_on", name=op.f("ck_public_notice_closes_after_it_opens")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_public_notice_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
        sa.UniqueConstraint("case_id", name=op.f("uq_public_notice_case_id")),
    )
    op.create_index(
        "ix_public_notice_running",
        "public_notice",
        ["closes_on"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("upheld", "dismissed", name="finding", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("finding_reason", sa.Text(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(finding IS NULL) = (decided_at IS NULL) AND (finding IS NULL) = (approver_id IS NULL)"
            " AND (finding IS NULL) = (finding_reason IS NULL)",
            name=op.f("ck_objection_finding_is_whole"),
        ),
        sa.CheckConstraint("approver_id <> person_id", name=op.f("ck_objection_not_decided_by_who_raised_it")),
        sa.CheckConstraint("decided_at >= raised_at", name=op.f("ck_objection_decided_after_raised")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_objection_says_why")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_objection_approver_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_objection_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    for column in ("notice_id", "person_id", "approver_id"):
        op.create_index(f"ix_objection_{column}", "objection", [column])
    op.create_index(
        "ix_objection_open",
        "objection",
        ["raised_at"],
        sqlite_where=sa.text("finding IS NULL"),
        postgresql_where=sa.text("finding IS NULL"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("objection")
    op.drop_table("public_notice")
