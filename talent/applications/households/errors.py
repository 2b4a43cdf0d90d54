"""Why two people are not linked."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchLink(Missing):
    """No such invitation, or it is not this person's, or it is over."""


class OwnAddress(Refused):
    """Somebody would invite themselves."""

    def says(self) -> str:
        """Ask for the other's address."""
        return str(_("This is your own address. Give the address your spouse signs in with."))


class AlreadyLinked(Refused):
    """One of the two has an invitation out, or a link, that stands."""

    def says(self) -> str:
        """Say what is to be ended first."""
        return str(_("You have an invitation out, or are linked already. End that first, on the page “My spouse”."))


class InvitedAlready(Refused):
    """The one who is to be invited has invited this person. number: of that invitation."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number

    def says(self) -> str:
        """Say where to answer."""
        return str(_("Your spouse has invited you already: open the invitation on the page “My spouse” and answer it."))


class NobodyAsks(Refused):
    """No policy asks what a spouse's application could answer."""

    def says(self) -> str:
        """Say that there is no need."""
        return str(_("No policy here asks about your spouse's application, so there is nothing to link."))


class NotKnown(Refused):
    """Who invites has not said who they are."""

    def says(self) -> str:
        """Say what comes first."""
        return str(_("Fill in your details first: your spouse has to see who invites them."))


class TooManyInvitations(Refused):
    """Invitations are mails to people who may not expect them."""

    def says(self) -> str:
        """Say when it goes on."""
        return str(_("You have sent several invitations today. Look at the address once more and try again tomorrow."))
