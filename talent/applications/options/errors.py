"""Why an option cannot be chosen."""

from flask_babel import gettext as _

from talent.applications.signals import Closed
from talent.web.errors import Refused


class NoSuchOption(Refused):
    """The options are others by now, or none."""

    def says(self) -> str:
        """Say where to look."""
        return str(_("This option is not open to you now: your answers have changed. Look at your options again."))


class OptionClosed(Refused):
    """It is too late. closed: why, and what can be done."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed.says)
        self.closed = closed

    def says(self) -> str:
        """Say why, and what to do."""
        return f"{self.closed.says} {self.closed.then}"
