"""The triggers: nothing on public notice is paid, and no notice ends over an objection. Run by the migration too."""

_ENDED = "a notice that has ended stays so, and none ends while an objection is open or was upheld"
_LATE = "an objection is raised while the notice is on, kept as it was sent, and decided once"
_PAID = "nothing is paid before its public notice has ended"

_OVER = (
    "OLD.ended_at IS NOT NULL OR EXISTS (SELECT 1 FROM objection WHERE notice_id = NEW.id"
    " AND (finding IS NULL OR finding = 'upheld'))"
)
_CLOSED = "EXISTS (SELECT 1 FROM public_notice WHERE id = NEW.notice_id AND ended_at IS NOT NULL)"
_FIELDS = "notice_id, reason, raised_at, finding, finding_reason, approver_id, decided_at"
_CHANGED = (
    "OLD.finding IS NOT NULL OR NEW.notice_id <> OLD.notice_id OR NEW.reason <> OLD.reason"
    " OR NEW.raised_at <> OLD.raised_at"
)
_ON_NOTICE = (
    "NEW.state = 'sent' AND EXISTS (SELECT 1 FROM instalment JOIN award ON award.id = instalment.award_id"
    " JOIN public_notice ON public_notice.case_id = award.case_id"
    " WHERE instalment.id = NEW.instalment_id AND public_notice.ended_at IS NULL)"
)


def _made(name: str, when: str, table: str, refused: str, says: str) -> dict[str, list[str]]:
    """Return the statements that make one trigger, by database."""
    raised = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'"
    return {
        "sqlite": [
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        ],
        "postgresql": [
            f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {refused} THEN {raised}; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
        ],
    }


_NOTICES = (
    _made("public_notice_ends_once", "UPDATE OF ended_at", "public_notice", _OVER, _ENDED),
    _made("objection_in_time", "INSERT", "objection", _CLOSED, _LATE),
    _made("objection_is_kept", f"UPDATE OF {_FIELDS}", "objection", _CHANGED, _LATE),
    _made("objection_stays", "DELETE", "objection", "1 = 1", _LATE),
)
#: By database.
TRIGGERS = {name: [each for made in _NOTICES for each in made[name]] for name in ("sqlite", "postgresql")}
OF_PAYMENTS = _made("payment_after_notice", "UPDATE OF state", "payment", _ON_NOTICE, _PAID)
