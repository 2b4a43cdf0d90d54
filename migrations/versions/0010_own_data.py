"""Life events, consent by purpose, wishes to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER consent_stays BEFORE UPDATE OF person_id, purpose, version, given_at ON consent BEGIN SELECT RAISE(ABORT, 'what was agreed to is not changed'); END",
        "CREATE TRIGGER consent_withdrawn_once BEFORE UPDATE ON consent WHEN OLD.withdrawn_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'what was agreed to is not changed'); END",
        "CREATE TRIGGER reported_change_stays BEFORE UPDATE OF application_id, event, happened_on, reported_at, facts_before, facts_after, consequences ON reported_change BEGIN SELECT RAISE(ABORT, 'a reported change is kept as it was sent'); END",
        "CREATE TRIGGER reported_change_closed_once BEFORE UPDATE ON reported_change WHEN OLD.withdrawn_at IS NOT NULL OR OLD.acknowledged_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a reported change is kept as it was sent'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was agreed to is not changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER consent_stays BEFORE UPDATE OF person_id, purpose, version, given_at ON consent FOR EACH ROW EXECUTE FUNCTION consent_refuse()",
        "CREATE TRIGGER consent_withdrawn_once BEFORE UPDATE ON consent FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION consent_refuse()",
        "CREATE FUNCTION reported_change_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a reported change is kept as it was sent' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER reported_change_stays BEFORE UPDATE OF application_id, event, happened_on, reported_at, facts_before, facts_after, consequences ON reported_change FOR EACH ROW EXECUTE FUNCTION reported_change_refuse()",
        "CREATE TRIGGER reported_change_closed_once BEFORE UPDATE ON reported_change FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL OR OLD.acknowledged_at IS NOT NULL) EXECUTE FUNCTION reported_change_refuse()",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER reported_change_stays",
        "DROP TRIGGER reported_change_closed_once",
        "DROP TRIGGER consent_stays",
        "DROP TRIGGER consent_withdrawn_once",
    ],
    "postgresql": [
        "DROP TRIGGER reported_change_stays ON reported_change",
        "DROP TRIGGER reported_change_closed_once ON reported_change",
        "DROP FUNCTION reported_change_refuse()",
        "DROP TRIGGER consent_stays ON consent",
        "DROP TRIGGER consent_withdrawn_once ON consent",
        "DROP FUNCTION consent_refuse()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "processing", "registries", "deadlines", "incentives",
                name="purpose", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("ck_consent_withdrawn_after_given")),
        sa.CheckConstraint("version > 0", name=op.f("ck_consent_version_counts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )  # fmt: skip
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    _create_partial("uq_consent_standing", "consent", ["person_id", "purpose"], "withdrawn_at IS NULL")
    op.create_table(
        "deletion_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted", "refused", "withdrawn", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "retention", "purpose", "technical", name="ground", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_deletion_wish_outcome_is_dated")),
        sa.CheckConstraint(
            "(outcome IN ('accepted', 'refused')) = (decider_id IS NOT NULL)",
            name=op.f("ck_deletion_wish_outcome_is_somebodys"),
        ),
        sa.CheckConstraint("decider_id <> person_id", name=op.f("ck_deletion_wish_decided_by_somebody_else")),
        sa.CheckConstraint(
            "outcome <> 'refused' OR (ground IS NOT NULL AND answer <> '')",
            name=op.f("ck_deletion_wish_refusal_says_why"),
        ),
        sa.CheckConstraint("decided_at >= asked_at", name=op.f("ck_deletion_wish_decided_after_asked")),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_deletion_wish_decider_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deletion_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_wish")),
    )
    op.create_index(op.f("ix_deletion_wish_decider_id"), "deletion_wish", ["decider_id"], unique=False)
    op.create_index(op.f("ix_deletion_wish_person_id"), "deletion_wish", ["person_id"], unique=False)
    _create_partial("uq_deletion_wish_waiting", "deletion_wish", ["person_id"], "outcome IS NULL")
    op.create_table(
        "reported_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts_before", sa.JSON(), nullable=False),
        sa.Column("facts_after", sa.JSON(), nullable=False),
        sa.Column("consequences", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR acknowledged_at IS NULL",
            name=op.f("ck_reported_change_withdrawn_or_acknowledged"),
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (clerk_id IS NULL)", name=op.f("ck_reported_change_acknowledged_by_somebody")
        ),
        sa.CheckConstraint(
            "acknowledged_at >= reported_at", name=op.f("ck_reported_change_acknowledged_after_reported")
        ),
        sa.CheckConstraint("withdrawn_at >= reported_at", name=op.f("ck_reported_change_withdrawn_after_reported")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_reported_change_application_id")),
        sa.ForeignKeyConstraint(["clerk_id"], ["person.id"], name=op.f("fk_reported_change_clerk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_change")),
    )
    op.create_index(op.f("ix_reported_change_application_id"), "reported_change", ["application_id"], unique=False)
    op.create_index(op.f("ix_reported_change_clerk_id"), "reported_change", ["clerk_id"], unique=False)
    op.create_index(op.f("ix_reported_change_reported_at"), "reported_change", ["reported_at"], unique=False)
    _create_partial(
        "uq_reported_change_standing",
        "reported_change",
        ["application_id", "event", "happened_on"],
        "withdrawn_at IS NULL",
    )
    op.add_column("instalment", sa.Column("review_since", sa.DateTime(timezone=True), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("ALTER TABLE instalment DROP COLUMN review_since")
    op.drop_table("reported_change")
    op.drop_table("deletion_wish")
    op.drop_table("consent")


def _create_partial(name: str, table: str, columns: list[str], where: str) -> None:
    """Make an index that is unique among the rows that stand."""
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)
