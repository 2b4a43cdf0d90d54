"""A policy as one page to read and print: every rule beside its clause, in one file that needs nothing else.

Must run within the application, whose words and templates it uses; no request is needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple, Protocol

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from rules.facts import highest, lowest
from rules.policy import Fact, FactType, LifeEvent, Parameter, ParameterValue, Policy, Source, Text
from talent.policies.expectations import example_name, expected
from talent.policies.words import figure
from talent.web.filters import day, said
from talent.web.language import LANGUAGES


class Rule(Protocol):
    """Whatever names the source it stands on: a row, a line, a term, an amount."""

    @property
    def source(self) -> str:
        """The id of the source."""


class Beside(NamedTuple):
    """Rules that follow one another and stand on one clause. first: the number of the first among all.

    quoted: whether the clause is quoted here; where the section quoted it before, it is only named.
    """

    clause: Source
    quoted: bool
    rules: list[Rule]
    first: int


class Change(NamedTuple):
    """A fact that a life event changes, and what becomes of its answer, in words."""

    fact: str
    becomes: str


class Row(NamedTuple):
    """A number of a parameter in words: whose it is, from which day, how much, and the id of its source."""

    whose: str
    start: date
    number: str
    source: str


def page(policy: Policy, languages: Sequence[str]) -> str:
    """Write a policy as one HTML file, in each language in turn. languages: 'zh', 'en' or both."""
    environment = current_app.jinja_env
    said_in = []
    for each in languages:
        with force_locale(LANGUAGES[each]):
            body = environment.get_template("policies/_printed_policy.html").render(
                policy=policy,
                anchor=f"{each}-",
                others=[other for other in languages if other != each],
                beside=beside,
                numbers=numbers,
                answer=answer,
                changes=changes,
                example_name=example_name,
                expected=expected,
            )
        said_in.append(Markup(body))  # noqa: S704  made by a template that escapes
    style = environment.get_template("policies/_printed.css").render()
    return environment.get_template("policies/_printed.html").render(
        policy=policy,
        languages=languages,
        parts=said_in,
        style=Markup(f"<style>\n{style}\n</style>"),  # noqa: S704  our own file
    )


def beside(policy: Policy, rules: Iterable[Rule], seen: list[str]) -> list[Beside]:
    """Set rules beside their clauses. seen: the sources this section quoted before; it grows."""
    found: list[Beside] = []
    count = 0
    for source, group in groupby(rules, key=lambda rule: rule.source):
        together = list(group)
        found.append(Beside(policy.sources[source], source not in seen, together, count + 1))
        count += len(together)
        seen.append(source)
    return found


def numbers(policy: Policy, parameter: Parameter) -> list[Row]:
    """Return every number of a parameter in words, in the order of the file."""
    return [row for value in parameter.values for row in _rows(policy, parameter, value)]


def _rows(policy: Policy, parameter: Parameter, value: ParameterValue) -> Iterable[Row]:
    for keys, number in value.values.items():
        called = (_called(policy, name, key) for name, key in zip(parameter.by, keys, strict=True))
        yield Row(" · ".join(called), value.start, figure(number, parameter.unit), value.source)
    for threshold, number in value.brackets:
        above = str(_("what lies above %(threshold)s", threshold=figure(threshold, parameter.above or "number")))
        yield Row(above, value.start, figure(number, parameter.unit), value.source)


def _called(policy: Policy, name: str, key: str) -> str:
    choices: Mapping[str, Text] = policy.facts[name].choices if name in policy.facts else policy.tables[name].outputs
    return said(choices[key])


def answer(fact: Fact) -> str:
    """Say what kind of answer a question takes."""
    if fact.type is FactType.MONEY:
        return _money(fact)
    if fact.type is FactType.INTEGER:
        return str(_("A whole number")) + _bounds(fact)
    choices = str(_("; ")).join(said(text) for text in fact.choices.values())
    words = {
        FactType.CHOICE: _("One of: %(choices)s", choices=choices),
        FactType.CHOICES: _("Any of: %(choices)s", choices=choices),
        FactType.BOOLEAN: _("Yes or no"),
        FactType.DATE: _("A day"),
    }
    return str(words[fact.type])


def _money(fact: Fact) -> str:
    kinds = {"CNY/year": _("A sum of money a year"), "CNY/month": _("A sum of money a month")}
    return str(kinds.get(fact.unit or "CNY", _("A sum of money"))) + _bounds(fact)


def _bounds(fact: Fact) -> str:
    """Say between which numbers the answer lies, where the policy says so."""
    if fact.minimum is None and fact.maximum is None:
        return ""
    low, high = (figure(int(each), fact.unit or "number") for each in (lowest(fact), highest(fact)))  # type: ignore[arg-type]
    return str(_(", from %(low)s to %(high)s", low=low, high=high))


def changes(policy: Policy, event: LifeEvent) -> list[Change]:
    """Say what a life event makes of the answers it changes."""
    return [Change(name, _becomes(policy.facts[name], event)) for name in event.facts]


def _becomes(fact: Fact, event: LifeEvent) -> str:
    if fact.name not in event.sets:
        return str(_("the day it happened") if fact.name == event.day else _("to be answered anew"))
    value = event.sets[fact.name]
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, str):
        return said(fact.choices[value])
    if isinstance(value, frozenset):
        return str(_("; ")).join(said(text) for key, text in fact.choices.items() if key in value) or str(_("None"))
    return day(value) if isinstance(value, date) else figure(value, fact.unit or "number")
