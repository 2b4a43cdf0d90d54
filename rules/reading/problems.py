"""What is wrong with a policy file: collected all at once, each with its line and how to mend it."""

from dataclasses import dataclass

#: Most problems that are told of one file. With so many, nobody reads on.
MOST = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a policy file. line: 1 for the first. mend: what to write instead."""

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        """Write it as 'file:line: message; mend'."""
        return f"{self.file}:{self.line}: {self.message}; {self.mend}"


class PolicyInvalid(Exception):  # noqa: N818  it names what happened
    """A policy file cannot be used. problems: all that is wrong with it, by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects the problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self._noted: set[Problem] = set()

    def add(self, line: int, message: str, mend: str) -> None:
        """Note a problem; the same one is noted once. Raises PolicyInvalid when there are too many."""
        problem = Problem(self.file, line, message, mend)
        if problem in self._noted:
            return
        if len(self.found) == MOST:
            raise PolicyInvalid([*self.found, Problem(self.file, line, "More than this is wrong", "mend these first")])
        self._noted.add(problem)
        self.found.append(problem)

    def refuse(self) -> None:
        """Raise PolicyInvalid if anything was noted."""
        if self.found:
            raise PolicyInvalid(self.found)
