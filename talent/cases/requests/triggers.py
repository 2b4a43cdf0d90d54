"""The triggers by which a case that awaits its applicant does not go on, and closed requests stay as they were sent."""

_ASKED = "EXISTS (SELECT 1 FROM case_request WHERE case_id = NEW.id AND answered_at IS NULL AND withdrawn_at IS NULL)"
_IS_OPEN = "NEW.answered_at IS NULL AND NEW.withdrawn_at IS NULL"
_WAS_CLOSED = "coalesce(OLD.answered_at, OLD.withdrawn_at) IS NOT NULL"
_STAGE = "(SELECT stage FROM case_file WHERE id = NEW.case_id)"

AWAITED = "the applicant is awaited"
NOT_ASKED = "nothing is asked of the applicant"
NOT_WITH_CLERK = "only of a case with the clerk can more be asked"
CLOSED = "a closed request is kept as it was sent"

_CLOSED_ITEM = "(SELECT coalesce(answered_at, withdrawn_at) FROM case_request WHERE id = {row}.request_id) IS NOT NULL"
_CLOSED_FILE = (
    "(SELECT coalesce(answered_at, withdrawn_at) FROM case_request JOIN request_item "
    "ON request_item.request_id = case_request.id WHERE request_item.id = {row}.item_id) IS NOT NULL"
)


def _abort(says: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{says}'); END"


def _sqlite_kept(table: str, closed: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"WHEN {closed.format(row=row)} {_abort(CLOSED)}"
        for act, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD"))
    ]


def _raise(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _postgresql_kept(table: str, closed: str) -> list[str]:
    body = (
        f"IF TG_OP = 'INSERT' THEN IF {closed.format(row='NEW')} THEN {_raise(CLOSED)}; END IF; RETURN NEW; END IF; "
        f"IF {closed.format(row='OLD')} THEN {_raise(CLOSED)}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    )
    return [
        _function(f"{table}_refuse", body),
        f"CREATE TRIGGER {table}_kept BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]


#: Statements, by database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER case_file_awaits BEFORE UPDATE OF stage ON case_file "
        f"WHEN NEW.stage <> 'waiting' AND {_ASKED} {_abort(AWAITED)}",
        f"CREATE TRIGGER case_file_awaits_something BEFORE UPDATE OF stage ON case_file "
        f"WHEN NEW.stage = 'waiting' AND NOT {_ASKED} {_abort(NOT_ASKED)}",
        f"CREATE TRIGGER case_request_of_clerk BEFORE INSERT ON case_request "
        f"WHEN {_IS_OPEN} AND {_STAGE} <> 'arrived' {_abort(NOT_WITH_CLERK)}",
        f"CREATE TRIGGER case_request_no_update BEFORE UPDATE ON case_request WHEN {_WAS_CLOSED} {_abort(CLOSED)}",
        f"CREATE TRIGGER case_request_no_delete BEFORE DELETE ON case_request WHEN {_WAS_CLOSED} {_abort(CLOSED)}",
        *_sqlite_kept("request_item", _CLOSED_ITEM),
        *_sqlite_kept("request_document", _CLOSED_FILE),
    ],
    "postgresql": [
        _function(
            "case_file_await",
            f"IF NEW.stage <> 'waiting' AND {_ASKED} THEN {_raise(AWAITED)}; END IF; "
            f"IF NEW.stage = 'waiting' AND NOT {_ASKED} THEN {_raise(NOT_ASKED)}; END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER case_file_awaits BEFORE UPDATE OF stage ON case_file "
        "FOR EACH ROW EXECUTE FUNCTION case_file_await()",
        _function(
            "case_request_refuse",
            f"IF TG_OP = 'INSERT' THEN IF {_IS_OPEN} AND {_STAGE} <> 'arrived' "
            f"THEN {_raise(NOT_WITH_CLERK)}; END IF; RETURN NEW; END IF; "
            f"IF {_WAS_CLOSED} THEN {_raise(CLOSED)}; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER case_request_kept BEFORE INSERT OR UPDATE OR DELETE ON case_request "
        "FOR EACH ROW EXECUTE FUNCTION case_request_refuse()",
        *_postgresql_kept("request_item", _CLOSED_ITEM),
        *_postgresql_kept("request_document", _CLOSED_FILE),
    ],
}
#: Statements that take them away again, by database.
UNDONE = {
    "sqlite": [
        "DROP TRIGGER case_file_awaits",
        "DROP TRIGGER case_file_awaits_something",
        "DROP TRIGGER case_request_of_clerk",
        *(
            f"DROP TRIGGER {table}_no_{act}"
            for table, acts in (
                ("case_request", ("update", "delete")),
                ("request_item", ("insert", "update", "delete")),
                ("request_document", ("insert", "update", "delete")),
            )
            for act in acts
        ),
    ],
    "postgresql": [
        "DROP TRIGGER case_file_awaits ON case_file",
        "DROP FUNCTION case_file_await()",
        *(
            f"DROP {what}"
            for table in ("request_document", "request_item", "case_request")
            for what in (f"TRIGGER {table}_kept ON {table}", f"FUNCTION {table}_refuse()")
        ),
    ],
}
