"""Conditions that the engine could not take: noted when the policy is read, not when a person is decided."""

from rules.engine.conditions import MOST_COMPARISONS, MOST_GROUPS, fits, size
from rules.expressions import Expression
from rules.policy import Policy
from rules.reading.problems import Problems


def check_limits(policy: Policy, problems: Problems) -> None:
    """Note every condition of a row or line that has too many comparisons, its terms written out."""
    sizes: dict[str, int] = {}
    conditions = [row.when for table in policy.tables.values() for row in table.rows]
    conditions += [line.condition for incentive in policy.incentives.values() for line in incentive.lines]
    for condition in conditions:
        count = size(condition.tree, policy, sizes)
        if count > MOST_COMPARISONS or not _fits(condition, count, policy):
            message = f"This condition has {count} comparisons, its terms written out, in too many ands and ors"
            problems.add(condition.line, message, "make a table of a part of it and compare its output")


def _fits(condition: Expression, count: int, policy: Policy) -> bool:
    """A group joins two parts or more, so that a condition has fewer groups than comparisons."""
    return count <= MOST_GROUPS + 1 or fits(condition.tree, policy)
