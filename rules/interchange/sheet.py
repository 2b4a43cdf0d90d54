"""Reads and writes decision tables as sheets of an .xlsx file, laid out as DMN draws them.

| U       | Age   | History | =>  | Rating | note          |
| values  |       | good, bad |   | Low, Medium, High |    |
| 1       | < 25  | good    |     | Low    | young         |
| 2       | >= 25 |         |     | Medium |               |
| default |       |         |     | High   |               |

The first row names the columns, with a cell => between inputs and outputs and, if need be, a last column `note`. The
corner holds the hit policy, U where it is empty; then the first column numbers the rules and may say `values` (what a
column may hold, outputs with the most important first) and `default` (what is given where no rule matches). With no hit
policy in the corner the inputs begin there. Cells are S-FEEL; text needs no quotes, an empty input is the dash.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, TypeVar

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from rules.interchange import sfeel
from rules.interchange.archive import refuse_large
from rules.interchange.checking import check, inferred
from rules.interchange.decision_table import ALWAYS, Cell, DecisionTable, Hit, Input, Output, Range, Rule, Value
from rules.interchange.problems import TableProblems, refusal

_ARROWS = ("=>", "⇒", "→")
_NOTES = ("note", "备注")
_VALUES = ("values", "取值")
_DEFAULT = ("default", "其他")
_MARKS = {str(each): each for each in Hit} | {"": Hit.UNIQUE}
#: Stands for a cell that could not be read, which was noted.
_UNREAD: Value = ""
T = TypeVar("T")
#: A cell as the file holds it.
Raw = str | float | bool | date | datetime | time | timedelta


def read_sheets(data: bytes, file: str) -> tuple[DecisionTable, ...]:
    """Read every sheet of an .xlsx file that is not empty as a decision table, called like the sheet.

    data: the file. file: its name, for messages. Raises TableInvalid with all that cannot be read.
    """
    refuse_large(data, file)
    problems = TableProblems()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {name: _filled(book, name) for name in book.sheet_names}
    except CalamineError as error:
        raise refusal(file, f"it cannot be read: {str(error)[:100]}", "save it again as .xlsx") from error
    tables = [_Sheet(file, name, rows, problems).read() for name, rows in sheets.items() if rows]
    if not sheets or not any(sheets.values()):
        problems.add(file, "every sheet is empty", "write a table")
    problems.refuse()
    return tuple(table for table in tables if table is not None)


def read_sheets_file(path: Path) -> tuple[DecisionTable, ...]:
    """Read the sheets of an .xlsx file. Raises TableInvalid, also when the file cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal(str(path), f"it cannot be read: {error.strerror}", "name an .xlsx file") from error
    return read_sheets(data, path.name)


def _filled(book: CalamineWorkbook, name: str) -> list[list[Raw]]:
    """Return the cells of a sheet from its corner on, cells that are merged each with what they show."""
    sheet = book.get_sheet_by_name(name)
    rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return rows


class _Row(NamedTuple):
    """A row of a sheet: its number there and its cells as text."""

    number: int
    cells: list[str]


class _Sheet:
    """Reads one sheet."""

    def __init__(self, file: str, name: str, rows: Sequence[Sequence[Raw]], problems: TableProblems) -> None:
        self.file, self.problems = file, problems
        self.name, self.where = name, f"{file}: table '{name}'"
        texts = [_Row(number, [_text(each) for each in row]) for number, row in enumerate(rows, 1)]
        self.head, *self.body = [row for row in texts if any(row.cells)]
        self.labels = [" ".join(label.split()) for label in self.head.cells]
        #: Where the inputs begin: after the numbers of the rules, if the corner holds a hit policy.
        self.first = int(self.labels[0] in _MARKS)

    def read(self) -> DecisionTable | None:
        """Read the table; when every cell could be read, check the whole. None where its columns cannot be told."""
        before = len(self.problems.found)
        arrows = [place for place, label in enumerate(self.labels) if label in _ARROWS]
        if len(arrows) != 1:
            mend = "write => in the first row between them, in a column of its own"
            self.problems.add(self.where, "its inputs and outputs are not parted", mend)
            return None
        last = max(place for place, label in enumerate(self.labels) if label)
        notes = last if self.labels[last].lower() in _NOTES else None
        inputs, outputs = range(self.first, arrows[0]), range(arrows[0] + 1, last + (notes is None))
        self._check_named({*inputs, *outputs, notes})
        values, default = self._marked(_VALUES), self._marked(_DEFAULT)
        rows = [row for row in self.body if row not in (values, default)]
        rules = tuple(self._rule(row, inputs, outputs, notes) for row in rows)
        table = DecisionTable(
            self.name,
            _MARKS.get(self.labels[0], Hit.UNIQUE),
            tuple(self._input(place, values, [rule.cells[n] for rule in rules]) for n, place in enumerate(inputs)),
            tuple(self._output(at, values, default, [rule.gives[n] for rule in rules]) for n, at in enumerate(outputs)),
            rules,
        )
        if not outputs:
            self.problems.add(self.where, "it has no output", "name one to the right of =>")
        if len(self.problems.found) == before:
            check(table, self.file, self.problems)
        return table

    def _check_named(self, columns: set[int | None]) -> None:
        """Note cells outside the columns, which would be lost, and columns without a name."""
        for place in sorted(each for each in columns if each is not None and not self.labels[each]):
            self.problems.add(self.where, f"column {place + 1} has no name", "write one in the first row")
        for number, cells in self.body:
            for place, text in enumerate(cells[self.first :], self.first):
                if text and place not in columns:
                    message = f"'{text[:40]}' stands in no column"
                    self.problems.add(f"{self.where}, row {number}", message, "name its column in the first row")

    def _marked(self, words: Sequence[str]) -> _Row:
        """Return the row whose first cell says one of some words, or an empty one."""
        found = [row for row in self.body if self.first and row.cells[0].lower() in words]
        return found[0] if found else _Row(0, [""] * len(self.labels))

    def _rule(self, row: _Row, inputs: range, outputs: range, notes: int | None) -> Rule:
        cells = [self._read(sfeel.cell, row, place, ALWAYS) for place in inputs]
        gives = [self._read(_given, row, place, _UNREAD) for place in outputs]
        return Rule(tuple(cells), tuple(gives), "" if notes is None else row.cells[notes])

    def _read(self, read: Callable[..., T], row: _Row, place: int, otherwise: T) -> T:
        try:
            return read(row.cells[place], plain=True)
        except sfeel.Unreadable as error:
            where = f"{self.where}, row {row.number}, column '{self.labels[place]}'"
            self.problems.add(where, error.message, error.mend)
            return otherwise

    def _input(self, place: int, values: _Row, cells: Sequence[Cell]) -> Input:
        allowed = self._read(sfeel.cell, values, place, ALWAYS)
        type_ = inferred(value for cell in (allowed, *cells) for value in cell.values())
        return Input(self.labels[place], self.labels[place], type_, allowed)

    def _output(self, place: int, values: _Row, default: _Row, cells: Sequence[Value]) -> Output:
        listed = tuple(self._read(sfeel.cell, values, place, ALWAYS).values())
        otherwise = self._read(_given, default, place, _UNREAD) if default.cells[place] else None
        return Output(self.labels[place], inferred(cells), listed, otherwise)


def _text(raw: Raw) -> str:
    """Return a cell as S-FEEL or plain text; times, which are not read, as FEEL writes them."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float):
        return f"{Decimal(repr(raw)):f}".removesuffix(".0")
    if isinstance(raw, datetime) and raw.time() == time():
        raw = raw.date()
    if isinstance(raw, str):
        return raw.strip()
    return sfeel.written_value(raw) if type(raw) is date else f'@"{raw}"'


def _given(text: str, *, plain: bool) -> Value:
    """Read the cell of an output; what is no literal is the text itself, commas and all."""
    if not text:
        raise sfeel.Unreadable("the cell is empty", "write a value")
    try:
        return sfeel.value(text, plain=plain)
    except sfeel.Unreadable:
        if text.startswith(('"', "@")):
            raise
        return text


def written_sheets(tables: Sequence[DecisionTable]) -> bytes:
    """Write tables as an .xlsx file that reads back to the same, a sheet each; labels take the place of names."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.name, {each.name for each in book.worksheets()}))
            for number, row in enumerate(_rows(table)):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return what the program that opens the file accepts as the name of a sheet."""
    fit = re.sub(r"[\[\]:*?/\\]", " ", name).encode("utf-16-le")
    tried = fit[:62].decode("utf-16-le", "ignore").strip(" '") or "table"
    number = 1
    while tried.lower() in {each.lower() for each in taken} | {"history"}:
        number += 1
        tried = f"{fit[:52].decode('utf-16-le', 'ignore').strip(chr(39))} {number}"
    return tried


def _rows(table: DecisionTable) -> Iterator[list[str | float]]:
    labels = [column.label for column in table.inputs]
    yield [table.hit, *labels, "=>", *(output.name for output in table.outputs), "note"]
    if any(not column.allowed.always for column in table.inputs) or any(output.values for output in table.outputs):
        lists = [Cell(tuple(Range(value, value) for value in output.values)) for output in table.outputs]
        yield ["values", *(_plainly(column.allowed) for column in table.inputs), "", *map(_plainly, lists)]
    for number, rule in enumerate(table.rules, 1):
        yield [number, *map(_plainly, rule.cells), "", *map(_plain, rule.gives), rule.note]
    if any(output.default is not None for output in table.outputs):
        given = ["" if each.default is None else _plain(each.default) for each in table.outputs]
        yield ["default", *([""] * len(labels)), "", *given]


def _plainly(cell: Cell) -> str | float:
    """Write the cell of an input, text without quotes where it reads the same; the dash as an empty cell."""
    if len(cell.ranges) == 1 and cell.ranges[0].is_one and not cell.negated and cell.ranges[0].low is not None:
        only = _plain(cell.ranges[0].low)
        return only if not isinstance(only, str) or _reads(only, cell) else sfeel.written_cell(cell)
    bare = sfeel.written_cell(cell).replace('"', "")
    return "" if cell.always else bare if _reads(bare, cell) else sfeel.written_cell(cell)


def _reads(text: str, cell: Cell) -> bool:
    try:
        return sfeel.cell(text.strip(), plain=True) == cell
    except sfeel.Unreadable:
        return False


def _plain(value: Value) -> str | float:
    """Write the cell of an output: numbers and yes or no as such, text without quotes where it reads the same."""
    if isinstance(value, (bool, Decimal)):
        return value if isinstance(value, bool) else float(value)
    try:
        same = _given(str(value).strip(), plain=True) == value
    except sfeel.Unreadable:
        same = False
    return str(value) if same else sfeel.written_value(value)
