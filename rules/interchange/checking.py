"""What makes a decision table sound before anything is made of it: types, listed values, what hit policies need."""

from collections.abc import Iterable, Sequence

from rules.interchange.decision_table import Cell, DecisionTable, Hit, Input, Output, Value, ValueType, type_of
from rules.interchange.problems import TableProblems
from rules.interchange.sfeel import written_cell, written_value

_HOLDS = {
    ValueType.STRING: "text",
    ValueType.NUMBER: "numbers",
    ValueType.BOOLEAN: "true or false",
    ValueType.DATE: "days",
}


def inferred(values: Iterable[Value]) -> ValueType:
    """Return the type of a column that does not say it: that of its first literal, text where it has none."""
    return next((type_of(value) for value in values), ValueType.STRING)


def check(table: DecisionTable, file: str, problems: TableProblems) -> None:
    """Note what is wrong with a table as a whole. file: what to call where it stands."""
    where = f"{file}: table '{table.name}'"
    if not table.rules:
        problems.add(where, "it has no rules", "write one rule or more")
    for place, column in enumerate(table.inputs):
        _check_input(column, [rule.cells[place] for rule in table.rules], where, problems)
    for place, output in enumerate(table.outputs):
        _check_output(output, [rule.gives[place] for rule in table.rules], where, problems)
    _check_hit(table, where, problems)


def _check_input(column: Input, cells: Sequence[Cell], where: str, problems: TableProblems) -> None:
    listed = {each.low for each in column.allowed.ranges} if column.type is ValueType.STRING else set()
    for number, cell in enumerate([column.allowed, *cells]):
        place = f"{where}, rule {number}, input '{column.label}'" if number else f"{where}, values of '{column.label}'"
        shown = written_cell(cell)[:60]
        if any(type_of(value) is not column.type for value in cell.values()):
            problems.add(
                place, f"{shown} does not fit, the input holds {_HOLDS[column.type]}", "mend the cell or the type"
            )
        elif listed and not listed.issuperset(cell.values()):
            problems.add(
                place, f"{shown} is not among the values of the input", "add it to the values or mend the cell"
            )
    if column.allowed.negated:
        problems.add(f"{where}, values of '{column.label}'", "they say what is not allowed", "list the values that are")


def _check_output(output: Output, cells: Sequence[Value], where: str, problems: TableProblems) -> None:
    default = () if output.default is None else (output.default,)
    for number, cell in [*((0, value) for value in (*output.values, *default)), *enumerate(cells, 1)]:
        place = f"{where}, rule {number}, output '{output.name}'" if number else f"{where}, values of '{output.name}'"
        shown = written_value(cell)[:60]
        if type_of(cell) is not output.type:
            problems.add(
                place, f"{shown} does not fit, the output holds {_HOLDS[output.type]}", "mend the cell or the type"
            )
        elif output.values and cell not in output.values:
            problems.add(
                place, f"{shown} is not among the values of the output", "add it to the values or mend the cell"
            )


def _check_hit(table: DecisionTable, where: str, problems: TableProblems) -> None:
    hit, outputs = table.hit, table.outputs
    if hit.ranks and not any(output.values for output in outputs):
        problems.add(where, f"hit policy {hit} needs output values", "list them, the most important first")
    if hit.aggregates and len(outputs) > 1:
        problems.add(where, f"hit policy {hit} is not defined for several outputs", "make a table of each output")
    if hit.aggregates and hit is not Hit.COUNT and outputs[0].type is not ValueType.NUMBER:
        problems.add(where, f"hit policy {hit} needs numbers as outputs", "write numbers or another hit policy")
    if (hit.lists or hit is Hit.COUNT) and any(output.default is not None for output in outputs):
        problems.add(
            where, f"a default cannot be said with hit policy {hit}", "remove it: where no rule matches it gives none"
        )
