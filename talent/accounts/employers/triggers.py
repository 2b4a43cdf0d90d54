"""The triggers by which the database refuses to change what a person told an employer: run by the migration too."""

_SAYS = "what a person agreed to is not changed"
_ASKED = "employer_id, asked_by_id, asked_at"
_ANSWER = "person_id, version, answered_at"

#: Statements that keep an answer as it was given; a consent may be withdrawn once. By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER mandate_stays BEFORE UPDATE OF {_ASKED} ON mandate BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER mandate_answered_once BEFORE UPDATE OF {_ANSWER} ON mandate WHEN OLD.answered_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        "CREATE TRIGGER mandate_withdrawn_once BEFORE UPDATE OF state, withdrawn_at ON mandate "
        f"WHEN OLD.state IN ('declined', 'withdrawn') BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION mandate_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER mandate_stays BEFORE UPDATE OF {_ASKED} ON mandate "
        "FOR EACH ROW EXECUTE FUNCTION mandate_refuse()",
        f"CREATE TRIGGER mandate_answered_once BEFORE UPDATE OF {_ANSWER} ON mandate "
        "FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION mandate_refuse()",
        "CREATE TRIGGER mandate_withdrawn_once BEFORE UPDATE OF state, withdrawn_at ON mandate "
        "FOR EACH ROW WHEN (OLD.state IN ('declined', 'withdrawn')) EXECUTE FUNCTION mandate_refuse()",
    ],
}
