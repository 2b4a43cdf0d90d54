"""Expressions of a policy: text to a typed tree, bounded in length and depth before anything walks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

#: Longest expression, in characters. The longest of a real policy has about 200.
MAX_LENGTH = 2000
#: Deepest nesting of a tree, so that no walk over it can exhaust the stack.
MAX_DEPTH = 40


class ExpressionError(Exception):
    """An expression cannot be read. message: what is wrong; mend: what to write instead."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(f"{message}; {mend}")
        self.message = message
        self.mend = mend


class Kind(StrEnum):
    """What a value is. An open number fits any unit until another value gives it one."""

    BOOLEAN = "yes or no"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression.

    unit: 'month', 'year', 'day', 'CNY', 'CNY/month' …; None for a number that fits any unit.
    choices: the keys of a choice, in rising order. whole: False where a division or a share left fractions.
    """

    kind: Kind
    unit: str | None = None
    choices: tuple[str, ...] = ()
    whole: bool = True

    def __str__(self) -> str:
        """Name the type as an officer would: 'money in CNY', 'number of month', 'choice'."""
        if self.kind is Kind.MONEY:
            return f"money in {self.unit}"
        return f"{self.kind} in {self.unit}" if self.unit else str(self.kind)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression, with the type of its value."""

    type: Type


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out. Money in fen, shares in 1/10,000, choices by key."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A fact, a term, a table or the day of application."""

    name: str


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """A parameter on the day of the decision, for the keys that select its number."""

    parameter: str
    keys: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tiered(Node):
    """item cut at the thresholds of a parameter of the day, each part times the number of its bracket."""

    parameter: str
    item: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """One of the functions of the language."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """left `+ - * / //` right. A share counts as a fraction of one."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """left `== != < <= > >=` right, both of one kind and unit."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Member(Node):
    """item is one of the options, all of them literals."""

    item: Node
    options: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class HasAny(Node):
    """item, a set of choices, shares a key with the options."""

    item: Node
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known(Node):
    """item has a value. Never unknown itself."""

    item: Node


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene's not."""

    item: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """Kleene's and."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Kleene's or."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either(Node):
    """yes if test else no; unknown when the test is."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as written, its typed tree, and what it reads.

    names: facts, terms and tables named in it, in order; parameters: likewise. line: of the file, 1 for the first.
    """

    text: str
    tree: Node
    names: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    line: int = 0

    @property
    def type(self) -> Type:
        """The type of the whole expression."""
        return self.tree.type


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts directly under a node."""
    match node:
        case Lookup(keys=parts) | Call(arguments=parts) | And(items=parts) | Or(items=parts):
            return parts
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Member(item=item) | HasAny(item=item) | Known(item=item) | Not(item=item) | Tiered(item=item):
            return (item,)
        case Either(test=test, yes=yes, no=no):
            return (test, yes, no)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and every part under it, in the order written."""
    yield node
    for child in children(node):
        yield from walk(child)


@lru_cache(maxsize=1)
def _grammar() -> Lark:
    text = Path(__file__).with_name("expressions.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)


def parse(text: str) -> Tree[Any]:
    """Return the untyped tree of an expression.

    Raises ExpressionError when it is empty, too long, nested too deep or not in the grammar.
    """
    if not text.strip():
        raise ExpressionError("The expression is empty", "write a condition or an amount")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"The expression has {len(text)} characters, more than {MAX_LENGTH}", "split it into terms"
        )
    _refuse_deep_brackets(text)
    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        raise ExpressionError(_what_is_wrong(text, error), 'see docs/policy-language.md, "Expressions"') from error
    _refuse_deep_tree(tree)
    return tree


def _refuse_deep_brackets(text: str) -> None:
    depth = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if depth > MAX_DEPTH:
            raise ExpressionError(f"Brackets are nested more than {MAX_DEPTH} deep", "split it into terms")


def _refuse_deep_tree(tree: Tree[Any]) -> None:
    level = [tree]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ExpressionError(f"The expression is nested more than {MAX_DEPTH} deep", "split it into terms")
        level = [child for node in level for child in node.children if isinstance(child, Tree)]


def _what_is_wrong(text: str, error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return f"'{_shortened(text)}' stops too early"
    if isinstance(error, (UnexpectedToken, UnexpectedCharacters)):
        place = max(0, error.column - 1)
        return f"'{_shortened(text)}' cannot be read from '{_shortened(text[place:])}' on"
    return f"'{_shortened(text)}' cannot be read"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def as_date(text: str) -> date:
    """Return the day of 'YYYY-MM-DD'. Raises ExpressionError for a day the calendar lacks."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ExpressionError(f"{text} is not a day of the calendar", "write an existing day as YYYY-MM-DD") from None
