"""Texts of policies, by digest."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_text",
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("policy_id", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_policy_text")),
    )
    op.create_index(op.f("ix_policy_text_policy_id"), "policy_text", ["policy_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_policy_text_policy_id"), table_name="policy_text")
    op.drop_table("policy_text")
