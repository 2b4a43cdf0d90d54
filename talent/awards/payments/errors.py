"""Why a payment run cannot go on."""

from http import HTTPStatus

from flask_babel import gettext as _
from flask_babel import ngettext

from talent.web.errors import Missing, Refused


class NoSuchRun(Missing):
    """There is no such payment run, or no such payment in it."""


class NothingToPay(Refused):
    """Nothing is left that could be paid."""

    def says(self) -> str:
        """Say why that may be."""
        return str(
            _(
                "Nothing can be paid now: what is due is in another run, under review, or waits for bank details. "
                "Nothing was changed."
            )
        )


class WrongState(Refused):
    """The run has gone on meanwhile. state: where it is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def says(self) -> str:
        """Ask to look at it again."""
        return str(
            _("This run has gone on meanwhile, and what you did is not done twice. Look at the run as it is now.")
        )


class NotPreparer(Refused):
    """Somebody else prepares this run."""

    status = HTTPStatus.FORBIDDEN

    def says(self) -> str:
        """Say who may."""
        return str(_("Only the clerk who began this run changes or freezes it."))


class SamePreparer(Refused):
    """The officer prepared the run, or is paid by it."""

    status = HTTPStatus.FORBIDDEN

    def says(self) -> str:
        """Say who has to do it."""
        return str(
            _("A run is sent and settled by an officer who did not prepare it and is not paid by it. Ask a colleague.")
        )


class RunChanged(Refused):
    """What would be sent is no longer what the officer was shown."""

    def says(self) -> str:
        """Ask to look again."""
        return str(
            _(
                "What would be sent has changed since you opened the page: an instalment is under review now. Nothing "
                "was sent. Look at the totals again."
            )
        )


class ConditionsUnchecked(Refused):
    """Instalments are in the run that are paid under a condition, and nobody says it was checked. count: how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def says(self) -> str:
        """Ask to check them."""
        return str(
            ngettext(
                "%(num)d instalment is paid only under a condition. Check it and say so.",
                "%(num)d instalments are paid only under conditions. Check them and say so.",
                self.count,
            )
        )


class NotReadable(Refused):
    """A result file that cannot be read as a sheet of results."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(
            _(
                "This file cannot be read. It has to be the .xlsx or .csv file of the run, with its first row and the "
                "columns for key, amount and result."
            )
        )
