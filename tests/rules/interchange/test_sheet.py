"""Decision tables as clerks lay them out in a sheet."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from xlsxwriter import Workbook

from rules.interchange import read_tables
from rules.interchange.deciding import decide_table
from rules.interchange.decision_table import Hit, ValueType
from rules.interchange.problems import TableInvalid
from rules.interchange.sheet import read_sheets, written_sheets
from tests.rules.interchange.conftest import tables


def xlsx(rows, *, merged=(), name="评级"):
    """Return an .xlsx file of one sheet. merged: (first row, column, last row, column, value)."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
        for first, left, last, right, value in merged:
            sheet.merge_range(first, left, last, right, value)
    return file.getvalue()


def refused(data):
    """Return what is said of a file that cannot be read."""
    with pytest.raises(TableInvalid) as caught:
        read_sheets(data, "a.xlsx")
    return str(caught.value)


EIGHT = datetime.fromisoformat("2020-01-01T08:30")
RATING = [
    ["P", "年龄", "病史", "=>", "风险", "折扣", "备注"],
    ["取值", "[0..120]", "良好，不良", None, "高, 中, 低"],
    [1, ">= 25", "良好", None, "中", 0.5],
    [2, "> 60", "不良", None, "高", 0, "老年, 有病史"],
    [3, None, "不良", None, "中", 1],
    [4, "＜25", "良好", None, "低", 2.5],
    [],
    ["其他", None, None, None, "高", 0],
]


def test_a_sheet_is_read_as_dmn_draws_a_table():
    (table,) = read_sheets(xlsx(RATING), "a.xlsx")
    assert (table.name, table.hit, len(table.rules)) == ("评级", Hit.PRIORITY, 4)
    assert [each.type for each in table.inputs] == [ValueType.NUMBER, ValueType.STRING]
    assert table.outputs[0].values == ("高", "中", "低")
    assert table.outputs[0].default == "高"
    assert table.rules[1].note == "老年, 有病史"
    assert decide_table(table, {"年龄": 61, "病史": "不良"}) == {
        "table": "评级",
        "outputs": {"风险": "高", "折扣": 0},
        "rules": [2],
    }
    assert decide_table(table, {"年龄": 24, "病史": "良好"})["outputs"] == {"风险": "低", "折扣": 2.5}


def test_without_a_hit_policy_the_inputs_begin_in_the_corner():
    rows = [["Day", "Member", "=>", "Price"], [date(2020, 2, 3), True, None, 20], ["> 2020-02-03", "-", None, "30"]]
    (table,) = read_sheets(xlsx(rows), "a.xlsx")
    assert (table.hit, [each.type for each in table.inputs]) == (Hit.UNIQUE, [ValueType.DATE, ValueType.BOOLEAN])
    assert decide_table(table, {"Day": "2020-02-03", "Member": True})["outputs"] == {"Price": 20}
    assert decide_table(table, {"Day": "2020-02-04"})["outputs"] == {"Price": 30}


def test_merged_cells_hold_in_every_row_they_cover():
    rows = [
        ["F", "A", "B", "=>", "C"],
        [1, None, "< 5", None, "x"],
        [2, None, ">= 5", None, "y"],
        [3, "-", "-", None, "z"],
    ]
    (table,) = read_sheets(xlsx(rows, merged=[(1, 1, 2, 1, "甲")]), "a.xlsx")
    assert decide_table(table, {"A": "乙", "B": 9})["outputs"] == {"C": "z"}
    assert decide_table(table, {"A": "甲", "B": 9})["outputs"] == {"C": "y"}


@settings(max_examples=150, deadline=None)
@given(tables())
def test_what_is_written_reads_back_to_the_same_table(table):
    (back,) = read_sheets(written_sheets([table]), "a.xlsx")
    assert back.rules == table.rules
    assert (back.name, back.hit, back.outputs) == (table.name, table.hit, table.outputs)
    for mine, its in zip(table.inputs, back.inputs, strict=True):
        tested = any(not rule.cells[table.inputs.index(mine)].always for rule in table.rules)
        assert (its.name, its.type if tested else mine.type) == (mine.name, mine.type)


def test_several_sheets_are_several_tables_and_names_are_made_fit():
    (table,) = read_sheets(xlsx(RATING), "a.xlsx")
    one, two = (read_sheets(xlsx(RATING, name=name), "a.xlsx")[0] for name in ("x" * 31, "x" * 30))
    back = read_sheets(written_sheets([table, table, one, two]), "a.xlsx")
    assert [each.name for each in back] == ["评级", "评级 2", "x" * 31, "x" * 30]
    assert len({each.rules for each in back}) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["U", "A", "B"], [1, "x", "y"]], "its inputs and outputs are not parted; write => in the first row"),
        ([["U", "A", "=>"], [1, "x", None]], "it has no output; name one to the right of =>"),
        ([["U", "A", None, "=>", "B"], [1, "x", "z", None, "y"]], "column 3 has no name"),
        ([["U", "A", "=>", "B"], [1, "x", None, "y", "lost"]], "row 2: 'lost' stands in no column"),
        ([["U", "A", "=>", "B"], [1, "x", "lost", "y"]], "row 2: 'lost' stands in no column"),
        ([["U", "A", "=>", "B"], [1, "x", None, None]], "row 2, column 'B': the cell is empty"),
        ([["U", "A", "=>", "B"], [1, "f(x)", None, "y"]], "row 2, column 'A': 'f(x)' cannot be read: functions"),
        ([["U", "A", "=>", "B"], [1, "1,000", None, "y"]], "a comma begins another value; write 1000"),
        ([["U", "A", "=>", "B"], [1, 5, None, "y"], [2, "x", None, "y"]], '"x" does not fit, the input holds numbers'),
        ([["U", "A", "=>", "B"], [1, EIGHT, None, "y"]], "08:30:00 is not a day"),
        ([["C+", "A", "=>", "B"], [1, 5, None, "y"]], "hit policy C+ needs numbers"),
        ([["U", "A", "=>", "B"]], "it has no rules"),
        ([[]], "every sheet is empty"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(rows, said):
    assert said in refused(xlsx(rows))


def changed(data, member, pattern, new):
    """Return the archive with a text replaced in one of its members."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name in old.namelist():
            content = old.read(name)
            made.writestr(name, re.sub(pattern, new, content) if name == member else content)
    return file.getvalue()


def test_a_file_that_would_exhaust_memory_is_refused():
    data, sheet = xlsx(RATING), "xl/worksheets/sheet1.xml"
    assert "its cells lie too far apart" in refused(changed(data, sheet, rb'r="G4"', b'r="XFD1048576"'))
    assert "its cells lie too far apart" in refused(changed(data, sheet, rb'<row r="8"', b"<row r = '1048576'"))
    assert "it unpacks to more than" in refused(
        changed(data, sheet, rb"<sheetData>", b" " * 90_000_000 + b"<sheetData>")
    )
    assert "it has more than 8000000 bytes" in refused(b"PK" + b"0" * 8_000_000)


def test_what_is_no_sheet_is_refused_in_a_sentence(tmp_path):
    data = xlsx(RATING)
    for broken in (b"", b"not a zip", data[:300], data[:-100]):
        assert "it is no .xlsx file" in refused(broken)
    assert "cannot be read" in refused(changed(data, "xl/worksheets/sheet1.xml", rb"</sheetData>", b"</sheet"))
    with pytest.raises(TableInvalid, match="name an"):
        read_tables(tmp_path / "none.xlsx")


def test_a_file_is_read_by_its_ending(tmp_path):
    (tmp_path / "a.XLSX").write_bytes(xlsx(RATING))
    assert [table.name for table in read_tables(tmp_path / "a.XLSX")] == ["评级"]
    with pytest.raises(TableInvalid, match="name a file ending in"):
        read_tables(tmp_path / "a.csv")
