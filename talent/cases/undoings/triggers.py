"""The triggers that let a decision be taken back only as a whole, and keep that it was. Run by the migration too."""

WHOLE = "a decision is taken back by who approved it, once nothing hangs on it any more"
KEPT = "that a decision was taken back is kept as it was"

_HANGS = (
    "EXISTS (SELECT 1 FROM award WHERE case_id = NEW.case_id)"
    " OR EXISTS (SELECT 1 FROM public_notice WHERE case_id = NEW.case_id)"
    " OR EXISTS (SELECT 1 FROM appeal WHERE case_id = NEW.case_id)"
)
_MADE = (
    "EXISTS (SELECT 1 FROM case_file WHERE id = NEW.case_id AND decided_at = NEW.decided_at"
    " AND approver_id = NEW.approver_id AND outcome = NEW.outcome)"
)
_UNFIT = f"NOT {_MADE} OR {_HANGS}"

#: By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER case_undoing_whole BEFORE INSERT ON case_undoing WHEN {_UNFIT} "
        f"BEGIN SELECT RAISE(ABORT, '{WHOLE}'); END",
        f"CREATE TRIGGER case_undoing_kept BEFORE UPDATE ON case_undoing BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        f"CREATE TRIGGER case_undoing_stays BEFORE DELETE ON case_undoing BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION case_undoing_refuse_part() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_UNFIT} THEN RAISE EXCEPTION '{WHOLE}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$",
        "CREATE TRIGGER case_undoing_whole BEFORE INSERT ON case_undoing "
        "FOR EACH ROW EXECUTE FUNCTION case_undoing_refuse_part()",
        "CREATE FUNCTION case_undoing_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER case_undoing_stays BEFORE UPDATE OR DELETE ON case_undoing "
        "FOR EACH ROW EXECUTE FUNCTION case_undoing_refuse()",
    ],
}
