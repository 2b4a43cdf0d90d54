"""Reasons for the person: each condition as it came out, with the clause it stands on and the facts it read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.evaluation import Env
from rules.expressions import Expression, Kind, Type
from rules.facts import is_asked, written, yuan
from rules.policy import Policy, Text

#: Terms and tables by name, each with its type.
Terms = tuple[tuple[str, Type | None], ...]


class Reason(NamedTuple):
    """One condition as it came out.

    line: the condition as written in the policy. holds: True, False, or None when it cannot be told. source: the id of
    its source. says: the sentence for the person, chosen by how it came out. facts: the names of what it read, directly
    and through terms. terms: the terms and tables it names. What they were is for `Answers` to say: a reason of which
    everything is known is the same for everybody it applies to.
    missing: the questions that would tell, where it cannot be told.
    """

    line: str
    holds: bool | None
    source: str
    says: Text
    facts: tuple[str, ...] = ()
    terms: Terms = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked: a row's or a line's condition, or an amount, with both sentences for the person."""

    line: str
    source: str
    holds: Text
    fails: Text
    facts: tuple[str, ...]
    terms: Terms
    expression: Expression

    def came_out(self, *, holds: bool) -> Reason:
        """Return the reason of a condition that can be told."""
        says = self.holds if holds else self.fails
        return Reason(self.line, holds, self.source, says, self.facts, self.terms)

    def left_open(self, missing: tuple[str, ...], answers: "Answers") -> Reason:
        """Return the reason of a condition that cannot be told until the missing questions are answered."""
        says = answers.why_open(self.facts, missing)
        return Reason(self.line, None, self.source, says, self.facts, self.terms, missing)


@dataclass(slots=True)
class Answers:
    """What one decision was made on: the facts of the person and, as they are decided, terms and tables."""

    policy: Policy
    env: Env

    def facts(self, reason: Reason) -> dict[str, object]:
        """Return the facts a reason read as JSON values: money in yuan as text ('200000.00'), null where not known."""
        facts, env = self.policy.facts, self.env
        return {name: written(facts[name], env.get(name)) for name in reason.facts}

    def terms(self, reason: Reason) -> dict[str, object]:
        """Return the terms and tables a reason names, likewise."""
        return {name: plain(self.env.get(name), type_) for name, type_ in reason.terms}

    def why_open(self, read: Sequence[str], missing: Sequence[str]) -> Text:
        """Name what is asked; or that it reads what is not asked of this person; or that the text is silent."""
        facts = self.policy.facts
        if missing:
            asks = [facts[name].ask for name in missing]
            return Text(
                "目前还不能判断，还需要您告诉我们：" + "、".join(ask.zh for ask in asks),
                "This cannot be told until we know: " + "; ".join(ask.en for ask in asks),
            )
        unasked = [facts[name].ask for name in read if is_asked(facts[name], self.env) is False]
        if unasked:
            return Text(
                "这一条看的是不需要您回答的问题：" + "、".join(ask.zh for ask in unasked),
                "This rests on questions that are not asked of you: " + "; ".join(ask.en for ask in unasked),
            )
        return Text("目前还不能判断：政策没有给出所需的内容", "This cannot be told: the policy does not say enough")


def plain(value: object, type_: Type | None) -> object:
    """Return the value of a term or table as JSON data, money in yuan as text, several choices in order."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, frozenset):
        return [key for key in type_.choices if key in value] if type_ else sorted(value)
    if type_ is not None and type_.kind is Kind.MONEY and isinstance(value, int):
        return yuan(value)
    return value if isinstance(value, int) else str(value)
