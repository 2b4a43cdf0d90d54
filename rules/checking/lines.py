"""Lines of an incentive that nobody meets, that everybody meets, or that nobody meets together."""

from collections.abc import Sequence
from contextlib import suppress

from rules.checking.boxes import HOLDS, Box, TooMany, meet
from rules.checking.rows import Laid
from rules.checking.upstream import Upstream
from rules.expressions import Literal
from rules.policy import Incentive
from rules.reading.problems import Problems
from rules.types import BOOLEAN


def check_lines(upstream: Upstream, problems: Problems) -> None:
    """Note what is wrong with the lines of every incentive. Nothing is said of lines that are too large to search."""
    for incentive in upstream.space.policy.incentives.values():
        with suppress(TooMany):
            _check(incentive, upstream, problems)


def _check(incentive: Incentive, upstream: Upstream, problems: Problems) -> None:
    met: dict[int, list[Box]] = {}
    for place, logic in enumerate(upstream.space.lines[incentive.id]):
        boxes = upstream.space.written(logic, HOLDS)
        if boxes is None:
            continue
        line = incentive.lines[place].line
        if not _is_possible(upstream, [boxes]):
            problems.add(line, f"Nobody can meet this line of {incentive.id}", "mend the condition")
        elif _is_certain(upstream, boxes) and not _says_everybody(incentive):
            problems.add(line, f"This line of {incentive.id} always holds", "remove it or mend it")
        else:
            met[place] = boxes
    if len(met) > 1 and not _is_possible(upstream, list(met.values())):
        _contradiction(incentive, upstream, met, problems)


def _is_certain(upstream: Upstream, boxes: Sequence[Box]) -> bool:
    laid = Laid(upstream.space, [boxes])
    return not upstream.leaves(laid, {}, laid.covering.all)


def _says_everybody(incentive: Incentive) -> bool:
    """An incentive needs a condition, so that one for everybody says so."""
    return len(incentive.lines) == 1 and incentive.lines[0].condition.tree == Literal(BOOLEAN, True)


def _is_possible(upstream: Upstream, unions: Sequence[Sequence[Box]]) -> bool:
    """Tell whether a case lies in all of some unions of boxes, or may. Raises TooMany."""
    laid = Laid(upstream.space, sorted(unions, key=len))

    def lies_in(place: int, box: Box) -> bool:
        upstream.space.budget.spend(1)
        if place == len(laid.boxes):
            return upstream.leaves(laid, box, 0)
        both = (meet(box, each) for each in laid.boxes[place])
        return any(lies_in(place + 1, each) for each in both if each is not None)

    return lies_in(0, {})


def _contradiction(incentive: Incentive, upstream: Upstream, met: dict[int, list[Box]], problems: Problems) -> None:
    """Name lines that contradict one another, as few as it takes."""
    for place in list(met):
        fewer = {other: boxes for other, boxes in met.items() if other != place}
        if not _is_possible(upstream, list(fewer.values())):
            met = fewer
    lines = [incentive.lines[place].line for place in met]
    named = f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}"
    problems.add(lines[-1], f"Nobody can be granted {incentive.id}: lines {named} contradict one another", "mend one")
