"""Reading an extract: a sheet whose first row names the identity number and facts; all wrong lines are said at once."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from rules.facts import FactError, parse_fact, written
from rules.policy import Fact, FactType, Policy, Registry
from talent.accounts.identity import IdentityKind, is_valid, lookup, normal
from talent.cases.registries.errors import NotAnExtract, Problem
from talent.web.filters import said
from talent.web.sheets import Unreadable, lines_of, plain_cell

#: What the column of identity numbers may be called.
IDENTITY = {"身份证号", "身份证号码", "证件号码", "identity number", "identity_number"}
YES = dict.fromkeys(("是", "有", "yes", "true", "y", "1"), True)
NO = dict.fromkeys(("否", "无", "没有", "no", "false", "n", "0"), False)


@dataclass(frozen=True)
class Read:
    """What a file says. rows: fingerprint and facts as JSON. problems: where there are any, nothing may be taken in."""

    facts: Sequence[str]
    rows: Sequence[tuple[str, str]]
    problems: Sequence[Problem]
    sha256: str


def known(policy: Policy, registry: Registry) -> list[Fact]:
    """Return the facts of a policy that a registry knows, by the kinds of document that prove them."""
    return [
        fact
        for fact in policy.facts.values()
        if any(policy.evidence[kind].registry is registry for kind in fact.evidence)
    ]


def read(content: bytes, *, policy: Policy, registry: Registry, on: date) -> Read:
    """Read an extract of a registry under a policy, dated on a day. Raises NotAnExtract."""
    try:
        lines = lines_of(content)
    except Unreadable as error:
        raise NotAnExtract from error
    place, columns = _columns(lines[0] if lines else [], known(policy, registry))
    rows: dict[str, str] = {}
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for line, cells in enumerate(lines[1:], start=2):
        if not any(plain_cell(cell) for cell in cells):
            continue
        number, wrong = normal(plain_cell(_cell(cells, place))), list[str]()
        key = lookup(number) if _is_number(number) else ""
        if not key:
            wrong.append(_("the identity number cannot exist"))
        elif key in first:
            wrong.append(_("the same person as in line %(line)d", line=first[key]))
        values, unfit = _values(cells, columns, on)
        problems += [Problem(line, says) for says in (*wrong, *unfit)]
        if key:
            first.setdefault(key, line)
            rows[key] = json.dumps(values, ensure_ascii=False)
    if not rows and not problems:
        raise NotAnExtract
    return Read(list(columns), list(rows.items()), problems, hashlib.sha256(content).hexdigest())


def _columns(titles: Sequence[object], facts: Sequence[Fact]) -> tuple[int, dict[str, tuple[int, Fact]]]:
    """Return the place of the identity number, and of each fact by its name or question. Raises NotAnExtract."""
    words = [plain_cell(title).casefold() for title in titles]
    place = next((number for number, word in enumerate(words) if word in IDENTITY), None)
    found: dict[str, tuple[int, Fact]] = {}
    for fact in facts:
        called = {plain_cell(each).casefold() for each in (fact.name, fact.ask.zh, fact.ask.en)}
        at = next((number for number, word in enumerate(words) if word in called), None)
        if at is not None:
            found[fact.name] = (at, fact)
    if place is None or not found:
        raise NotAnExtract
    return place, found


def _cell(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) else ""


def _is_number(number: str) -> bool:
    """Return whether a number can exist: what has 18 characters, or 15 digits, is meant as an identity card's."""
    as_card = len(number) == 18 or (len(number) == 15 and number.isdigit())
    return is_valid(IdentityKind.IDENTITY_CARD if as_card else IdentityKind.PASSPORT, number)


def _values(
    cells: Sequence[object], columns: Mapping[str, tuple[int, Fact]], on: date
) -> tuple[dict[str, object], list[str]]:
    """Return the facts of a line that it says something of, and what is wrong with the others."""
    values: dict[str, object] = {}
    wrong = []
    for name, (place, fact) in columns.items():
        text = plain_cell(_cell(cells, place))
        try:
            value = parse_fact(fact, _raw(fact, text), on=on)
        except FactError as error:
            wrong.append(_("%(question)s: %(says)s", question=said(fact.ask), says=said(error.says)))
            continue
        if value is not None:
            values[name] = written(fact, value)
    return values, wrong


def _raw(fact: Fact, text: str) -> object:
    """Return a cell as a form would send it: a choice by its words is the choice, yes and no in either language."""
    if not text:
        return None
    if fact.type is FactType.BOOLEAN:
        return {**YES, **NO}.get(text.casefold(), text)
    if fact.type is FactType.CHOICE:
        return _choice(fact, text)
    if fact.type is FactType.CHOICES:
        return [_choice(fact, each) for each in _parted(text)]
    if fact.type is FactType.DATE:
        return text.replace("/", "-").replace(".", "-")
    return text.replace(",", "")


def _parted(text: str) -> Iterator[str]:
    for each in text.replace("、", ";").replace(",", ";").split(";"):
        if each.strip():
            yield each.strip()


def _choice(fact: Fact, text: str) -> str:
    for key, label in fact.choices.items():
        if text.casefold() in {key.casefold(), label.zh.casefold(), label.en.casefold()}:
            return key
    return text
