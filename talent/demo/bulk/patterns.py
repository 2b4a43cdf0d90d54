"""Which rows belong to a pattern: those that lead to its person, whatever feature wrote them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Integer, Table, select
from sqlalchemy import func as sql

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.audit.models import Record
from talent.database import db

#: Not copied: the record is hashed anew.
APART = frozenset({Record.__tablename__, "audit_head"})


@dataclass
class Pattern:
    """What is copied for one person. person: their id. rows: ids, by table."""

    person: int
    name: str
    email: str
    reference: str
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def name_json(self) -> str:
        """The name as it stands in JSON."""
        return json.dumps(self.name)[1:-1]


@dataclass
class Patterns:
    """All patterns, and how far the ids of each copy lie from those of the one before."""

    each: dict[int, Pattern]
    strides: dict[str, int]

    def ids(self, table: str) -> set[int]:
        """Return the ids of all rows of a table that are copied."""
        return {id_ for pattern in self.each.values() for id_ in pattern.rows.get(table, ())}


def read(connection: Connection, emails: Iterable[str]) -> Patterns:
    """Find what belongs to the applications of some people; each has one."""
    query = (
        select(Person.id, Person.name, Person.email, Application.reference)
        .join(Application, Application.applicant_id == Person.id)
        .where(Person.email.in_(list(emails)))
        .order_by(Person.id)
    )
    each = {row.id: Pattern(row.id, row.name, row.email, row.reference) for row in connection.execute(query)}
    owner: dict[str, dict[int, int]] = {Person.__tablename__: {id_: id_ for id_ in each}}
    for table in tables():
        if table.name not in owner:
            owner[table.name] = _owned(connection, table, owner)
        for row, person in owner[table.name].items():
            each[person].rows.setdefault(table.name, []).append(row)
    strides = {table.name: connection.scalar(select(sql.max(table.c.id))) or 0 for table in tables()}
    return Patterns(each, strides)


def tables() -> list[Table]:
    """Return the tables that may be copied, each after those it refers to."""
    return [table for table in db.metadata.sorted_tables if table.name not in APART and _is_numbered(table)]


def _is_numbered(table: Table) -> bool:
    return [column.name for column in table.primary_key] == ["id"] and isinstance(table.c.id.type, Integer)


def references(table: Table) -> list[tuple[str, str]]:
    """Return the columns that hold the id of another row, each with the table of that row."""
    found = ((column.name, key.column) for column in table.columns for key in column.foreign_keys)
    return [(name, target.table.name) for name, target in found if target.name == "id"]


def _owned(connection: Connection, table: Table, owner: dict[str, dict[int, int]]) -> dict[int, int]:
    """Return to which person the rows of a table lead."""
    owned: dict[int, int] = {}
    for name, target in references(table):
        theirs = owner.get(target, {})
        wanted = sorted(theirs)
        for start in range(0, len(wanted), 500):
            query = select(table.c.id, table.c[name]).where(table.c[name].in_(wanted[start : start + 500]))
            owned |= {row[0]: theirs[row[1]] for row in connection.execute(query)}
    return dict(sorted(owned.items()))
