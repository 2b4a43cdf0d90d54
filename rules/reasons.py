"""Reasons for the person: each condition as it came out, with the facts it read and the clause it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.evaluation import Env
from rules.expressions import Expression, Kind, Type
from rules.facts import is_asked, written, yuan
from rules.policy import Policy, Text


@dataclass(frozen=True, slots=True)
class Condition:
    """What was asked: a row's or a line's condition, an amount or an overlap, with all that its reason needs.

    line: as written in the policy. source: the id of its source. holds, fails: the sentences for the person.
    facts: what it reads, directly and through terms. terms: the terms and tables it names, with the type of a term.
    """

    line: str
    source: str
    holds: Text
    fails: Text
    facts: tuple[str, ...] = ()
    terms: tuple[tuple[str, Type | None], ...] = ()
    expression: Expression | None = None


@dataclass(slots=True)
class Answers:
    """What one decision was made on: the facts of the person and, as they are decided, terms and tables."""

    policy: Policy
    env: Env

    def of(self, names: Sequence[str]) -> dict[str, object]:
        """Return facts as JSON values, None where not known."""
        facts, env = self.policy.facts, self.env
        return {name: written(facts[name], env.get(name)) for name in names}


class Reason(NamedTuple):
    """One condition as it came out. holds: True, False, or None when it cannot be told."""

    condition: Condition
    holds: bool | None
    answers: Answers
    #: The facts that would tell, where it cannot be told.
    missing: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The condition as written in the policy."""
        return self.condition.line

    @property
    def source(self) -> str:
        """The id of the source in the policy."""
        return self.condition.source

    @property
    def facts(self) -> Mapping[str, object]:
        """The facts it read, as JSON values: money in yuan as text ('200000.00'), null where not known."""
        return self.answers.of(self.condition.facts)

    @property
    def terms(self) -> Mapping[str, object]:
        """The terms and tables it names, likewise."""
        env = self.answers.env
        return {name: plain(env.get(name), type_) for name, type_ in self.condition.terms}

    @property
    def says(self) -> Text:
        """The sentence for the person, chosen by how it came out."""
        if self.holds is None and self.condition.expression is not None:
            return self._cannot_tell()
        return self.condition.holds if self.holds else self.condition.fails

    def _cannot_tell(self) -> Text:
        """Name what is asked; or that it reads what is not asked of this person; or that the text is silent."""
        env, facts = self.answers.env, self.answers.policy.facts
        if self.missing:
            asks = [facts[name].ask for name in self.missing]
            return Text(
                "目前还不能判断，还需要您告诉我们：" + "、".join(ask.zh for ask in asks),
                "This cannot be told until we know: " + "; ".join(ask.en for ask in asks),
            )
        unasked = [facts[name].ask for name in self.condition.facts if is_asked(facts[name], env) is False]
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
