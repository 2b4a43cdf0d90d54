"""The triggers that keep an appeal as it was answered, away from whoever had a part, and nothing granted twice."""

ONLY_DECIDED = "only a decided case can be appealed"
NO_PART = "who had a part in the decision does not answer the appeal"
KEPT = "an appeal is kept as it was sent and answered"
ONCE = "what the first decision granted is not granted again"

_NOT_DECIDED = "(SELECT decided_at FROM case_file WHERE id = NEW.case_id) IS NULL"
_HAD_PART = (
    "(EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id "
    "AND NEW.officer_id IN (recommender_id, approver_id, returner_id)) "
    "OR EXISTS (SELECT 1 FROM verification WHERE case_id = NEW.case_id AND clerk_id = NEW.officer_id) "
    "OR EXISTS (SELECT 1 FROM case_file JOIN application ON application.id = case_file.application_id "
    "WHERE case_file.id = NEW.case_id AND application.applicant_id = NEW.officer_id))"
)
_CHANGED = (
    "OLD.state <> 'filed' OR NEW.case_id <> OLD.case_id OR NEW.reasons <> OLD.reasons OR NEW.filed_at <> OLD.filed_at"
)
_GRANTED_BEFORE = (
    "EXISTS (SELECT 1 FROM appeal JOIN case_incentive AS earlier ON earlier.case_id = appeal.case_id "
    "WHERE appeal.round_id = NEW.case_id AND earlier.incentive = NEW.incentive AND earlier.recommended)"
)


def _abort(says: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{says}'); END"


def _function(name: str, condition: str, says: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )


#: Statements, by database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER appeal_of_decided BEFORE INSERT ON appeal WHEN {_NOT_DECIDED} {_abort(ONLY_DECIDED)}",
        f"CREATE TRIGGER appeal_insert_no_part BEFORE INSERT ON appeal WHEN {_HAD_PART} {_abort(NO_PART)}",
        f"CREATE TRIGGER appeal_update_no_part BEFORE UPDATE OF officer_id ON appeal "
        f"WHEN {_HAD_PART} {_abort(NO_PART)}",
        f"CREATE TRIGGER appeal_kept BEFORE UPDATE ON appeal WHEN {_CHANGED} {_abort(KEPT)}",
        f"CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal {_abort(KEPT)}",
        f"CREATE TRIGGER case_incentive_insert_once BEFORE INSERT ON case_incentive "
        f"WHEN NEW.recommended AND {_GRANTED_BEFORE} {_abort(ONCE)}",
        f"CREATE TRIGGER case_incentive_update_once BEFORE UPDATE OF recommended ON case_incentive "
        f"WHEN NEW.recommended AND {_GRANTED_BEFORE} {_abort(ONCE)}",
    ],
    "postgresql": [
        _function("appeal_refuse_undecided", _NOT_DECIDED, ONLY_DECIDED),
        "CREATE TRIGGER appeal_of_decided BEFORE INSERT ON appeal "
        "FOR EACH ROW EXECUTE FUNCTION appeal_refuse_undecided()",
        _function("appeal_refuse_part", _HAD_PART, NO_PART),
        "CREATE TRIGGER appeal_no_part BEFORE INSERT OR UPDATE OF officer_id ON appeal "
        "FOR EACH ROW EXECUTE FUNCTION appeal_refuse_part()",
        _function("appeal_refuse_change", _CHANGED, KEPT),
        "CREATE TRIGGER appeal_kept BEFORE UPDATE ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_refuse_change()",
        _function("appeal_refuse_delete", "true", KEPT),
        "CREATE TRIGGER appeal_stays BEFORE DELETE ON appeal FOR EACH ROW EXECUTE FUNCTION appeal_refuse_delete()",
        _function("case_incentive_refuse_twice", f"NEW.recommended AND {_GRANTED_BEFORE}", ONCE),
        "CREATE TRIGGER case_incentive_once BEFORE INSERT OR UPDATE OF recommended ON case_incentive "
        "FOR EACH ROW EXECUTE FUNCTION case_incentive_refuse_twice()",
    ],
}
