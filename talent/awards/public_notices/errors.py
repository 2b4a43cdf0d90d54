"""Why an objection cannot be raised or decided."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchNotice(Missing):
    """No such notice is on show."""


class NoticeOver(Refused):
    """The notice is over, or its days are."""

    def says(self) -> str:
        """Say where else one can turn."""
        return str(
            _(
                "The days of this public notice are over: objections were possible until then. If you know that "
                "something is not right, write to the bureau."
            )
        )


class NoSuchObjection(Missing):
    """There is no such objection to this case."""


class ObjectionDecided(Refused):
    """Somebody has decided the objection."""

    def says(self) -> str:
        """Say that it is done."""
        return str(_("This objection has been decided already: nothing is left to be done about it."))


class HadPart(Refused):
    """The officer recommended or approved the case, or raised the objection."""

    def says(self) -> str:
        """Say who decides it."""
        return str(
            _(
                "Whoever recommended or approved this case, or raised the objection, does not decide it. Another "
                "approver does."
            )
        )
