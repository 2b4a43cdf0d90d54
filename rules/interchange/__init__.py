"""Decision tables from elsewhere: read from DMN and sheets, decided, written as our policies, and written back.

`dmn` and `sheet` read and write files, `deciding` decides a case, `exporting` turns a table of a policy into DMN.
"""

from pathlib import Path

from rules.interchange.deciding import decide_table, decide_tables, runnable
from rules.interchange.decision_table import DecisionTable
from rules.interchange.dmn import read_dmn_file
from rules.interchange.exporting import written_dmn
from rules.interchange.problems import TableInvalid, TableProblem, refusal
from rules.interchange.sheet import read_sheets_file

__all__ = [
    "DecisionTable",
    "TableInvalid",
    "TableProblem",
    "decide_table",
    "decide_tables",
    "read_tables",
    "runnable",
    "written_dmn",
]

_READERS = {".dmn": read_dmn_file, ".xml": read_dmn_file, ".xlsx": read_sheets_file}


def read_tables(path: Path) -> tuple[DecisionTable, ...]:
    """Read the decision tables of a file, by its ending: .dmn, .xml or .xlsx. Raises TableInvalid."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise refusal(str(path), "tables are not read from such a file", f"name a file ending in {', '.join(_READERS)}")
    return reader(path)
