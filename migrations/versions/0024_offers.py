"""Offers without application, and who was looked at for them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    states = ("open", "accepted", "declined", "lapsed")
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(length=120), nullable=False),
        sa.Column("policy_digest", sa.String(length=71), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("facts_on", sa.Date(), nullable=False),
        sa.Column("incentives", sa.JSON(), nullable=False),
        sa.Column("fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*states, name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_offer_end_is_dated")),
        sa.CheckConstraint("ended_at >= made_at", name=op.f("ck_offer_ended_after_made")),
        sa.CheckConstraint(
            "application_id IS NULL OR state = 'accepted'", name=op.f("ck_offer_application_of_accepted")
        ),
        sa.CheckConstraint("fen >= 0", name=op.f("ck_offer_nothing_below_nought")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_offer_pilot_id")),
        sa.ForeignKeyConstraint(["policy_digest"], ["policy_text.digest"], name=op.f("fk_offer_policy_digest")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_offer_application_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_person_id"), "offer", ["person_id"])
    op.create_index(op.f("ix_offer_application_id"), "offer", ["application_id"])
    op.create_index(
        "uq_offer_open",
        "offer",
        ["person_id", "policy_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "offer_look",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("versions", sa.String(length=64), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_look_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_offer_look")),
    )


def downgrade() -> None:
    op.drop_table("offer_look")
    op.drop_table("offer")
