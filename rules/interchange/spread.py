"""Which values of one fact meet a condition, as stretches of a line: what unary tests can say."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

#: A place on the line: just before a value (0) or just after it (1).
Cut = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """The whole numbers that meet a condition. inside: whether the far left does; at every cut that changes."""

    inside: bool
    cuts: tuple[Cut, ...] = ()

    def __invert__(self) -> "Spread":
        """The numbers that do not meet it."""
        return Spread(not self.inside, self.cuts)

    def __and__(self, other: "Spread") -> "Spread":
        """The numbers that meet both."""
        return self._joined(other, lambda one, two: one and two)

    def __or__(self, other: "Spread") -> "Spread":
        """The numbers that meet either."""
        return self._joined(other, lambda one, two: one or two)

    def __contains__(self, number: int) -> bool:
        """Whether a number meets it."""
        return self._at((number, 0))

    def _at(self, cut: Cut) -> bool:
        return self.inside is not (bisect_right(self.cuts, cut) % 2 == 1)

    def _joined(self, other: "Spread", both: Callable[[bool, bool], bool]) -> "Spread":
        state = first = both(self.inside, other.inside)
        cuts: list[Cut] = []
        for cut in sorted({*self.cuts, *other.cuts}):
            holds = both(self._at(cut), other._at(cut))
            if holds is not state:
                cuts.append(cut)
                state = holds
        return Spread(first, tuple(cuts))

    def stretches(self) -> list[tuple[Cut | None, Cut | None]]:
        """Return where each stretch begins and ends; None where it has no end."""
        ends: list[Cut | None] = [*([None] if self.inside else []), *self.cuts]
        if len(ends) % 2:
            ends.append(None)
        return list(zip(ends[::2], ends[1::2], strict=True))


def compared(sign: str, number: int) -> Spread:
    """Return the numbers x with x `== != < <= > >=` a number."""
    before, after = (number, 0), (number, 1)
    return {
        "==": Spread(False, (before, after)),
        "!=": Spread(True, (before, after)),
        "<": Spread(True, (before,)),
        "<=": Spread(True, (after,)),
        ">": Spread(False, (after,)),
        ">=": Spread(False, (before,)),
    }[sign]
