"""Why something cannot be claimed back, confirmed, waived or recorded."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused
from talent.web.filters import money


class NoSuchRecovery(Missing):
    """There is no such recovery, or it is somebody else's."""


class NothingOwed(Refused):
    """The rules find nothing owed back, or the review is not decided."""

    def says(self) -> str:
        """Say so."""
        return str(_("Under the rules nothing is owed back of this."))


class AlreadyClaimed(Refused):
    """It is claimed back already."""

    def says(self) -> str:
        """Say so."""
        return str(_("This is claimed back already."))


class SameOfficer(Refused):
    """The clerk who proposed it cannot confirm it, and nobody decides about their own money."""

    def says(self) -> str:
        """Say who can."""
        return str(
            _("Another officer has to do this: not the clerk who claimed it back, and not the person it is about.")
        )


class NotOpen(Refused):
    """It is not confirmed yet, or settled or waived."""

    def says(self) -> str:
        """Say so."""
        return str(_("This is not open: it is not confirmed yet, or it is settled or waived."))


class MoreThanOwed(Refused):
    """More than is still owed. rest: what is, in fen."""

    def __init__(self, rest: int) -> None:
        super().__init__(rest)
        self.rest = rest

    def says(self) -> str:
        """Say how much is owed."""
        return str(_("Only %(amount)s is still owed.", amount=money(self.rest)))


class AlreadyRecorded(Refused):
    """A repayment of this reference is recorded."""

    def says(self) -> str:
        """Say so."""
        return str(_("A repayment with this reference is recorded already: see the ledger."))


class DayUnfit(Refused):
    """The day of a repayment lies ahead, or before the claim was confirmed; or a plan begins in the past."""

    def says(self) -> str:
        """Say which days fit."""
        return str(_("This day does not fit: money arrives after the claim was confirmed and not later than today."))


class CannotOffset(Refused):
    """The instalment is not to be paid, is under review, in a payment run, or was tried before."""

    def says(self) -> str:
        """Say what to do."""
        return str(_("This instalment cannot be kept: it is no longer due, under review, or in a payment run."))
