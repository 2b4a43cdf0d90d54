"""What can be wrong with a letter or a notification that is asked for."""

from flask_babel import gettext as _

from talent.web.errors import Missing


class LetterMissing(Missing):
    """No letter of this number, or not this visitor's."""


class NotificationMissing(Missing):
    """No message of this number, or it was told to somebody else."""


class UnknownCode(Missing):
    """A code that no letter carries."""

    def says(self) -> str:
        """Say that the letter cannot be confirmed, and what that may mean."""
        return str(
            _(
                "There is no letter with this code. Compare the address with the one printed on the letter. "
                "If they are the same, the letter was not issued by this service."
            )
        )
