"""Why a consent cannot be given or withdrawn."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchPurpose(Missing):
    """Data is used for no such purpose."""


class StillNeeded(Refused):
    """An application that was handed in cannot be dealt with without this consent."""

    def says(self) -> str:
        """Say why, and what can be done instead."""
        return str(
            _(
                "This consent cannot be withdrawn while the bureau deals with what you handed in: without your data it "
                "can neither decide nor pay. You may ask for your data to be deleted instead."
            )
        )
