"""The triggers by which nothing is paid twice or otherwise than it was sent: run by the migration too."""

_KEPT = "what was frozen and sent is kept as it was"
_WAY = "a payment goes from selected to sent to its result, and back only when the bank returns it"
_PAID = "an instalment is paid by a payment that arrived, and by nothing else"

_FROZEN = "OLD.number IS NOT NULL"
_FIELDS = "run_id, instalment_id, attempt, fen, holder, bank, number"
_NO_WAY = (
    "NEW.state <> OLD.state AND NOT (OLD.state = 'selected' AND NEW.state = 'sent'"
    " OR OLD.state = 'sent' AND NEW.state IN ('paid', 'failed', 'returned')"
    " OR OLD.state = 'paid' AND NEW.state = 'returned')"
)
_ARRIVED = "EXISTS (SELECT 1 FROM payment WHERE instalment_id = NEW.id AND state = 'paid')"
_UNPAID = f"NEW.state = 'paid' AND OLD.state <> 'paid' AND NOT {_ARRIVED}"
_TAKEN_BACK = f"NEW.state = 'due' AND OLD.state = 'paid' AND {_ARRIVED}"

_REFUSE = "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
_RAISE = "RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'"

#: By database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER payment_stays BEFORE UPDATE OF {_FIELDS} ON payment WHEN {_FROZEN} "
        f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END",
        "CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment WHEN OLD.state <> 'selected' "
        f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END",
        f"CREATE TRIGGER payment_goes_its_way BEFORE UPDATE OF state ON payment WHEN {_NO_WAY} "
        f"BEGIN SELECT RAISE(ABORT, '{_WAY}'); END",
        "CREATE TRIGGER instalment_paid_by_payment BEFORE UPDATE OF state ON instalment "
        f"WHEN {_UNPAID} OR {_TAKEN_BACK} BEGIN SELECT RAISE(ABORT, '{_PAID}'); END",
    ],
    "postgresql": [
        _REFUSE.format(name="payment_refuse") + f"$$ BEGIN {_RAISE.format(says=_KEPT)}; END $$",
        f"CREATE TRIGGER payment_stays BEFORE UPDATE OF {_FIELDS} ON payment "
        f"FOR EACH ROW WHEN ({_FROZEN}) EXECUTE FUNCTION payment_refuse()",
        "CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment "
        "FOR EACH ROW WHEN (OLD.state <> 'selected') EXECUTE FUNCTION payment_refuse()",
        _REFUSE.format(name="payment_refuse_way") + f"$$ BEGIN {_RAISE.format(says=_WAY)}; END $$",
        "CREATE TRIGGER payment_goes_its_way BEFORE UPDATE OF state ON payment "
        f"FOR EACH ROW WHEN ({_NO_WAY}) EXECUTE FUNCTION payment_refuse_way()",
        _REFUSE.format(name="instalment_refuse")
        + f"$$ BEGIN IF {_UNPAID} OR {_TAKEN_BACK} THEN {_RAISE.format(says=_PAID)}; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER instalment_paid_by_payment BEFORE UPDATE OF state ON instalment "
        "FOR EACH ROW EXECUTE FUNCTION instalment_refuse()",
    ],
}

#: Statements that take the triggers away again, by database.
UNDONE = {
    "sqlite": [
        "DROP TRIGGER instalment_paid_by_payment",
        "DROP TRIGGER payment_goes_its_way",
        "DROP TRIGGER payment_is_kept",
        "DROP TRIGGER payment_stays",
    ],
    "postgresql": [
        "DROP TRIGGER instalment_paid_by_payment ON instalment",
        "DROP TRIGGER payment_goes_its_way ON payment",
        "DROP TRIGGER payment_is_kept ON payment",
        "DROP TRIGGER payment_stays ON payment",
        "DROP FUNCTION instalment_refuse()",
        "DROP FUNCTION payment_refuse_way()",
        "DROP FUNCTION payment_refuse()",
    ],
}
