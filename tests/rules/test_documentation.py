"""What the page for policy officers shows works as it says."""

import re
from pathlib import Path

import pytest

from rules import closures, engine, examples
from rules.reading import read
from rules.units import BETWEEN

PAGE = (Path(__file__).parents[2] / "docs" / "policy-language.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def worked_example():
    """The policy of the worked example."""
    text = next(block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if block.startswith("policy:"))
    return read(text, "docs/policy-language.md")


@pytest.mark.parametrize("decide", [engine.decide, closures.decide], ids=["durable-rules", "closures"])
def test_the_worked_example_is_a_policy_without_a_problem_and_passes(worked_example, decide):
    assert [result.differences for result in examples.run(worked_example, decide) if not result.passed] == []


@pytest.mark.parametrize(
    "function", [*BETWEEN, "add_months", "month_end", "min", "max", "floor", "ceil", "round", "tiered"]
)
def test_every_function_of_the_language_is_told(function):
    assert f"`{function}(" in PAGE or f", `{function}(" in PAGE
