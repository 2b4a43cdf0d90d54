"""The triggers by which a withdrawn application stays withdrawn: run by the migration too."""

_SAYS = "a withdrawn application stays withdrawn"

#: Statements, by database.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER application_stays_withdrawn BEFORE UPDATE OF stage, withdrawn_at, withdrawn_reason "
        f"ON application WHEN OLD.stage = 'withdrawn' BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION application_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER application_stays_withdrawn BEFORE UPDATE OF stage, withdrawn_at, withdrawn_reason "
        "ON application FOR EACH ROW WHEN (OLD.stage = 'withdrawn') EXECUTE FUNCTION application_refuse()",
    ],
}
