"""Reasons for the person: each condition as it came out, with the facts it read and the clause it stands on."""

from collections.abc import Mapping, Sequence

from rules.decision import Reason, yuan
from rules.evaluation import Env
from rules.expressions import Kind, Type
from rules.plan import Condition
from rules.policy import Policy, Text


def reason(condition: Condition, holds: bool | None, says: Text, facts: Mapping[str, object], env: Env) -> Reason:
    """Return the reason of one condition.

    says: the sentence for how it came out. facts: JSON values of the known facts. env: terms and tables by name.
    """
    return Reason(
        condition.expression.text,
        holds,
        {name: facts.get(name) for name in condition.facts},
        condition.source,
        says,
        {name: plain(env.get(name), type_) for name, type_ in condition.terms} if condition.terms else {},
    )


def cannot_tell(policy: Policy, names: Sequence[str]) -> Text:
    """Return the sentence for a condition that cannot be told, naming what is asked."""
    if not names:
        return Text("目前还不能判断：政策没有给出所需的内容", "This cannot be told: the policy does not say enough")
    asks = [policy.facts[name].ask for name in names]
    return Text(
        "目前还不能判断，还需要您告诉我们：" + "、".join(ask.zh for ask in asks),
        "This cannot be told until we know: " + "; ".join(ask.en for ask in asks),
    )


def plain(value: object, type_: Type | None) -> object:
    """Return the value of a term or table as JSON data, money in yuan as text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if type_ is not None and type_.kind is Kind.MONEY and isinstance(value, int):
        return yuan(value)
    return value if isinstance(value, int) else str(value)
