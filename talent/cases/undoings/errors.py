"""Why a decision cannot be taken back."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class NotDecided(Refused):
    """There is no decision to take back."""

    def says(self) -> str:
        """Say so."""
        return str(_("There is no decision to take back. Look at the case again."))


class NotApprover(Refused):
    """Somebody else approved."""

    def says(self) -> str:
        """Say who can."""
        return str(_("Only the officer who approved the decision can take it back."))


class DayOver(Refused):
    """The day of the decision is over."""

    def says(self) -> str:
        """Say what is left."""
        return str(
            _(
                "A decision can be taken back only on the day it was made. Now the applicant can appeal, and an award "
                "can be reviewed."
            )
        )


class PaidAlready(Refused):
    """Something that was granted is in a payment run, or was paid."""

    def says(self) -> str:
        """Say what is in the way."""
        return str(
            _(
                "Something that was granted is in a payment run that was frozen, or was paid. The decision stands. "
                "A run that has not left can be given up first."
            )
        )


class ReviewedAlready(Refused):
    """What was granted is reviewed, or was."""

    def says(self) -> str:
        """Say what comes instead."""
        return str(_("What was granted is under review already. The decision stands; the review decides what is paid."))


class ObjectedAlready(Refused):
    """Somebody objected or appealed."""

    def says(self) -> str:
        """Say what comes instead."""
        return str(_("Somebody has objected or appealed: that is decided first. The decision stands."))
