"""Why something about an account cannot be done."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchPerson(Missing):
    """Nobody has this number."""


class IdentityTaken(Refused):
    """Another account holds this identity document."""

    def says(self) -> str:
        """Say what to do."""
        return str(_("Another account already uses this document. Sign in with that account, or write to the bureau."))


class OwnAdministration(Refused):
    """An administrator may not lock everybody out."""

    def says(self) -> str:
        """Say who can."""
        return str(_("You cannot take the administrator role from yourself. Another administrator can."))


class ActsForEmployer(Refused):
    """Who fills in applications for others does not deal with them."""

    def says(self) -> str:
        """Say what has to end first."""
        return str(_("This person acts for an employer. End that first: see the page of the employer."))
