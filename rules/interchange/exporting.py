"""Writes a table of a policy as a DMN decision table, as far as DMN's unary tests can say its conditions."""

from collections.abc import Iterator

from rules.expressions import Kind, Type
from rules.interchange.checking import check
from rules.interchange.conditions import (
    Asked,
    Unsayable,
    alternatives,
    any_of,
    cell,
    literal,
    number,
)
from rules.interchange.decision_table import (
    ALWAYS,
    Cell,
    DecisionTable,
    Hit,
    Input,
    Output,
    Range,
    Rule,
    Value,
    ValueType,
)
from rules.interchange.dmn_writing import written_tables
from rules.interchange.problems import TableProblems, refusal
from rules.policy import HitPolicy, Policy, Row, Table
from rules.policy import Output as Given

_HITS = {
    HitPolicy.UNIQUE: Hit.UNIQUE,
    HitPolicy.ANY: Hit.ANY,
    HitPolicy.FIRST: Hit.FIRST,
    HitPolicy.PRIORITY: Hit.PRIORITY,
    HitPolicy.COLLECT: Hit.COLLECT,
    HitPolicy.SUM: Hit.SUM,
    HitPolicy.MIN: Hit.MIN,
    HitPolicy.MAX: Hit.MAX,
    HitPolicy.COUNT: Hit.COUNT,
}
#: Hit policies under which a rule may stand twice and nothing changes.
_REPEATABLE = (Hit.ANY, Hit.FIRST, Hit.PRIORITY, Hit.MIN, Hit.MAX)
_TYPES = {
    Kind.CHOICE: ValueType.STRING,
    Kind.NUMBER: ValueType.NUMBER,
    Kind.MONEY: ValueType.NUMBER,
    Kind.SHARE: ValueType.NUMBER,
    Kind.DATE: ValueType.DATE,
    Kind.BOOLEAN: ValueType.BOOLEAN,
}


def written_dmn(policy: Policy, table_name: str) -> str:
    """Write one table of a policy as a DMN 1.3 file. Raises TableInvalid naming every row that DMN cannot say."""
    return written_tables([decision_table(policy, table_name)])


def decision_table(policy: Policy, table_name: str) -> DecisionTable:
    """Return one table of a policy as a decision table; what its conditions name becomes an input of that name.

    Choices become text, money yuan, shares fractions of one, and each of several choices a yes or no: 'honours has
    prize'. A row with `or` becomes several rules where the hit policy lets a rule stand twice.
    Raises TableInvalid naming every row that unary tests cannot say.
    """
    table = policy.tables.get(table_name)
    if table is None:
        raise refusal(policy.id, f"it has no table '{table_name[:60]}'", f"name one of {', '.join(policy.tables)}")
    problems = TableProblems()
    types: dict[str, Type] = {}
    asked = [(row, each) for row in table.rows for each in _asked(row, table, types, problems)]
    problems.refuse()
    rules = tuple(
        Rule(
            tuple(cell(each[name], type_) if name in each else ALWAYS for name, type_ in types.items()),
            (_gives(row.gives, table),),
            "" if row.says is None else row.says.zh,
        )
        for row, each in asked
    )
    inputs = tuple(_input(policy, name, type_) for name, type_ in types.items())
    made = DecisionTable(table_name, _hit(table), inputs, (_output(table),), rules)
    check(made, policy.id, problems)
    problems.refuse()
    return made


def _asked(row: Row, table: Table, types: dict[str, Type], problems: TableProblems) -> Iterator[Asked]:
    """Yield what each rule that a row becomes asks of each name; why a row cannot be said is noted."""
    where, shown = f"table {table.name}, line {row.line}", f"'{row.when.text[:200]}'"
    try:
        rules = alternatives(row.when.tree, types)
    except Unsayable as error:
        problems.add(where, f"{shown} cannot be said: {error}", "make a term of the part and name it")
        return
    if not rules:
        problems.add(where, f"nobody can meet {shown}", "remove the row")
    if len(rules) > 1 and _hit(table) not in _REPEATABLE:
        mend = "split it into rows that exclude one another"
        problems.add(where, f"{shown} would match twice with hit policy {table.hit}", mend)
    yield from rules


def _input(policy: Policy, name: str, type_: Type) -> Input:
    """Return the input that stands for a fact, a term or a table, with the values it can have."""
    fact = policy.facts.get(name)
    label = name if fact is None else fact.ask.zh
    if type_.kind is Kind.CHOICE:
        return Input(name, label, ValueType.STRING, any_of(list(type_.choices)))
    low, high = (None, None) if fact is None else (fact.minimum, fact.maximum)
    ends = [None if end is None else literal(number(end, type_), type_) for end in (low, high)]
    allowed = ALWAYS if low is None and high is None else Cell((Range(ends[0], ends[1]),))
    return Input(name, label, _TYPES[type_.kind], allowed)


def _hit(table: Table) -> Hit:
    """Return the hit policy; DMN has the least and greatest of numbers only, of choices the one listed first."""
    numbers = table.type.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE)
    return Hit.PRIORITY if table.hit in (HitPolicy.MIN, HitPolicy.MAX) and not numbers else _HITS[table.hit]


def _output(table: Table) -> Output:
    """Return the output column; its values begin with the most important, where the hit policy asks for that."""
    if table.hit is HitPolicy.COUNT:
        return Output(table.name, ValueType.BOOLEAN)
    values: list[Value] = list(table.outputs)
    if _hit(table) is Hit.PRIORITY:
        given = {row.gives for row in table.rows} | ({table.otherwise} if table.otherwise is not None else set())
        ranked = sorted(int(each) for each in given if not isinstance(each, str))
        values = values or [literal(each, table.type) for each in ranked]
        values = values if table.hit is HitPolicy.MIN else values[::-1]
    default = None if table.otherwise is None or table.hit is HitPolicy.COLLECT else _gives(table.otherwise, table)
    return Output(table.name, _TYPES[table.type.kind], tuple(values), default)


def _gives(given: Given, table: Table) -> Value:
    if table.hit is HitPolicy.COUNT:
        return True
    return given if isinstance(given, str) else literal(int(given), table.type)
