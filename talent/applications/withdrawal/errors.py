"""Why an application is not withdrawn."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class NotHandedIn(Refused):
    """A draft is deleted, not withdrawn."""

    def says(self) -> str:
        """Say what can be done instead."""
        return str(
            _("This application has not been handed in, so nothing is to be withdrawn. You can delete the draft.")
        )


class ReasonTooLong(Refused):
    """More was written than is kept."""

    def says(self) -> str:
        """Say how much may be written."""
        return str(_("Write at most 500 characters, or leave the reason empty."))
