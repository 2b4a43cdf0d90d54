"""Why a budget does not allow something."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused
from talent.web.filters import money


class NoSuchBudget(Missing):
    """There is no such budget, community, policy or incentive."""


class OverBudget(Refused):
    """More would be promised than is left. incentive: its id; year; fen: wanted; left: what is left, in fen."""

    def __init__(self, incentive: str, year: int, fen: int, left: int) -> None:
        super().__init__(incentive, year, fen, left)
        self.incentive, self.year, self.fen, self.left = incentive, year, fen, left

    def says(self) -> str:
        """Say what is short, and who can help."""
        return str(
            _(
                "The budget of %(year)d does not allow it: %(wanted)s is needed and %(left)s is left. Nothing was "
                "decided. The policy officer can raise the budget; until then the case stays with you.",
                year=self.year,
                wanted=money(self.fen),
                left=money(self.left),
            )
        )


class BelowCommitted(Refused):
    """More was promised already than the budget would be. fen: what was promised."""

    def __init__(self, fen: int) -> None:
        super().__init__(fen)
        self.fen = fen

    def says(self) -> str:
        """Say how much it has to be at least."""
        return str(_("%(amount)s was promised already: the budget cannot be less than that.", amount=money(self.fen)))
