"""Employers whose HR fills in for people with their consent, and what was filled in by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLES = ("applicant", "employer", "clerk", "approver", "officer", "advisor", "mentor", "auditor", "administrator")
#: What somebody filled in for the applicant names who it was.
FILLED = ("answer", "evidence", "former_evidence")

#: As they were when this version was written: a migration does not change with the code.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER mandate_stays BEFORE UPDATE OF employer_id, asked_by_id, asked_at ON mandate BEGIN SELECT RAISE(ABORT, 'what a person agreed to is not changed'); END",
        "CREATE TRIGGER mandate_answered_once BEFORE UPDATE OF person_id, version, answered_at ON mandate WHEN OLD.answered_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'what a person agreed to is not changed'); END",
        "CREATE TRIGGER mandate_withdrawn_once BEFORE UPDATE OF state, withdrawn_at ON mandate WHEN OLD.state IN ('declined', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'what a person agreed to is not changed'); END",
        "CREATE TRIGGER on_behalf_is_agreed BEFORE INSERT ON on_behalf WHEN NOT EXISTS (SELECT 1 FROM mandate JOIN application ON application.applicant_id = mandate.person_id WHERE mandate.id = NEW.mandate_id AND mandate.state = 'agreed' AND application.id = NEW.application_id) BEGIN SELECT RAISE(ABORT, 'an application is begun only for who agreed to it'); END",
        "CREATE TRIGGER on_behalf_stays BEFORE UPDATE OF application_id, mandate_id, begun_by_id ON on_behalf BEGIN SELECT RAISE(ABORT, 'an application is begun only for who agreed to it'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION mandate_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what a person agreed to is not changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER mandate_stays BEFORE UPDATE OF employer_id, asked_by_id, asked_at ON mandate FOR EACH ROW EXECUTE FUNCTION mandate_refuse()",
        "CREATE TRIGGER mandate_answered_once BEFORE UPDATE OF person_id, version, answered_at ON mandate FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION mandate_refuse()",
        "CREATE TRIGGER mandate_withdrawn_once BEFORE UPDATE OF state, withdrawn_at ON mandate FOR EACH ROW WHEN (OLD.state IN ('declined', 'withdrawn')) EXECUTE FUNCTION mandate_refuse()",
        "CREATE FUNCTION on_behalf_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM mandate JOIN application ON application.applicant_id = mandate.person_id WHERE mandate.id = NEW.mandate_id AND mandate.state = 'agreed' AND application.id = NEW.application_id) THEN RETURN NEW; END IF; RAISE EXCEPTION 'an application is begun only for who agreed to it' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER on_behalf_is_agreed BEFORE INSERT ON on_behalf FOR EACH ROW EXECUTE FUNCTION on_behalf_refuse()",
        "CREATE TRIGGER on_behalf_stays BEFORE UPDATE OF application_id, mandate_id, begun_by_id ON on_behalf FOR EACH ROW EXECUTE FUNCTION on_behalf_refuse()",
    ],
}
UNDONE = {
    "sqlite": [
        "DROP TRIGGER mandate_stays",
        "DROP TRIGGER mandate_answered_once",
        "DROP TRIGGER mandate_withdrawn_once",
    ],
    "postgresql": [
        "DROP TRIGGER on_behalf_is_agreed ON on_behalf",
        "DROP TRIGGER on_behalf_stays ON on_behalf",
        "DROP FUNCTION on_behalf_refuse()",
        "DROP TRIGGER mandate_stays ON mandate",
        "DROP TRIGGER mandate_answered_once ON mandate",
        "DROP TRIGGER mandate_withdrawn_once ON mandate",
        "DROP FUNCTION mandate_refuse()",
    ],
}


def upgrade() -> None:
    _roles(ROLES)
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(code) = 18 AND code = upper(code)", name=op.f("ck_employer_code_is_whole")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_employer_has_name")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["person.id"], name=op.f("fk_employer_registered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("code", name=op.f("uq_employer_code")),
    )
    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at >= named_at", name=op.f("ck_representative_ended_after_named")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_representative_employer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_representative_person_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_representative_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    op.create_index(op.f("ix_representative_employer_id"), "representative", ["employer_id"], unique=False)
    _create_partial("uq_representative_standing", "representative", ["person_id"], "ended_at IS NULL")
    _create_mandate()
    op.create_table(
        "on_behalf",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("told_ready_at >= begun_at", name=op.f("ck_on_behalf_ready_after_begun")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_on_behalf_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_on_behalf_mandate_id")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_on_behalf_begun_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_on_behalf")),
    )
    op.create_index(op.f("ix_on_behalf_mandate_id"), "on_behalf", ["mandate_id"], unique=False)
    for table in FILLED:
        reference = f"CONSTRAINT fk_{table}_filled_by_id REFERENCES person (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN filled_by_id INTEGER {reference}")
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDONE[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in reversed(FILLED):
        op.execute(f"ALTER TABLE {table} DROP COLUMN filled_by_id")
    for table in ("on_behalf", "mandate", "representative", "employer"):
        op.drop_table(table)
    op.execute("DELETE FROM role_grant WHERE name = 'employer'")
    _roles(tuple(role for role in ROLES if role != "employer"))


def _create_mandate() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("called", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "agreed", "declined", "withdrawn",
                name="state", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_mandate_email_is_lower")),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_mandate_answer_is_dated")),
        sa.CheckConstraint("(answered_at IS NULL) = (person_id IS NULL)", name=op.f("ck_mandate_answer_is_somebodys")),
        sa.CheckConstraint(
            "(state IN ('agreed', 'withdrawn')) = (version IS NOT NULL)", name=op.f("ck_mandate_consent_has_terms")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_mandate_withdrawal_is_dated")
        ),
        sa.CheckConstraint(
            "answered_at >= asked_at AND withdrawn_at >= answered_at", name=op.f("ck_mandate_one_after_another")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_mandate_employer_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_mandate_asked_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )  # fmt: skip
    for column in ("employer_id", "email", "person_id"):
        op.create_index(op.f(f"ix_mandate_{column}"), "mandate", [column], unique=False)
    _create_partial("uq_mandate_open", "mandate", ["employer_id", "email"], "state IN ('asked', 'agreed')")


def _create_partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def _roles(roles: tuple[str, ...]) -> None:
    """Let the database take these roles and no other; SQLite makes the table anew."""
    listed = ", ".join(f"'{role}'" for role in roles)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE role_grant DROP CONSTRAINT ck_role_grant_role")
        op.execute(f"ALTER TABLE role_grant ADD CONSTRAINT ck_role_grant_role CHECK (name IN ({listed}))")
        return
    op.execute("ALTER TABLE role_grant RENAME TO role_grant_before")
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "name", sa.Enum(*roles, name="role", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_role_grant_person_id_name")),
    )
    op.execute("INSERT INTO role_grant SELECT id, person_id, name FROM role_grant_before")
    op.drop_table("role_grant_before")
