"""Awards and instalments."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("incentive", sa.String(length=80), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("policy_digest", sa.String(length=71), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_award_fen_positive")),
        sa.ForeignKeyConstraint(
            ["case_id", "incentive", "fen"],
            ["case_incentive.case_id", "case_incentive.incentive", "case_incentive.fen"],
            name="fk_award_as_the_rules_granted",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_award_case_id")),
        sa.ForeignKeyConstraint(["policy_digest"], ["policy_text.digest"], name=op.f("fk_award_policy_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("case_id", "incentive", name=op.f("uq_award_case_id_incentive")),
    )
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provided_zh", sa.String(length=400), nullable=True),
        sa.Column("provided_en", sa.String(length=400), nullable=True),
        sa.Column(
            "state",
            sa.Enum("due", "paid", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(provided_zh IS NULL) = (provided_en IS NULL)", name=op.f("ck_instalment_provided_in_both_languages")
        ),
        sa.CheckConstraint("fen > 0", name=op.f("ck_instalment_fen_positive")),
        sa.CheckConstraint("number > 0", name=op.f("ck_instalment_number_positive")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_instalment_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_instalment_award_id_number")),
    )
    op.create_index(op.f("ix_instalment_due_on"), "instalment", ["due_on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_instalment_due_on"), table_name="instalment")
    op.drop_table("instalment")
    op.drop_table("award")
