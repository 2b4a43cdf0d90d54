"""Why an extract cannot be taken in, or an answer not be confirmed by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchExtract(Missing):
    """No such extract, or it was deleted."""


class NotAnExtract(Refused):
    """A file that cannot be read as an extract: no sheet, too large, or without the columns."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(
            _(
                "This file cannot be read as an extract. It has to be an .xlsx or .csv file of at most 10 MB and "
                "200,000 rows; its first row names the columns: the identity number and at least one "
                "of the facts listed below."
            )
        )


class DayUnfit(Refused):
    """An extract of a day that has not come."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(_("The day of the extract lies ahead. Enter the day the registry gives in it."))


class ExtractKnown(Refused):
    """The same file was taken in before."""

    def says(self) -> str:
        """Say so."""
        return str(_("This very file was taken in before. Nothing was changed."))


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line. line: counts from 1, the titles included."""

    line: int
    says: str


class ExtractRefused(Refused):
    """Lines of an extract are wrong: nothing of it was taken in."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = problems

    def says(self) -> str:
        """Say that nothing was taken in."""
        return str(_("Lines of this file are wrong. Nothing of it was taken in."))


class NotConfirmed(Refused):
    """No extract says now what the applicant answered."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("No extract says the same as the answer now. Nothing was saved. Look at the case again."))
