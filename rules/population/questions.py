"""The columns of people's answers: that all are there, of the right type, and only where the question concerns them."""

from collections.abc import Iterable, Mapping

import ibis
from ibis.expr import datatypes as dt
from ibis.expr import types as ir

from rules.policy import Fact, FactType, Policy
from rules.population.exact import Exact
from rules.population.expressions import Expressions
from rules.population.sheet import Sheet, Value, readings

#: The column that tells people apart.
PERSON = "person"
#: The same on the sheet, where `person` could be a word of the policy.
WHO = "the person"

_NEEDED = {
    FactType.CHOICE: "string",
    FactType.CHOICES: "array<string>",
    FactType.MONEY: "int64",
    FactType.DATE: "date",
    FactType.INTEGER: "int64",
    FactType.BOOLEAN: "boolean",
}


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<string>", "string"), "int32"))  # type: ignore[untyped-decorator]
def _place(keys: list[str], key: str) -> int:  # type: ignore[empty-body]
    """The place of a key from 1, NULL where it is not there."""


class UnknownFact(Exception):  # noqa: N818  it names what happened
    """A table of people lacks columns that the policy reads, or has some of another type.

    missing: the columns it lacks. mistyped: per column the type it has and the type it needs.
    """

    def __init__(self, missing: tuple[str, ...], mistyped: Mapping[str, tuple[str, str]]) -> None:
        self.missing, self.mistyped = missing, mistyped
        told = [f"missing: {', '.join(missing)}"] if missing else []
        told += [f"{name} is {given}, not {needed}" for name, (given, needed) in mistyped.items()]
        super().__init__("; ".join(told))


class AlikeNames(Exception):  # noqa: N818  it names what happened
    """Two columns would have names that SQL does not tell apart: capitals count for nothing there."""

    def __init__(self, one: str, other: str) -> None:
        self.names = (one, other)
        super().__init__(f"A table cannot have both a column '{one}' and a column '{other}'")


def refuse_alike(names: Iterable[str]) -> None:
    """Raise AlikeNames where two names are the same but for their capitals."""
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in seen:
            raise AlikeNames(seen[name.lower()], name)
        seen[name.lower()] = name


def facts_read(policy: Policy) -> list[Fact]:
    """Return the facts that a policy reads when an application is decided, in its order."""
    read = readings(policy)
    return [fact for fact in policy.facts.values() if read[fact.name] and not fact.at_review]


def refuse_unlike(policy: Policy, people: ir.Table) -> None:
    """Raise UnknownFact unless the people have every column that is read, in its type."""
    schema = people.schema()
    facts = facts_read(policy)
    missing = [name for name in (PERSON, *(fact.name for fact in facts)) if name not in schema]
    mistyped = {
        fact.name: (str(schema[fact.name]), _NEEDED[fact.type])
        for fact in facts
        if fact.name in schema and not _fits(schema[fact.name], fact.type)
    }
    if missing or mistyped:
        raise UnknownFact(tuple(missing), mistyped)


def _fits(given: dt.DataType, type_: FactType) -> bool:
    if given.is_null():
        return True
    if type_ in (FactType.MONEY, FactType.INTEGER):
        return bool(given.is_integer())
    return bool(given.copy(nullable=True) == dt.dtype(_NEEDED[type_]))


def answers(sheet: Sheet) -> None:
    """Write the answers as the expressions read them.

    One to a question that does not concern a person is not known. Where it is read but once, that is seen to there.
    """
    facts, people = facts_read(sheet.policy), sheet.people
    sheet.people = people.select(**{WHO: people[PERSON], **{fact.name: people[fact.name] for fact in facts}})
    sheet.write({fact.name: _column(fact, sheet[fact.name]) for fact in facts})
    for fact in facts:
        if fact.asked_when is not None and sheet.readings[fact.name] > 1:
            sheet.write({fact.name: Expressions(sheet).answer(fact)})
            sheet.cleaned.add(fact.name)


def _column(fact: Fact, given: ir.Value) -> Value:
    """Return a column of answers; a choice that the policy does not offer is not known."""
    if fact.type is FactType.CHOICE:
        return _place(ibis.array(list(fact.choices)), given.cast("string"))
    typed = given.cast(_NEEDED[fact.type])
    return Exact(typed) if fact.type in (FactType.MONEY, FactType.INTEGER) else typed
