"""Expressions of a policy: the typed tree that `parsing` and `types` make of the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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
