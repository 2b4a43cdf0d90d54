"""Recommending otherwise than the rules say; cases on hold."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

#: The checks of what is said of one incentive, before and since.
GRANTED = (
    "CHECK ((verdict = 'granted') = (fen IS NOT NULL))",
    "CHECK ((fen IS NOT NULL) = (verdict = 'granted' OR override_clause IS NOT NULL))",
)
RECOMMENDED = (
    "CHECK (NOT recommended OR verdict = 'granted')",
    "CHECK (override_clause IS NULL AND (NOT recommended OR verdict = 'granted')"
    " OR override_clause IS NOT NULL AND (NOT recommended) = (verdict = 'granted'))",
)
WHOLE = (
    "CHECK ((override_reason IS NULL) = (override_clause IS NULL) AND override_reason <> '' AND override_clause <> '')"
)
SOMETHING = "CHECK (verdict = 'granted' OR fen IS NULL OR fen > 0)"
MORE = (("override_is_whole", WHOLE), ("override_grants_something", SOMETHING))


def upgrade() -> None:
    op.add_column("case_incentive", sa.Column("override_reason", sa.Text(), nullable=True))
    op.add_column("case_incentive", sa.Column("override_clause", sa.String(length=80), nullable=True))
    _change_checks(0, 1)
    whole = sa.text("override_clause IS NOT NULL")
    op.create_index(
        "ix_case_incentive_overridden",
        "case_incentive",
        ["case_id"],
        unique=False,
        sqlite_where=whole,
        postgresql_where=whole,
    )
    _create_holds()


def _create_holds() -> None:
    op.create_table(
        "case_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("releaser_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) BETWEEN 10 AND 2000", name=op.f("ck_case_hold_says_why")),
        sa.CheckConstraint(
            "(released_at IS NULL) = (releaser_id IS NULL)", name=op.f("ck_case_hold_release_is_somebodys")
        ),
        sa.CheckConstraint("released_at >= held_at", name=op.f("ck_case_hold_released_after_held")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_hold_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_case_hold_officer_id")),
        sa.ForeignKeyConstraint(["releaser_id"], ["person.id"], name=op.f("fk_case_hold_releaser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hold")),
    )
    for column in ("case_id", "officer_id", "releaser_id"):
        op.create_index(op.f(f"ix_case_hold_{column}"), "case_hold", [column], unique=False)
    still = sa.text("released_at IS NULL")
    for name, columns, unique in (
        ("uq_case_hold_open", ["case_id"], True),
        ("ix_case_hold_look_on", ["look_on", "id"], False),
    ):
        op.create_index(name, "case_hold", columns, unique=unique, sqlite_where=still, postgresql_where=still)


def downgrade() -> None:
    op.drop_table("case_hold")
    op.drop_index("ix_case_incentive_overridden", table_name="case_incentive")
    _change_checks(1, 0)
    op.drop_column("case_incentive", "override_clause")
    op.drop_column("case_incentive", "override_reason")


def _change_checks(before: int, after: int) -> None:
    """Change what the table takes. SQLite has no statement for it; its manual gives this way."""
    if op.get_bind().dialect.name != "sqlite":
        for name, checks in (("granted_has_amount", GRANTED), ("recommended_only_if_granted", RECOMMENDED)):
            op.execute(f"ALTER TABLE case_incentive DROP CONSTRAINT ck_case_incentive_{name}")
            op.execute(f"ALTER TABLE case_incentive ADD CONSTRAINT ck_case_incentive_{name} {checks[after]}")
        for name, check in MORE:
            what = (
                f"ADD CONSTRAINT ck_case_incentive_{name} {check}"
                if after
                else f"DROP CONSTRAINT ck_case_incentive_{name}"
            )
            op.execute(f"ALTER TABLE case_incentive {what}")
        return
    more = "".join(f", CONSTRAINT ck_case_incentive_{name} {check}" for name, check in MORE)
    _rewrite(GRANTED[before], GRANTED[after])
    _rewrite(RECOMMENDED[before] + (more if before else ""), RECOMMENDED[after] + (more if after else ""))


def _rewrite(before: str, after: str) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'case_incentive' AND instr(sql, :before) > 0"
        ),
        {"before": before, "after": after},
    )
    if changed.rowcount != 1:
        raise RuntimeError("case_incentive has no such check")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
