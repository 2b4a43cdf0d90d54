"""Declared facts: what a form or a file says, checked and turned into typed values, and back."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from rules.dependencies import DAY
from rules.evaluation import Closure, closure
from rules.expressions import Expression
from rules.policy import Contradiction, Fact, FactType, Policy, Text

#: Whole fen, a number, a day, yes or no, a choice by key, several choices by key.
Value = int | bool | str | date | frozenset[str]

#: Bounds where a fact names none, so that every number stays exact in every evaluator.
MOST_FEN = 10**13
MOST_COUNT = 10**6
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)

_MONEY = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,2})?")
_INTEGER = re.compile(r"-?[0-9]{1,14}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUE = ("true", "yes", "y", "on", "1")
_FALSE = ("false", "no", "n", "off", "0")


class FactError(Exception):
    """An answer cannot be used. code: unknown, type, range, future, choice; says: the sentence for the person."""

    def __init__(self, name: str, code: str, says: Text) -> None:
        super().__init__(f"{name}: {says.en}")
        self.name = name
        self.code = code
        self.says = says


class FactErrors(Exception):  # noqa: N818  it names what happened
    """Everything wrong with the answers given, one error per answer."""

    def __init__(self, errors: list[FactError]) -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = errors


def parse_facts(policy: Policy, raw: Mapping[str, object], *, on: date, reviewing: bool = False) -> dict[str, Value]:
    """Check answers and turn them into typed values.

    raw: JSON-like or form values by fact name; None, '' and absent mean not known; money in yuan.
    on: the day of application; later dates are refused unless the fact allows them.
    reviewing: whether the questions of a review are asked as well.
    Returns the values of the facts that are asked, in the order of the policy, without the unknown.
    Raises FactErrors naming every answer that is unknown to the policy, of the wrong type, out of range or in the
    future.
    """
    errors = [_unknown(str(name)) for name in raw if name not in policy.facts]
    values: dict[str, Value] = {}
    for name, fact in policy.facts.items():
        try:
            value = parse_fact(fact, raw.get(name), on=on)
        except FactError as error:
            errors.append(error)
        else:
            if value is not None:
                values[name] = value
    if errors:
        raise FactErrors(errors)
    asked: dict[str, Value] = {}
    for name, value in values.items():
        fact = policy.facts[name]
        if (reviewing and fact.at_review) or is_asked(fact, asked) is not False:
            asked[name] = value
    return asked


def parse_fact(fact: Fact, raw: object, *, on: date) -> Value | None:
    """Check one answer: its typed value, or None when it is not given. Raises FactError."""
    if raw is None or raw == "" or (raw == [] and fact.type is not FactType.CHOICES):
        return None
    return _PARSERS[fact.type](fact, raw, on)


def is_asked(fact: Fact, facts: Mapping[str, Value]) -> bool | None:
    """Tell whether a fact concerns this person: None while the earlier facts that settle it are not known."""
    if fact.at_review or fact.asked_when is None:
        return not fact.at_review
    result: bool | None = _compiled(fact.asked_when)(dict(facts))
    return result


def contradictions(policy: Policy, facts: Mapping[str, Value], *, on: date) -> list[Contradiction]:
    """Return what cannot all be right of some answers; what reads an answer that is not known contradicts nothing.

    facts: typed values as `parse_facts` returns them. on: the day of application.
    """
    env = {**facts, DAY: on}
    return [each for each in policy.contradictions if _compiled(each.never)(env) is True]


@lru_cache(maxsize=4096)
def _compiled(condition: Expression) -> Closure:
    return closure(condition.tree)


def written(fact: Fact, value: Value | None) -> object:
    """Return a typed value as JSON data: money in yuan as text, dates as text, several choices in declared order."""
    if value is None:
        return None
    if fact.type is FactType.MONEY and isinstance(value, int):
        return yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return [key for key in fact.choices if key in value]
    return value


def yuan(fen: int) -> str:
    """Write fen as yuan: 20000000 is '200000.00'."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def lowest(fact: Fact) -> int | date:
    """Return the least value the fact may have, in fen for money."""
    if fact.minimum is not None:
        return fact.minimum
    return EARLIEST if fact.type is FactType.DATE else 0


def highest(fact: Fact) -> int | date:
    """Return the greatest value the fact may have, in fen for money."""
    if fact.maximum is not None:
        return fact.maximum
    if fact.type is FactType.DATE:
        return LATEST
    return MOST_FEN if fact.type is FactType.MONEY else MOST_COUNT


def _choice(fact: Fact, raw: object, _on: date) -> Value:
    if isinstance(raw, str) and raw in fact.choices:
        return raw
    keys = "、".join(fact.choices)
    raise FactError(
        fact.name, "choice", Text(f"请从选项中选一项：{keys}", f"Choose one of: {keys.replace('、', ', ')}")
    )


def _choices(fact: Fact, raw: object, _on: date) -> Value:
    if not isinstance(raw, (list, tuple, set, frozenset)):
        raise FactError(fact.name, "type", Text("请从选项中选择，可多选", "Choose from the list; give a list of keys"))
    strange = [str(key)[:40] for key in raw if not (isinstance(key, str) and key in fact.choices)]
    if strange:
        named = ", ".join(strange[:5])
        raise FactError(fact.name, "choice", Text(f"选项中没有：{named}", f"Not among the choices: {named}"))
    return frozenset(raw)


def _money(fact: Fact, raw: object, _on: date) -> Value:
    text = repr(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else raw
    text = text.strip().replace(",", "").replace("，", "") if isinstance(text, str) else ""
    if not _MONEY.fullmatch(text):
        raise FactError(
            fact.name,
            "type",
            Text(
                "请填写金额，以元为单位，例如 200000 或 200000.50",
                "Give an amount in yuan, such as 200000 or 200000.50",
            ),
        )
    whole, _, part = text.partition(".")
    fen = int(whole.lstrip("-")) * 100 + int(part.ljust(2, "0") or "0")
    return _bounded(fact, -fen if text.startswith("-") else fen)


def _integer(fact: Fact, raw: object, _on: date) -> Value:
    text = str(raw).strip() if isinstance(raw, (int, str)) and not isinstance(raw, bool) else ""
    if not _INTEGER.fullmatch(text):
        raise FactError(fact.name, "type", Text("请填写整数，例如 12", "Give a whole number, such as 12"))
    return _bounded(fact, int(text))


def _date(fact: Fact, raw: object, on: date) -> Value:
    try:
        day = raw if isinstance(raw, date) else _day(raw)
    except ValueError:
        day = None
    if day is None:
        raise FactError(
            fact.name,
            "type",
            Text("请填写存在的日期，例如 1990-05-31", "Give a day of the calendar, such as 1990-05-31"),
        )
    if day > on and not fact.allows_future:
        raise FactError(
            fact.name, "future", Text(f"日期不能晚于 {on.isoformat()}", f"The day cannot be after {on.isoformat()}")
        )
    return _bounded(fact, day)


def _day(raw: object) -> date | None:
    return date.fromisoformat(raw) if isinstance(raw, str) and _DAY.fullmatch(raw) else None


def _boolean(fact: Fact, raw: object, _on: date) -> Value:
    word = str(raw).strip().lower() if isinstance(raw, (bool, str)) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise FactError(fact.name, "type", Text("请选择是或否", "Answer yes or no: true or false"))


def _bounded(fact: Fact, value: int | date) -> Value:
    low, high = lowest(fact), highest(fact)
    if low <= value <= high:  # type: ignore[operator]
        return value
    least, most = _bound(fact, low), _bound(fact, high)
    says = Text(f"应在 {least.zh} 到 {most.zh} 之间", f"It must be between {least.en} and {most.en}")
    raise FactError(fact.name, "range", says)


def _bound(fact: Fact, value: int | date) -> Text:
    """Write a bound for people: money in yuan with its unit."""
    if fact.type is FactType.MONEY and isinstance(value, int):
        shown = f"{value // 100:,}.{value % 100:02}".removesuffix(".00")
        return Text(f"{shown} 元", f"CNY {shown}")
    return Text(str(value), str(value))


def _unknown(name: str) -> FactError:
    shown = name[:60]
    return FactError(shown, "unknown", Text(f"政策中没有“{shown}”这一项", f"The policy has no fact '{shown}'"))


_PARSERS: dict[FactType, Callable[[Fact, object, date], Value]] = {
    FactType.CHOICE: _choice,
    FactType.CHOICES: _choices,
    FactType.MONEY: _money,
    FactType.DATE: _date,
    FactType.INTEGER: _integer,
    FactType.BOOLEAN: _boolean,
}
