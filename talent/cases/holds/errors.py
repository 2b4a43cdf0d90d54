"""Why a case is not put on hold, or not decided."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class OnHold(Refused):
    """A case that is on hold would be recommended, decided or put on hold again."""

    def says(self) -> str:
        """Say what is to be done first."""
        return str(_("This case is on hold. Take it off hold first; the reason is on the page of the case."))


class NotOnHold(Refused):
    """A case that is not on hold would be taken off it."""

    def says(self) -> str:
        """Say so."""
        return str(_("This case is not on hold any more. Look at the case again."))


class LookLater(Refused):
    """The day to look again is over, or more than a year away."""

    def says(self) -> str:
        """Say which days there are."""
        return str(_("Give a day to look again that is after today and within a year."))
