"""The stages of a plan as rulesets, small enough for the engine, and what their firings say of each condition.

Each group of conditions is two rulesets: the conditions, and their negations pushed down to the comparisons. Where all
that a group reads is known, what did not fire does not hold. Where something is not known, the negations are posted
too, and a condition that fired in neither cannot be told.
"""

from collections.abc import Sequence

from rules.engine.conditions import MOST_MATCHES, Properties, Property, Written, size, written
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

    def __call__(self, stage: int, env: Env) -> Sequence[bool | None]:
        """Judge the conditions of a stage."""
        count, groups = self._stages[stage]
        truths: list[bool | None] = [False] * count
        for group in groups:
            message, complete = group.message(env)
            for rule in self._machine.fire(group.name, message):
                truths[int(rule)] = True
            if not complete:
                denied = {int(rule) for rule in self._machine.fire(group.negated, message)}
                for place in group.places:
                    if not truths[place] and place not in denied:
                        truths[place] = None
        return truths


class _Group:
    """Conditions that share a message."""

    def __init__(self, name: str) -> None:
        self.name, self.negated = name, f"{name}.not"
        self.properties = Properties()
        self.rules: dict[str, Written] = {}
        self.negations: dict[str, Written] = {}
        self.places: list[int] = []
        self.size = 0

    def add(self, place: int, tree: Node, policy: Policy) -> None:
        self.rules[str(place)] = written(tree, policy, self.properties, holds=True)
        self.negations[str(place)] = written(tree, policy, self.properties, holds=False)
        self.places.append(place)

    def message(self, env: Env) -> tuple[str, bool]:
        """Write the message by hand: its values are whole numbers and its names need no escaping.

        Returns it with whether every property is known.
        """
        read: dict[str, Property] = self.properties.read
        parts = [f'"{name}":{value}' for name, reads in read.items() if (value := reads(env)) is not None]
        return ",".join(parts), len(parts) == len(read)


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
