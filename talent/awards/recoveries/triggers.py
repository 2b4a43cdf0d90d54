"""The triggers by which the database keeps what was told and what came back: run by the migration too."""

_SAYS = "what is owed back and what came back is kept as it was recorded"
_FROZEN = (
    "award_id, review_id, kind, fen, of_fen, unserved, promised, broken_on, formula_zh, formula_en, clause, clerk_id"
)

#: By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER recovery_stays BEFORE UPDATE OF {_FROZEN} ON recovery "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER repayment_stays BEFORE UPDATE ON repayment BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER repayment_is_kept BEFORE DELETE ON repayment BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION recovery_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER recovery_stays BEFORE UPDATE OF {_FROZEN} ON recovery "
        "FOR EACH ROW EXECUTE FUNCTION recovery_refuse()",
        "CREATE TRIGGER repayment_stays BEFORE UPDATE OR DELETE ON repayment "
        "FOR EACH ROW EXECUTE FUNCTION recovery_refuse()",
    ],
}

#: Statements that take the triggers away again, by database.
UNDONE = {
    "sqlite": ["DROP TRIGGER recovery_stays", "DROP TRIGGER repayment_stays", "DROP TRIGGER repayment_is_kept"],
    "postgresql": [
        "DROP TRIGGER recovery_stays ON recovery",
        "DROP TRIGGER repayment_stays ON repayment",
        "DROP FUNCTION recovery_refuse()",
    ],
}
