"""What an applicant sees of each proof: the date on it, until when it is valid, and the file it took the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: In a column's own words: SQLite adds and drops these without making the table anew.
COLUMNS = (
    "issued_on DATE",
    "valid_until DATE CONSTRAINT ck_evidence_validity_is_whole CHECK ((issued_on IS NULL) = (valid_until IS NULL))"
    " CONSTRAINT ck_evidence_valid_after_issued CHECK (valid_until > issued_on)",
    "announced_at {instant}",
)


def upgrade() -> None:
    instant = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for column in COLUMNS:
        op.execute(f"ALTER TABLE evidence ADD COLUMN {column.format(instant=instant)}")
    op.create_index("ix_evidence_valid_until", "evidence", ["valid_until"], unique=False)
    op.create_table(
        "former_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(issued_on IS NULL) = (valid_until IS NULL)", name=op.f("ck_former_evidence_validity_is_whole")
        ),
        sa.CheckConstraint("replaced_at >= uploaded_at", name=op.f("ck_former_evidence_replaced_after_uploaded")),
        sa.CheckConstraint("size > 0", name=op.f("ck_former_evidence_not_empty")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_former_evidence_evidence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_evidence")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_former_evidence_evidence_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_former_evidence_stored_as")),
    )


def downgrade() -> None:
    op.drop_table("former_evidence")
    op.drop_index("ix_evidence_valid_until", table_name="evidence")
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE evidence DROP COLUMN {column.split()[0]}")
