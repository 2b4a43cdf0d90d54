"""Copy rows inside the database, one statement a table, with its constraints and triggers on."""

from sqlalchemy import JSON, Column, Connection, DateTime, String, Table
from sqlalchemy.types import TypeDecorator

from talent.awards.budgets.models import Budget, Commitment
from talent.cases.models import Case, CaseIncentive
from talent.demo.bulk.manner import DETAILS, Manner
from talent.demo.bulk.patterns import Patterns, references, tables

#: What a copy has of its own, by column; `s` is the row of the pattern, `c` the copy.
OWN = {
    "person.email": "c.email",
    "person.name": "c.name",
    "person.fs_uniquifier": "c.uniquifier",
    "person.phone": "c.phone",
    "person.identity_number": "c.identity",
    "person.identity_lookup": "c.identity_lookup",
    "person.password": "NULL",
    "application.reference": "c.reference",
    "bank_account.holder": "c.name",
    "bank_account.number": "c.bank",
    "bank_account.number_lookup": "c.bank_lookup",
    "evidence.stored_as": "s.stored_as || '-' || c.number",
    "letter.number": "c.letter",
    "letter.code": "c.code",
}
#: A case takes its incentives before it is decided, and no more afterwards.
LATER = {"stage": "'recommended'", "outcome": "NULL", "approver_id": "NULL", "decided_at": "NULL"}
CASE, INCENTIVE = Case.__tablename__, CaseIncentive.__tablename__


def statements(connection: Connection, patterns: Patterns, manner: Manner) -> list[str]:
    """Set the rows of the patterns apart; return what copies each table, for the numbers from :low to :high."""
    steps: list[str] = []
    for table in tables():
        ids = patterns.ids(table.name)
        if not ids:
            continue
        _set_apart(connection, table, patterns)
        steps.append(_insert(connection, table, patterns, manner))
        if table.name == INCENTIVE and manner.guarded:
            steps.append(_decide(connection, patterns))
    return [*steps, _commit()]


def _set_apart(connection: Connection, table: Table, patterns: Patterns) -> None:
    """Keep the rows to copy in a table of their own, each with its pattern and the words that are its own."""
    owners = [
        {"id": id_, "pattern": pattern.person}
        for pattern in patterns.each.values()
        for id_ in pattern.rows.get(table.name, ())
    ]
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE owner_{table.name} (id INTEGER PRIMARY KEY, pattern INTEGER)")
    rows = ", ".join(f"({each['id']}, {each['pattern']})" for each in owners)
    connection.exec_driver_sql(f"INSERT INTO owner_{table.name} VALUES {rows}")  # noqa: S608 - numbers of ours
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE pattern_{table.name} AS SELECT t.*, o.pattern AS pattern_ "  # noqa: S608
        f"FROM {table.name} t JOIN owner_{table.name} o ON o.id = t.id"
    )
    connection.exec_driver_sql(f"CREATE INDEX ix_pattern_{table.name} ON pattern_{table.name} (pattern_)")
    connection.exec_driver_sql(f"ANALYZE pattern_{table.name}")


def _insert(connection: Connection, table: Table, patterns: Patterns, manner: Manner) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(connection, column, patterns, manner) for column in table.columns)
    some = f" AND c.step % {manner.whole_every} = 0" if table.name in DETAILS else ""
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {values} "  # noqa: S608 - names of our own tables
        f"FROM copies c JOIN pattern_{table.name} s ON s.pattern_ = c.pattern "
        "JOIN pattern_words w ON w.pattern = c.pattern WHERE c.number BETWEEN :low AND :high" + some
    )


def _value(connection: Connection, column: Column[object], patterns: Patterns, manner: Manner) -> str:
    """Return what stands in a column of a copy."""
    table = column.table.name
    if own := OWN.get(f"{table}.{column.name}"):
        return f"CASE WHEN s.{column.name} IS NULL THEN NULL ELSE {own} END"
    if table == CASE and column.name in LATER and manner.guarded:
        return f"CASE WHEN s.decided_at IS NULL THEN s.{column.name} ELSE {LATER[column.name]} END"
    if column.primary_key:
        return f"s.id + c.step * {patterns.strides[table]}"
    for name, target in references(column.table):  # type: ignore[arg-type]
        if name == column.name and (theirs := patterns.ids(target)):
            return _moved(connection, table, name, theirs, patterns.strides[target])
    return _said(connection, column)


def _said(connection: Connection, column: Column[object]) -> str:
    """Return what a column says of a copy, as it follows from what it says of the pattern."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, DateTime):
        return _earlier(connection, f"s.{column.name}")
    if isinstance(kind, String | JSON) and (words := _words_in(connection, column)):
        return _renamed(connection, column.name, words, is_json=isinstance(kind, JSON))
    return f's."{column.name}"'


def _moved(connection: Connection, table: str, name: str, theirs: set[int], stride: int) -> str:
    """Return a reference: to the copy of what it refers to, or to the same where that is not copied."""
    moved, listed = f"s.{name} + c.step * {stride}", ", ".join(map(str, sorted(theirs)))
    query = f"SELECT DISTINCT {name} IN ({listed}) FROM pattern_{table} WHERE {name} IS NOT NULL"  # noqa: S608
    copied = {bool(row[0]) for row in connection.exec_driver_sql(query)}
    if copied == {True}:
        return moved
    return (
        f"CASE WHEN s.{name} IN ({listed}) THEN {moved} ELSE s.{name} END" if copied == {True, False} else f"s.{name}"
    )


def _earlier(connection: Connection, column: str) -> str:
    if connection.dialect.name == "postgresql":
        return f"date_trunc('second', {column}) - make_interval(secs => c.shift)"
    return f"datetime({column}, '-' || c.shift || ' seconds') || '.000000'"


#: What is said otherwise of each copy: the word of the pattern, and of the copy.
WORDS = ("reference", "name", "name_json", "email", "letter", "code", "account")


def _words_in(connection: Connection, column: Column[object]) -> list[str]:
    """Return which words of their persons stand in the texts of the patterns."""
    text = f'CAST(s."{column.name}" AS TEXT)'
    found = ", ".join(f"max(CASE WHEN replace({text}, w.{word}, '') <> {text} THEN 1 ELSE 0 END)" for word in WORDS)
    rows = f"pattern_{column.table.name} s JOIN pattern_words w ON w.pattern = s.pattern_"
    stand = connection.exec_driver_sql(f"SELECT {found} FROM {rows}").one()  # noqa: S608 - names of our own tables
    return [word for word, stands in zip(WORDS, stand, strict=True) if stands]


def _renamed(connection: Connection, name: str, words: list[str], *, is_json: bool) -> str:
    value = f'CAST(s."{name}" AS TEXT)'
    for word in words:
        value = f"replace({value}, w.{word}, c.{word})"
    return f"CAST({value} AS JSON)" if is_json and connection.dialect.name == "postgresql" else value


def _decide(connection: Connection, patterns: Patterns) -> str:
    """Decide the cases whose patterns are decided, now that their incentives are there."""
    at = "decided_at_"
    return (
        f"UPDATE {CASE} SET stage = d.stage, outcome = d.outcome, approver_id = d.approver_id, decided_at = d.{at} "  # noqa: S608
        f"FROM (SELECT s.id + c.step * {patterns.strides[CASE]} AS id_, s.stage, s.outcome, s.approver_id, "
        f"{_earlier(connection, 's.decided_at')} AS {at} FROM copies c JOIN pattern_{CASE} s ON s.pattern_ = c.pattern "
        f"WHERE s.decided_at IS NOT NULL AND c.number BETWEEN :low AND :high) AS d WHERE {CASE}.id = d.id_"
    )


def _commit() -> str:
    """Take from the budgets what the copies were promised."""
    budget, commitment = Budget.__tablename__, Commitment.__tablename__
    return (
        f"UPDATE {budget} SET committed_fen = committed_fen + more.fen FROM (SELECT s.budget_id, sum(s.fen) AS fen "  # noqa: S608
        f"FROM copies c JOIN pattern_{commitment} s ON s.pattern_ = c.pattern "
        f"WHERE c.number BETWEEN :low AND :high GROUP BY s.budget_id) AS more WHERE {budget}.id = more.budget_id"
    )
