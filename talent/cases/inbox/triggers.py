# ruff: noqa: S608 - the statements are put together of our own words only
"""The triggers by which the database keeps the inbox as the cases are, whatever changes them: run by the migration too.

One row a case with all that the list filters and sorts by: a box of a million cases is then one walk along an index.
"""

CLOSED = "('decided', 'withdrawn')"
#: The day by which closed cases are due, so that they come last.
NEVER = "9999-12-31"

_AWAITED = (
    "SELECT max(r.due_on) FROM case_request r "
    "WHERE r.case_id = c.id AND r.answered_at IS NULL AND r.withdrawn_at IS NULL"
)
_DUE = (
    f"CASE WHEN c.stage IN {CLOSED} THEN '{NEVER}' WHEN c.stage = 'waiting' THEN coalesce(({_AWAITED}), c.due_on) "
    "ELSE c.due_on END"
)
_CATEGORY = {
    "sqlite": "substr(json_extract(a.decision, '$.tables.category'), 1, 40)",
    "postgresql": "substr(a.decision -> 'tables' ->> 'category', 1, 40)",
}
_FEN = "SELECT coalesce(sum(i.fen), 0) FROM case_incentive i WHERE i.case_id = {case}"
_UNREAD = "EXISTS (SELECT 1 FROM case_message m WHERE m.case_id = {case} AND m.from_applicant AND m.read_at IS NULL)"


def filling(dialect: str) -> str:
    """Return the statement that makes the rows of cases: of all cases, as long as nothing narrows it."""
    columns = (
        "case_id, reference, name_key, stage, is_open, arrived_at, due_by, pilot_id, policy_id, category, fen, unread"
    )
    return (
        f"INSERT INTO inbox_entry ({columns}) SELECT c.id, a.reference, lower(p.name), c.stage, "
        f"c.stage NOT IN {CLOSED}, c.arrived_at, {_DUE}, a.pilot_id, a.policy_id, {_CATEGORY[dialect]}, "
        f"({_FEN.format(case='c.id')}), {_UNREAD.format(case='c.id')} "
        "FROM case_file c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.applicant_id"
    )


_TURN = ", ".join(
    f"{column} = (SELECT {value} FROM case_file c WHERE c.id = {{case}})"
    for column, value in (("stage", "c.stage"), ("is_open", f"c.stage NOT IN {CLOSED}"), ("due_by", _DUE))
)
_OF_PERSON = "SELECT c.id FROM case_file c JOIN application a ON a.id = c.application_id WHERE a.applicant_id = NEW.id"

#: What is watched, which change of it, what follows for which rows.
_WATCHED = (
    ("turn", "case_file", "UPDATE OF stage, due_on", _TURN.format(case="NEW.id"), "NEW.id"),
    ("asked", "case_request", "INSERT", _TURN.format(case="NEW.case_id"), "NEW.case_id"),
    ("answered", "case_request", "UPDATE", _TURN.format(case="NEW.case_id"), "NEW.case_id"),
    ("amount", "case_incentive", "INSERT", f"fen = ({_FEN.format(case='NEW.case_id')})", "NEW.case_id"),
    ("changed", "case_incentive", "UPDATE OF fen", f"fen = ({_FEN.format(case='NEW.case_id')})", "NEW.case_id"),
    ("written", "case_message", "INSERT", f"unread = {_UNREAD.format(case='NEW.case_id')}", "NEW.case_id"),
    ("read", "case_message", "UPDATE OF read_at", f"unread = {_UNREAD.format(case='NEW.case_id')}", "NEW.case_id"),
    ("named", "person", "UPDATE OF name", "name_key = lower(NEW.name)", _OF_PERSON),
)


def _sqlite() -> list[str]:
    arriving = f"{filling('sqlite')} WHERE c.id = NEW.id"
    acts = [("arrived", "case_file", "INSERT", arriving)]
    acts += [
        (name, table, change, f"UPDATE inbox_entry SET {values} WHERE case_id IN ({rows})")
        for name, table, change, values, rows in _WATCHED
    ]
    return [
        f"CREATE TRIGGER inbox_{name} AFTER {change} ON {table} BEGIN {act}; END" for name, table, change, act in acts
    ]


def _postgresql() -> list[str]:
    """Return them with the rows locked first: what is read afterwards is then as the other transaction left it."""
    acts = [("arrived", "case_file", "INSERT", f"{filling('postgresql')} WHERE c.id = NEW.id")]
    acts += [
        (
            name,
            table,
            change,
            f"PERFORM 1 FROM inbox_entry WHERE case_id IN ({rows}) ORDER BY case_id FOR UPDATE; "
            f"UPDATE inbox_entry SET {values} WHERE case_id IN ({rows})",
        )
        for name, table, change, values, rows in _WATCHED
    ]
    made = []
    for name, table, change, act in acts:
        function = (
            f"CREATE FUNCTION inbox_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {act}; RETURN NULL; END $$"
        )
        trigger = f"CREATE TRIGGER inbox_{name} AFTER {change} ON {table} FOR EACH ROW EXECUTE FUNCTION inbox_{name}()"
        made += [function, trigger]
    return made


#: By database.
TRIGGERS = {"sqlite": _sqlite(), "postgresql": _postgresql()}
