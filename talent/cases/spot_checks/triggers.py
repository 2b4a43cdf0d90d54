"""The triggers that keep a spot check as it was found, and away from whoever had a part. Run by the migration too."""

KEPT = "a spot check is kept as it was drawn and found"
NO_PART = "who had a part in the case does not check its decision"

_CHANGED = "OLD.checked_at IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.decided_at <> OLD.decided_at"
_HAD_PART = (
    "(EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id "
    "AND NEW.officer_id IN (recommender_id, approver_id, returner_id)) "
    "OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = NEW.officer_id) "
    "OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = case_file.application_id "
    "WHERE case_file.id = NEW.case_id AND application.applicant_id = NEW.officer_id))"
)


def _abort(says: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{says}'); END"


def _function(name: str, condition: str, says: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )


#: By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER spot_check_kept BEFORE UPDATE ON spot_check WHEN {_CHANGED} {_abort(KEPT)}",
        f"CREATE TRIGGER spot_check_stays BEFORE DELETE ON spot_check {_abort(KEPT)}",
        f"CREATE TRIGGER spot_check_no_part BEFORE UPDATE OF officer_id ON spot_check WHEN {_HAD_PART} "
        f"{_abort(NO_PART)}",
        f"CREATE TRIGGER spot_check_insert_no_part BEFORE INSERT ON spot_check WHEN {_HAD_PART} {_abort(NO_PART)}",
    ],
    "postgresql": [
        _function("spot_check_keep", _CHANGED, KEPT),
        "CREATE TRIGGER spot_check_kept BEFORE UPDATE ON spot_check FOR EACH ROW EXECUTE FUNCTION spot_check_keep()",
        _function("spot_check_stay", "TRUE", KEPT),
        "CREATE TRIGGER spot_check_stays BEFORE DELETE ON spot_check FOR EACH ROW EXECUTE FUNCTION spot_check_stay()",
        _function("spot_check_refuse_part", _HAD_PART, NO_PART),
        "CREATE TRIGGER spot_check_no_part BEFORE INSERT OR UPDATE OF officer_id ON spot_check "
        "FOR EACH ROW EXECUTE FUNCTION spot_check_refuse_part()",
    ],
}
