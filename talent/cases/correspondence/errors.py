"""Why a message cannot be sent."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class TextUnfit(Refused):
    """An empty message, or one that is too long."""

    def says(self) -> str:
        """Say how long it may be."""
        return str(_("Write a message of 1 to 2,000 characters."))


class CorrespondenceOver(Refused):
    """The case was decided too long ago."""

    def says(self) -> str:
        """Say why, and where else to turn."""
        return str(
            _(
                "This case was decided more than 60 days ago, so messages about it can no longer be sent here. "
                "Please call or visit the bureau; name the reference."
            )
        )
