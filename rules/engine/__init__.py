"""Policies to durable-rules: comparisons, membership, and/or, and the way from table to table to incentive.

Everything known about the engine's edges is fenced in `machine`; what it is given is written in `conditions`.
"""

from collections.abc import Mapping
from datetime import date
from threading import Lock

from rules.assembly import assemble
from rules.decision import Decision
from rules.engine.rulesets import RuleStages
from rules.facts import Value
from rules.plan import plan_of
from rules.policy import Policy

__all__ = ["decide"]

_compiled: dict[str, RuleStages] = {}
_compiling = Lock()


def decide(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Decision:
    """Decide one person under one policy, with a reason for every line.

    facts: typed values as `parse_facts` returns them; None or absent where not known. on: the day of application.
    Source: docs/policy-language.md, "Unknown facts"; agreement with `closures.decide` is tested.
    """
    return assemble(plan_of(policy), facts, on, _stages(policy))


def _stages(policy: Policy) -> RuleStages:
    """Compile a policy once per digest: the engine keeps what it is given for ever."""
    stages = _compiled.get(policy.digest)
    if stages is None:
        with _compiling:
            stages = _compiled.get(policy.digest)
            if stages is None:
                stages = _compiled[policy.digest] = RuleStages(plan_of(policy))
    return stages
