"""Static checks of a policy that has been read: circles, examples, rows nobody reaches."""

from rules.dependencies import Circular, levels
from rules.policy import Policy
from rules.reading.problems import Problems


def check(policy: Policy, problems: Problems) -> None:
    """Note everything that reading alone does not see."""
    try:
        levels(policy)
    except Circular as error:
        problems.add(1, f"Terms or tables are defined by one another: {error}", "define one of them by facts")
