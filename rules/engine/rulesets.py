"""The stages of a plan as rulesets, small enough for the engine, and what their firings say of each condition.

Each group of conditions is two rulesets: the conditions, and their negations pushed down to the comparisons. Of a
condition all of whose properties are known, what did not fire does not hold. Of one that reads something unknown, the
negation is asked too; if that does not fire either, the condition cannot be told.
"""

from collections.abc import Iterable, Sequence

from rules.engine.conditions import ASKED, MOST_MATCHES, Properties, Written, asked, size, written
from rules.engine.machine import Machine
from rules.evaluation import Env
from rules.expressions import Node
from rules.plan import Plan
from rules.policy import Policy


class RuleStages:
    """A policy as the engine holds it: per stage its groups of conditions."""

    def __init__(self, plan: Plan) -> None:
        self._stages = [
            (len(stage.trees), _groups(plan.policy, stage.trees, f"stage{place}"))
            for place, stage in enumerate(plan.stages)
        ]
        groups = [group for _, each in self._stages for group in each]
        rulesets = {group.name: group.rules for group in groups}
        rulesets |= {group.negated: group.negations for group in groups}
        self._machine = Machine(rulesets)

    def __call__(self, stage: int, env: Env) -> tuple[bool | None, ...]:
        """Judge the conditions of a stage."""
        count, groups = self._stages[stage]
        truths: list[bool | None] = [False] * count
        for group in groups:
            message, missing = group.message(env)
            for rule in self._machine.fire(group.name, message):
                truths[int(rule)] = True
            open_ = [place for place in group.reading(missing) if not truths[place]] if missing else ()
            if open_:
                denied = self._machine.fire(group.negated, group.question(message, open_))
                for place in open_:
                    if str(place) not in denied:
                        truths[place] = None
        return tuple(truths)


class _Group:
    """Conditions that share a message."""

    def __init__(self, name: str) -> None:
        self.name, self.negated = name, f"{name}.not"
        self.properties = Properties()
        self.rules: dict[str, Written] = {}
        self.negations: dict[str, Written] = {}
        self.size = 0
        #: The message where everything is known.
        self._complete = ""
        #: Per property the places of the conditions that read it.
        self._readers: dict[str, list[int]] = {}

    def add(self, place: int, tree: Node, policy: Policy) -> None:
        self.rules[str(place)] = written(tree, policy, self.properties, holds=True)
        self.negations[str(place)] = asked(place, written(tree, policy, self.properties, holds=False))
        for name in self.properties.taken():
            self._readers.setdefault(name, []).append(place)
        self._complete = ",".join(f'"{name}":%d' for name in self.properties.read)

    def message(self, env: Env) -> tuple[str, list[str]]:
        """Write the message by hand: its values are whole numbers and its names need no escaping.

        Returns it with the names of the properties that are not known.
        """
        read = self.properties.read
        values = [reads(env) for reads in read.values()]
        if None not in values:
            return self._complete % tuple(values), []
        parts = [f'"{name}":{value:d}' for name, value in zip(read, values, strict=True) if value is not None]
        return ",".join(parts), [name for name, value in zip(read, values, strict=True) if value is None]

    def reading(self, missing: Iterable[str]) -> set[int]:
        """Return the places of the conditions that read one of some properties."""
        return {place for name in missing for place in self._readers[name]}

    def question(self, message: str, places: Iterable[int]) -> str:
        """Return a message that asks the negations of some conditions only."""
        return ",".join([message, *(f'"{ASKED}{place}":1' for place in places)]).removeprefix(",")


def _groups(policy: Policy, trees: Sequence[Node], stage: str) -> list[_Group]:
    groups: list[_Group] = []
    sizes: dict[str, int] = {}
    for place, tree in enumerate(trees):
        needed = size(tree, policy, sizes)
        if not groups or groups[-1].size + needed > MOST_MATCHES:
            groups.append(_Group(f"{stage}.{len(groups)}"))
        groups[-1].add(place, tree, policy)
        groups[-1].size += needed
    return groups
