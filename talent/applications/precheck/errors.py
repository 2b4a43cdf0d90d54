"""Why a pre-check cannot go on."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class RulesContradict(Refused):
    """Rows of a table contradict one another for these answers: the policy itself is at fault."""

    def says(self) -> str:
        """Say that it is not the visitor's mistake."""
        return str(
            _(
                "The rules of this policy contradict one another for your answers, so nothing can be told. This is not "
                "your mistake: please tell the bureau. You can still apply."
            )
        )


class TooMuchToCarry(Refused):
    """More answers than a cookie holds."""

    def says(self) -> str:
        """Say how to go on without them."""
        return str(
            _("These are too many answers to carry over. Print the page, begin an application, and answer there.")
        )
