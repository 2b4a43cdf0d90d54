"""The stages of a plan as rulesets, small enough for the engine, and what their firings say of each condition."""

from collections.abc import Sequence

from rules.engine.conditions import MOST_COMPARISONS, Properties, Property, Written, size, written
from rules.engine.machine import Machine
from rules.evaluation import Env
from rules.expressions import Node
from rules.plan import Plan
from rules.policy import Policy


class RuleStages:
    """A policy as the engine holds it: per stage some rulesets, each with the properties it reads."""

    def __init__(self, plan: Plan) -> None:
        self._sizes = [len(stage.conditions) for stage in plan.stages]
        groups = [_groups(plan.policy, stage.trees) for stage in plan.stages]
        named = [
            [(f"stage{place}.{number}", group) for number, group in enumerate(each)]
            for place, each in enumerate(groups)
        ]
        self._machine = Machine({name: group.rules for each in named for name, group in each})
        self._rulesets = [[(name, tuple(group.properties.read.items())) for name, group in each] for each in named]

    def __call__(self, stage: int, env: Env) -> Sequence[bool | None]:
        """Judge the conditions of a stage: the rule of each fired, or that of its negation, or neither."""
        truths: list[bool | None] = [None] * self._sizes[stage]
        for name, properties in self._rulesets[stage]:
            message = _message(properties, env)
            for rule in self._machine.fire(name, message):
                truths[int(rule[:-1])] = rule[-1] == "+"
        return truths


class _Group:
    """Conditions that share a ruleset."""

    def __init__(self) -> None:
        self.properties = Properties()
        self.rules: dict[str, Written] = {}
        self.size = 0

    def add(self, place: int, holds: Written, fails: Written) -> None:
        self.rules[f"{place}+"] = holds
        self.rules[f"{place}-"] = fails


def _groups(policy: Policy, trees: Sequence[Node]) -> list[_Group]:
    groups: list[_Group] = []
    sizes: dict[str, int] = {}
    for place, tree in enumerate(trees):
        needed = size(tree, policy, sizes)
        if not groups or groups[-1].size + needed > MOST_COMPARISONS:
            groups.append(_Group())
        group = groups[-1]
        holds, fails = (written(tree, policy, group.properties, holds=each) for each in (True, False))
        group.add(place, holds, fails)
        group.size += needed
    return groups


def _message(properties: Sequence[tuple[str, Property]], env: Env) -> str:
    """Write the message by hand: its values are whole numbers and its names need no escaping."""
    parts = [f'"{name}":{value}' for name, reads in properties if (value := reads(env)) is not None]
    return ",".join(parts)
