"""The triggers by which the database refuses to change what was decided: run by the migration too."""

_FROZEN = (
    "application_id, arrived_at, recommender_id, recommended_at, recommendation, recommended_reason, decision, "
    "approver_id, decided_at, outcome"
)
_SAYS = "a decided case keeps its decision"
#: What a decision that is taken back leaves as it was; the rest of it is emptied.
_STAYS = ("application_id", "arrived_at", "recommender_id", "recommended_at", "recommendation", "recommended_reason")
_EMPTIED = "NEW.approver_id IS NULL AND NEW.decided_at IS NULL AND NEW.outcome IS NULL"
_TAKEN_BACK = (
    "EXISTS (SELECT 1 FROM case_undoing WHERE case_id = OLD.id AND decided_at = OLD.decided_at"
    " AND approver_id = OLD.approver_id)"
)


def _taken_back(same: str, decision: str) -> str:
    """Return the condition that a decision is emptied, and nothing else, because it was taken back."""
    unchanged = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in _STAYS)
    return f"{_EMPTIED} AND {unchanged} AND {decision} AND {_TAKEN_BACK}"


_LITE = _taken_back("IS", "NEW.decision IS OLD.decision")
_POSTGRES = _taken_back("IS NOT DISTINCT FROM", "NEW.decision::text IS NOT DISTINCT FROM OLD.decision::text")
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
_CLOSED = "a withdrawn case stays closed"
_OPEN = "the case of a withdrawn application is closed first"
_HAS_OPEN = "EXISTS (SELECT 1 FROM case_file WHERE application_id = NEW.id AND stage <> 'withdrawn')"
_OF_DECIDED = "(SELECT decided_at FROM case_file WHERE id = {row}.case_id) IS NOT NULL"

#: Statements that keep the decision of a case as it was approved, by database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF {_FROZEN} ON case_file "
        f"WHEN OLD.decided_at IS NOT NULL AND NOT ({_LITE}) {_ABORT}",
        f"CREATE TRIGGER case_file_stays BEFORE DELETE ON case_file WHEN OLD.decided_at IS NOT NULL {_ABORT}",
        f"CREATE TRIGGER case_incentive_no_insert BEFORE INSERT ON case_incentive "
        f"WHEN {_OF_DECIDED.format(row='NEW')} {_ABORT}",
        f"CREATE TRIGGER case_incentive_no_update BEFORE UPDATE ON case_incentive "
        f"WHEN {_OF_DECIDED.format(row='OLD')} {_ABORT}",
        f"CREATE TRIGGER case_incentive_no_delete BEFORE DELETE ON case_incentive "
        f"WHEN {_OF_DECIDED.format(row='OLD')} {_ABORT}",
        "CREATE TRIGGER case_file_stays_withdrawn BEFORE UPDATE OF stage ON case_file "
        f"WHEN OLD.stage = 'withdrawn' AND NEW.stage <> 'withdrawn' BEGIN SELECT RAISE(ABORT, '{_CLOSED}'); END",
        "CREATE TRIGGER application_closes_case BEFORE UPDATE OF stage ON application "
        f"WHEN NEW.stage = 'withdrawn' AND {_HAS_OPEN} BEGIN SELECT RAISE(ABORT, '{_OPEN}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION case_file_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE FUNCTION case_file_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT ({_POSTGRES}) THEN "
        f"RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER case_file_keeps_decision BEFORE UPDATE OF {_FROZEN} ON case_file "
        "FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION case_file_keep()",
        "CREATE TRIGGER case_file_stays BEFORE DELETE ON case_file "
        "FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION case_file_refuse()",
        "CREATE FUNCTION case_incentive_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ DECLARE changed integer; BEGIN "
        "IF TG_OP = 'INSERT' THEN changed := NEW.case_id; ELSE changed := OLD.case_id; END IF; "
        "IF (SELECT decided_at FROM case_file WHERE id = changed) IS NOT NULL THEN "
        "RAISE EXCEPTION 'a decided case keeps its decision' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_incentive_keeps_decision BEFORE INSERT OR UPDATE OR DELETE ON case_incentive "
        "FOR EACH ROW EXECUTE FUNCTION case_incentive_refuse()",
        "CREATE FUNCTION case_file_reopen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_CLOSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_file_stays_withdrawn BEFORE UPDATE OF stage ON case_file FOR EACH ROW "
        "WHEN (OLD.stage = 'withdrawn' AND NEW.stage <> 'withdrawn') EXECUTE FUNCTION case_file_reopen()",
        "CREATE FUNCTION application_close_case() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NEW.stage = 'withdrawn' AND {_HAS_OPEN} THEN "
        f"RAISE EXCEPTION '{_OPEN}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER application_closes_case BEFORE UPDATE OF stage ON application "
        "FOR EACH ROW EXECUTE FUNCTION application_close_case()",
    ],
}
#: Statements that take the triggers away again, by database.
UNDONE = {
    "sqlite": [
        "DROP TRIGGER application_closes_case",
        "DROP TRIGGER case_file_stays_withdrawn",
        "DROP TRIGGER case_file_keeps_decision",
        "DROP TRIGGER case_file_stays",
        "DROP TRIGGER case_incentive_no_insert",
        "DROP TRIGGER case_incentive_no_update",
        "DROP TRIGGER case_incentive_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER application_closes_case ON application",
        "DROP FUNCTION application_close_case()",
        "DROP TRIGGER case_file_stays_withdrawn ON case_file",
        "DROP FUNCTION case_file_reopen()",
        "DROP TRIGGER case_incentive_keeps_decision ON case_incentive",
        "DROP TRIGGER case_file_stays ON case_file",
        "DROP TRIGGER case_file_keeps_decision ON case_file",
        "DROP FUNCTION case_incentive_refuse()",
        "DROP FUNCTION case_file_refuse()",
        "DROP FUNCTION case_file_keep()",
    ],
}
