"""What an example of a policy expects, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from rules.expressions import Kind
from rules.policy import Policy, Table
from talent.policies.words import output, titled
from talent.web.filters import day, money
from talent.web.language import language


def example_name(name: str) -> str:
    """Return the name of an example in the language of the page, where it is written 'in Chinese / in English'."""
    chinese, _slash, english = name.partition(" / ")
    return english if english and language() == "en" else chinese


def expected(policy: Policy, name: str, value: object) -> str:
    """Say what an example expects of a table or an incentive, or which questions it leaves open.

    value: as written in the file, every number and word as text; what is no expectation is shown as it is written.
    """
    try:
        if name in policy.tables:
            return titled(name, policy) + str(_(": ")) + _of_table(policy.tables[name], value)
        if name in policy.incentives:
            return titled(name, policy) + str(_(": ")) + _of_incentive(policy, value)
        return _missing(policy, value)
    except (KeyError, TypeError, ValueError):
        return f"{name}: {value}"


def _of_table(table: Table, value: object) -> str:
    if isinstance(value, list):
        return str(_("; ")).join(_of_table(table, each) for each in value) or str(_("None"))
    text = str(value)
    if text in table.outputs:
        return output(text, table)
    if text == "unknown":
        return output(None, table)
    if table.value_type.kind is Kind.BOOLEAN:
        return output(text == "true", table)
    if table.value_type.kind is Kind.MONEY:
        return output(_fen(text), table)
    return text


def _of_incentive(policy: Policy, value: object) -> str:
    """Say a verdict, its amount and parts, what stays open, and what a review is to say."""
    given = value if isinstance(value, Mapping) else {"verdict": value}
    return str(_("; ")).join(_PARTS[key](policy, each) for key, each in given.items())


def _verdict(_policy: Policy, value: Any) -> str:
    words = {
        "granted": _("Granted under the rules"),
        "refused": _("Not granted under the rules"),
        "unknown": _("Cannot be told yet"),
    }
    return str(words[value])


def _amount(_policy: Policy, value: Any) -> str:
    return money(_fen(value))


def _paid(_policy: Policy, value: Any) -> str:
    return str(_("in parts: %(parts)s", parts=" + ".join(money(_fen(each)) for each in value)))


def _on(_policy: Policy, value: Any) -> str:
    return str(_("paid on: %(days)s", days=str(_(", ")).join(day(date.fromisoformat(each)) for each in value)))


def _missing(policy: Policy, value: Any) -> str:
    questions = str(_("; ")).join(titled(str(name), policy) for name in value or ()) or _("None")
    return str(_("still to be answered: %(questions)s", questions=questions))


def _still_due(_policy: Policy, value: Any) -> str:
    words = {"true": _("still due"), "false": _("no longer due"), "unknown": _("Cannot be told yet")}
    return str(_("at a review, part by part: %(parts)s", parts=str(_(", ")).join(str(words[each]) for each in value)))


def _owed_back(_policy: Policy, value: Any) -> str:
    words = {
        "pro_rata": _("at a review: the share for the time that is missing is owed back"),
        "full": _("at a review: the whole amount is owed back"),
        "stop": _("at a review: payment stops"),
        "nothing": _("at a review: nothing is owed back"),
        "unknown": _("at a review: what is owed back cannot be told yet"),
    }
    return str(words[value])


def _fen(yuan: object) -> int | None:
    return None if yuan is None else int(Fraction(str(yuan)) * 100)


_PARTS: dict[str, Callable[[Policy, Any], str]] = {
    "verdict": _verdict,
    "amount": _amount,
    "paid": _paid,
    "on": _on,
    "missing": _missing,
    "still_due": _still_due,
    "owed_back": _owed_back,
}
