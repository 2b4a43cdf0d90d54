"""What cannot be read or said of a decision table: collected all at once, each with its place and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableProblem:
    """One thing that cannot be read. where: the file, table, rule and column. mend: what to write instead."""

    where: str
    message: str
    mend: str

    def __str__(self) -> str:
        """Write it as 'where: message; mend'."""
        return f"{self.where}: {self.message}; {self.mend}"


class TableInvalid(Exception):  # noqa: N818  it names what happened
    """A decision table cannot be used. problems: all that is wrong, in the order found."""

    def __init__(self, problems: list[TableProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class TableProblems:
    """Collects what is wrong while a table is read or written."""

    def __init__(self) -> None:
        self.found: list[TableProblem] = []

    def add(self, where: str, message: str, mend: str) -> None:
        """Note one thing."""
        self.found.append(TableProblem(where, message, mend))

    def refuse(self) -> None:
        """Raise TableInvalid if anything was noted."""
        if self.found:
            raise TableInvalid(self.found)


def refusal(where: str, message: str, mend: str) -> TableInvalid:
    """Return the error for one thing that makes all the rest pointless."""
    return TableInvalid([TableProblem(where, message, mend)])
