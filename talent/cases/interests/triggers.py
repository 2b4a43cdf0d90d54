"""The triggers that keep a case closed to whoever stepped back from it."""

STAYS = "who stepped back from a case stays away from it"

_CLERK = "EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.case_id AND officer_id = NEW.clerk_id)"


_NAMED_ONE = (
    "(NEW.COLUMN IS NOT NULL AND (OLD.COLUMN IS NULL OR NEW.COLUMN <> OLD.COLUMN) "
    "AND EXISTS (SELECT 1 FROM step_back WHERE case_id = NEW.id AND officer_id = NEW.COLUMN))"
)
_NAMED = " OR ".join(
    _NAMED_ONE.replace("COLUMN", column) for column in ("recommender_id", "approver_id", "returner_id")
)
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{STAYS}'); END"


def _function(name: str, condition: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )


#: Statements, by database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER step_back_kept BEFORE UPDATE ON step_back {_ABORT}",
        f"CREATE TRIGGER step_back_stays BEFORE DELETE ON step_back {_ABORT}",
        f"CREATE TRIGGER verification_insert_not_stepped_back BEFORE INSERT ON verification WHEN {_CLERK} {_ABORT}",
        f"CREATE TRIGGER verification_update_not_stepped_back BEFORE UPDATE ON verification WHEN {_CLERK} {_ABORT}",
        "CREATE TRIGGER case_file_not_stepped_back BEFORE UPDATE OF recommender_id, approver_id, returner_id "
        f"ON case_file WHEN {_NAMED} {_ABORT}",
    ],
    "postgresql": [
        _function("step_back_refuse_change", "true"),
        "CREATE TRIGGER step_back_kept BEFORE UPDATE OR DELETE ON step_back "
        "FOR EACH ROW EXECUTE FUNCTION step_back_refuse_change()",
        _function("verification_refuse_stepped_back", _CLERK),
        "CREATE TRIGGER verification_not_stepped_back BEFORE INSERT OR UPDATE ON verification "
        "FOR EACH ROW EXECUTE FUNCTION verification_refuse_stepped_back()",
        _function("case_file_refuse_stepped_back", _NAMED),
        "CREATE TRIGGER case_file_not_stepped_back BEFORE UPDATE OF recommender_id, approver_id, returner_id "
        "ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_refuse_stepped_back()",
    ],
}
