"""Why an incentive cannot be granted."""

from talent.web.errors import Refused


class NotAwarded(Refused):
    """An incentive that the decision does not grant, or grants to another amount. incentive: its id."""

    def __init__(self, incentive: str) -> None:
        super().__init__(incentive)
        self.incentive = incentive


class SumDiffers(Refused):
    """The instalments do not add up to the award. incentive: its id; fen: the award; paid: all instalments."""

    def __init__(self, incentive: str, fen: int, paid: int) -> None:
        super().__init__(incentive, fen, paid)
        self.incentive = incentive
        self.fen = fen
        self.paid = paid
