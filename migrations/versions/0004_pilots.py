"""The pilot communities."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pilot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("district_zh", sa.String(length=80), nullable=False),
        sa.Column("district_en", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("renewal", "new", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("about_zh", sa.String(length=400), nullable=False),
        sa.Column("about_en", sa.String(length=400), nullable=False),
        sa.CheckConstraint("name_zh <> '' AND name_en <> ''", name=op.f("ck_pilot_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sa.UniqueConstraint("slug", name=op.f("uq_pilot_slug")),
    )


def downgrade() -> None:
    op.drop_table("pilot")
