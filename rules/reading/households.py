"""Reads which answers follow from the application of a spouse."""

from collections.abc import Mapping as Map

from rules.policy import Fact, FactType, FromSpouse, Incentive
from rules.reading.document import Entry
from rules.reading.problems import Problems
from rules.reading.shapes import Shapes

_KEYS = ("applies", "granted", "gives")


def from_spouse(shapes: Shapes, name: str, entry: Entry | None) -> FromSpouse | None:
    """Read how one fact follows from the spouse's application; None where it does not."""
    if entry is None:
        return None
    what = f"from_spouse of {name}"
    given = shapes.mapping(entry, what, _KEYS).entries
    applies, granted = (
        tuple(
            shapes.plain(each, "an incentive", entry.line) for each in shapes.items(given.get(key), f"{key} of {what}")
        )
        for key in ("applies", "granted")
    )
    if bool(applies) == bool(granted):
        shapes.problems.add(entry.line, f"{what} needs one of applies and granted", "name incentives under one of them")
    gives = shapes.plain(given["gives"], f"gives of {what}", entry.line) if "gives" in given else None
    return FromSpouse(applies, granted, gives, entry.line)


def check_households(problems: Problems, facts: Map[str, Fact], incentives: Map[str, Incentive]) -> None:
    """Note household facts that name no incentive of the policy, or cannot be answered in this way."""
    for fact in facts.values():
        if fact.from_spouse is None:
            continue
        for name in (*fact.from_spouse.applies, *fact.from_spouse.granted):
            if name and name not in incentives:
                problems.add(
                    fact.from_spouse.line,
                    f"from_spouse of {fact.name} names '{name[:40]}', which is no incentive",
                    f"name one of {', '.join(incentives)}",
                )
        for message, mend in _unfit(fact, fact.from_spouse):
            problems.add(fact.from_spouse.line, message, mend)


def _unfit(fact: Fact, follows: FromSpouse) -> list[tuple[str, str]]:
    """Return why a fact of this type cannot be answered so, each with how to mend it."""
    found = []
    if fact.at_review:
        found.append((f"{fact.name} is asked only at the review", "leave out asked: review, or from_spouse"))
    if follows.granted and (fact.type, fact.unit) != (FactType.MONEY, "CNY"):
        found.append((f"{fact.name} is no sum in CNY, so it cannot be what was granted", "write type: money"))
    if follows.applies and fact.type not in (FactType.BOOLEAN, FactType.CHOICE):
        found.append((f"{fact.name} cannot say whether the spouse applies", "write type: boolean or choice"))
    is_choice = bool(follows.applies) and fact.type is FactType.CHOICE
    if is_choice and follows.gives not in fact.choices:
        found.append(
            (f"from_spouse of {fact.name} gives none of its choices", f"write gives: {' | '.join(fact.choices)}")
        )
    if follows.gives is not None and not is_choice:
        found.append((f"from_spouse of {fact.name} gives a choice where there is none", "remove gives"))
    return found
