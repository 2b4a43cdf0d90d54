"""The triggers by which the database refuses to change what was agreed to: run by the migration too."""

_SAYS = "what was agreed to is not changed"
_FROZEN = "person_id, purpose, version, given_at"

#: Statements that keep a consent as it was given; it may be withdrawn once. By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER consent_stays BEFORE UPDATE OF {_FROZEN} ON consent BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        "CREATE TRIGGER consent_withdrawn_once BEFORE UPDATE ON consent WHEN OLD.withdrawn_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER consent_stays BEFORE UPDATE OF {_FROZEN} ON consent "
        "FOR EACH ROW EXECUTE FUNCTION consent_refuse()",
        "CREATE TRIGGER consent_withdrawn_once BEFORE UPDATE ON consent "
        "FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION consent_refuse()",
    ],
}

#: Statements that take the triggers away again, by database.
UNDONE = {
    "sqlite": ["DROP TRIGGER consent_stays", "DROP TRIGGER consent_withdrawn_once"],
    "postgresql": [
        "DROP TRIGGER consent_stays ON consent",
        "DROP TRIGGER consent_withdrawn_once ON consent",
        "DROP FUNCTION consent_refuse()",
    ],
}
