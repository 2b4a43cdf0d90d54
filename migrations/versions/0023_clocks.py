"""The days that differ from the published calendar; which cases the approvers were told of."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("setter_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) BETWEEN 2 AND 200", name=op.f("ck_calendar_day_says_where")),
        sa.ForeignKeyConstraint(["setter_id"], ["person.id"], name=op.f("fk_calendar_day_setter_id")),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_calendar_day")),
    )
    op.create_index(op.f("ix_calendar_day_setter_id"), "calendar_day", ["setter_id"], unique=False)
    op.create_table(
        "case_escalation",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_escalation_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_escalation")),
    )


def downgrade() -> None:
    op.drop_table("case_escalation")
    op.drop_index(op.f("ix_calendar_day_setter_id"), table_name="calendar_day")
    op.drop_table("calendar_day")
