"""The three evaluators on policies and people made up: `python -m benchmarks.agreement`."""

import sys

from hypothesis import HealthCheck, assume, given, settings

from benchmarks.children import in_child, say
from benchmarks.figures import Figure, print_figures
from rules.reading import PolicyInvalid, read
from tests.rules.agreement import differences
from tests.rules.policies_made_up import DAY, people, policies

#: Person-decisions, each made by all three.
COUNT = 200_000
#: People decided under one policy.
PEOPLE = 1_000


def figures(count: int = COUNT) -> list[Figure]:
    """Return how many policies and people were decided and of how many the evaluators did not say the same.

    In a process of its own: durable-rules keeps every policy it was ever given.
    """
    told = in_child("agreement", "--child", count)
    return [
        Figure("policies made up", told["policies"], "policies"),
        Figure("people decided under them by all three evaluators", told["people"], "people", at_least=count),
        Figure("people of whom they did not say the same", told["differences"], "people", none=True),
    ]


def compared(count: int) -> dict[str, int]:
    """Decide so many people and count. The policies are drawn by hypothesis, the same ones each time."""
    told = {"policies": 0, "people": 0, "differences": 0}

    @settings(
        max_examples=-(-count // PEOPLE),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(policies())
    def compare(text: str) -> None:
        try:
            policy = read(text, "made-up.yaml", checked=False)
        except PolicyInvalid:  # a condition too large for one
            assume(False)
        crowd = people(policy, told["policies"], PEOPLE)
        told["differences"] += len(differences(policy, crowd, on=DAY))
        told["policies"] += 1
        told["people"] += len(crowd)

    compare()
    return told


def main() -> None:
    """Print the figures or, as the child, tell what was counted."""
    if "--child" in sys.argv:
        say(compared(int(sys.argv[-1])))
    else:
        print_figures(figures())


if __name__ == "__main__":
    main()
