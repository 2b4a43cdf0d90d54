"""Why an offer cannot be shown or answered."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchOffer(Missing):
    """No offer has this number, or it is somebody else's."""


class OfferOver(Refused):
    """It was answered, or the policy or the person's facts have changed since."""

    def says(self) -> str:
        """Say so, and what can be done."""
        return str(
            _(
                "This offer no longer stands: it was answered, or the policy or your answers have changed since. "
                "You can still apply: the check in two minutes tells you what you may get."
            )
        )
