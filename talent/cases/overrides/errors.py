"""Why a recommendation against the rules is not taken."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class OverrideMissing(Refused):
    """What is recommended is not what the rules say, and nothing says why. incentive: which."""

    def __init__(self, incentive: str) -> None:
        super().__init__(incentive)
        self.incentive = incentive

    def says(self) -> str:
        """Say what is wanted."""
        return str(_("What you recommend is not what the rules say. Give a reason and a clause of the policy for it."))


class OverrideUnfit(Refused):
    """A reason is too short or too long, the clause is none of the policy, or the amount is none."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(
            _(
                "To recommend otherwise than the rules say, give a reason of 10 to 2,000 characters, a clause of the "
                "policy and, where you grant, an amount above 0."
            )
        )


class OverrideNeedless(Refused):
    """The rules say already what is recommended against them."""

    def says(self) -> str:
        """Say that nothing was saved."""
        return str(_("The rules already say what you recommend: there is nothing to override. Nothing was saved."))


class OverrideUnread(Refused):
    """An approver would approve against the rules without having read why."""

    def says(self) -> str:
        """Ask to read."""
        return str(_("Read why this is not what the rules say, and tick that you have read it."))
