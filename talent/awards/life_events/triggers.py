"""The triggers by which the database keeps a reported change as it was sent: run by the migration too."""

_SAYS = "a reported change is kept as it was sent"
_FROZEN = "application_id, event, happened_on, reported_at, facts_before, facts_after, consequences"
_CLOSED = "OLD.withdrawn_at IS NOT NULL OR OLD.acknowledged_at IS NOT NULL"

#: By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER reported_change_stays BEFORE UPDATE OF {_FROZEN} ON reported_change "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER reported_change_closed_once BEFORE UPDATE ON reported_change WHEN {_CLOSED} "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION reported_change_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER reported_change_stays BEFORE UPDATE OF {_FROZEN} ON reported_change "
        "FOR EACH ROW EXECUTE FUNCTION reported_change_refuse()",
        "CREATE TRIGGER reported_change_closed_once BEFORE UPDATE ON reported_change "
        f"FOR EACH ROW WHEN ({_CLOSED}) EXECUTE FUNCTION reported_change_refuse()",
    ],
}

#: Statements that take the triggers away again, by database.
UNDONE = {
    "sqlite": ["DROP TRIGGER reported_change_stays", "DROP TRIGGER reported_change_closed_once"],
    "postgresql": [
        "DROP TRIGGER reported_change_stays ON reported_change",
        "DROP TRIGGER reported_change_closed_once ON reported_change",
        "DROP FUNCTION reported_change_refuse()",
    ],
}
