"""Why an account cannot be deleted, or a wish not be decided."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchWish(Missing):
    """Nobody has made a wish of this number."""


class HasToKeep(Refused):
    """Something was handed in: the bureau has to keep it, so that a wish has to be decided."""

    def says(self) -> str:
        """Say what can be done."""
        return str(
            _(
                "You have handed in an application since you opened this page. The bureau has to keep records of it: "
                "open the page again and say why you wish to be deleted."
            )
        )


class NothingToDecide(Refused):
    """There is nothing to keep: the person can delete the account at once."""

    def says(self) -> str:
        """Say that it is up to the person."""
        return str(_("You have not handed in anything: you can delete your account yourself, at once."))


class WorksHere(Refused):
    """The account belongs to somebody of the bureau."""

    def says(self) -> str:
        """Say who can help."""
        return str(
            _("This account has a role in the bureau, and what it did has to stay known. Ask the administrator.")
        )


class AlreadyWished(Refused):
    """A wish is waiting already."""

    def says(self) -> str:
        """Say whose turn it is."""
        return str(_("You have asked for your data to be deleted already. It is the bureau's turn to answer."))


class WishDecided(Refused):
    """The wish was decided, or taken back, meanwhile."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("This wish has been decided or taken back meanwhile. Look at it again."))


class OwnWish(Refused):
    """The administrator is who asks."""

    def says(self) -> str:
        """Say that somebody else has to do it."""
        return str(_("This is your own wish. Another administrator has to answer it."))


class AnswerUnfit(Refused):
    """What the person is told is too short or too long."""

    def says(self) -> str:
        """Say how long it may be."""
        return str(_("Write 10 to 2,000 characters."))
