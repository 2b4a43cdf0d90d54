"""The people that are decided one by one: the examples of the default policy."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from benchmarks.peers import gorules
from rules import closures
from rules.decision import Decision
from rules.facts import Value, parse_facts
from rules.library import FOLDER
from rules.policy import Fact, Policy
from rules.reading import read_file

POLICY_FILE = FOLDER / "jinhua" / "future-community-talent.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """A person on a day. message: the same facts as zen-engine reads them."""

    facts: dict[str, Value]
    on: date
    message: dict[str, object]

    @classmethod
    def of(cls, facts: dict[str, Value], on: date) -> "Case":
        """Write the facts for zen-engine beforehand, so that this is not measured."""
        return cls(facts, on, gorules.message(facts, on))


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """Return the policy that comes with the product."""
    return read_file(POLICY_FILE)


def asked(policy: Policy) -> list[Fact]:
    """Return the facts that are asked at application; the others are asked at a review."""
    return [fact for fact in policy.facts.values() if not fact.at_review]


def examples(policy: Policy) -> list[Case]:
    """Return the examples of a policy as cases."""
    return [Case.of(parse_facts(policy, each.given, on=each.on), each.on) for each in policy.examples]


def settled(policy: Policy, case: Case) -> bool:
    """Tell whether everything of a case is known: the peers know no third value."""
    decision = closures.decide(policy, case.facts, on=case.on)
    told = all(table.output is not None for table in decision.tables.values())
    return told and all(outcome.verdict != "unknown" for outcome in decision.incentives.values())


def read_every_reason(decision: Decision) -> int:
    """Read what each reason says, so that nothing is left to be made later. Returns how many there are."""
    count = 0
    for outcome in (*decision.tables.values(), *decision.incentives.values()):
        for reason in outcome.reasons:
            count += bool((reason.holds, reason.says, reason.line, reason.source))
    return count
