"""Why bank details cannot be taken."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class HolderDiffers(Refused):
    """The account is in another name than the applicant's."""

    def says(self) -> str:
        """Say whose account it has to be."""
        return str(
            _(
                "The account must be in your own name, written as in your details. If your name is wrong there, "
                "correct your details first."
            )
        )


class NumberUnfit(Refused):
    """No account can have this number."""

    def says(self) -> str:
        """Ask to compare it with the card."""
        return str(_("This number cannot be right. Compare it with your card or passbook, digit by digit."))


class AccountTaken(Refused):
    """Somebody else is paid into this account."""

    def says(self) -> str:
        """Say what to do."""
        return str(_("This account is recorded for somebody else. Give another, or write to the bureau."))
