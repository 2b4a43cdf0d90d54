"""What kind of value each part of an expression has: names, units and choices checked before anything is decided."""

import operator
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from lark import Token, Tree

from rules.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Either,
    Expression,
    ExpressionError,
    HasAny,
    Kind,
    Known,
    Literal,
    Lookup,
    Member,
    Name,
    Node,
    Not,
    Or,
    Tiered,
    Type,
    walk,
)
from rules.parsing import as_date, parse
from rules.units import arithmetic_type, call_type

BOOLEAN = Type(Kind.BOOLEAN)
NUMBER = Type(Kind.NUMBER)
_WITH_FRACTIONS = Type(Kind.NUMBER, whole=False)
MONEY = Type(Kind.MONEY, "CNY")
DATE = Type(Kind.DATE)

_EXACTLY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression may use.

    names: all of them; asked for one by one, so a mapping serves better than a list.
    type_of: the type of a fact, term, table or the day of application; raises KeyError for another name.
    parameters: per parameter the keys that select a number (each a choice type) and the type of the number.
    brackets: per parameter of brackets the type that its thresholds cut and the type of its numbers.
    """

    names: Callable[[], Collection[str]]
    type_of: Callable[[str], Type]
    parameters: dict[str, tuple[tuple[Type, ...], Type]]
    brackets: dict[str, tuple[Type, Type]] = field(default_factory=dict)


def typed(text: str, scope: Scope, *, expected: Type | None = None, line: int = 0) -> Expression:
    """Read an expression and give every part a type.

    expected: the type the whole must have, where one is required; an open number takes its unit.
    Raises ExpressionError when it is not in the grammar, a name is unknown or the types do not go together.
    """
    tree = _Typing(scope).whole(parse(text), expected)
    parts = list(walk(tree))
    names = dict.fromkeys(part.name for part in parts if isinstance(part, Name))
    parameters = dict.fromkeys(part.parameter for part in parts if isinstance(part, Lookup | Tiered))
    return Expression(" ".join(text.split()), tree, tuple(names), tuple(parameters), line)


class _Typing:
    """One small method per rule of the grammar; `hint` is the choice the other side offers, if any."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def whole(self, tree: Tree[Any], expected: Type | None) -> Node:
        node = self.read(tree, expected)
        if expected is None:
            return node
        node = _fitted(node, expected)
        if _apart(node.type, expected):
            raise ExpressionError(f"This is a {node.type}, not a {expected}", f"write an expression for a {expected}")
        if expected.whole and not node.type.whole:
            raise ExpressionError("The amount can have fractions", "write floor(…), ceil(…) or round(…) around it")
        return node

    def read(self, tree: Tree[Any], hint: Type | None = None) -> Node:
        method: Callable[[list[Any], Type | None], Node] = getattr(self, f"_{tree.data.rstrip('_')}")
        return method(tree.children, hint)

    def _test(self, tree: Tree[Any]) -> Node:
        node = self.read(tree)
        if node.type.kind is not Kind.BOOLEAN:
            raise ExpressionError(f"A condition is needed here, not a {node.type}", "compare it with something")
        return node

    def _or(self, parts: list[Any], _hint: Type | None) -> Node:
        return Or(BOOLEAN, tuple(self._test(part) for part in parts))

    def _and(self, parts: list[Any], _hint: Type | None) -> Node:
        return And(BOOLEAN, tuple(self._test(part) for part in parts))

    def _not(self, parts: list[Any], _hint: Type | None) -> Node:
        return Not(BOOLEAN, self._test(parts[0]))

    def _known(self, parts: list[Any], _hint: Type | None) -> Node:
        return Known(BOOLEAN, self.read(parts[0]))

    def _not_known(self, parts: list[Any], hint: Type | None) -> Node:
        return Not(BOOLEAN, self._known(parts, hint))

    def _either(self, parts: list[Any], hint: Type | None) -> Node:
        yes, test, no = parts[0], self._test(parts[1]), parts[2]
        first, second = self._pair(yes, no, hint)
        if first.type.kind is Kind.BOOLEAN:
            return Or(BOOLEAN, (And(BOOLEAN, (test, first)), And(BOOLEAN, (Not(BOOLEAN, test), second))))
        whole = first.type.whole and second.type.whole
        return Either(replace(first.type, whole=whole), test, first, second)

    def _compare(self, parts: list[Any], _hint: Type | None) -> Node:
        pairs = []
        for index in range(0, len(parts) - 2, 2):
            left, right = self._pair(parts[index], parts[index + 2])
            pairs.append(_comparison(str(parts[index + 1]), left, right))
        return pairs[0] if len(pairs) == 1 else And(BOOLEAN, tuple(pairs))

    def _pair(self, one: Tree[Any], other: Tree[Any], hint: Type | None = None) -> tuple[Node, Node]:
        """Read two sides that must be alike; a bare word on one side is a choice of the other."""
        if hint is None and self._is_bare_word(one) and not self._is_bare_word(other):
            right = self.read(other)
            left = self.read(one, right.type)
        else:
            left = self.read(one, hint)
            right = self.read(other, hint or left.type)
        left, right = _fitted(left, right.type), _fitted(right, left.type)
        if _apart(left.type, right.type):
            raise ExpressionError(
                f"A {left.type} and a {right.type} cannot go together", "use two values of one kind and unit"
            )
        return left, right

    def _is_bare_word(self, tree: Tree[Any]) -> bool:
        return bool(tree.data == "name") and str(tree.children[0]) not in self.scope.names()

    def _member(self, parts: list[Any], _hint: Type | None) -> Node:
        item = self.read(parts[0])
        options = [self._option(part, item.type) for part in parts[1:]]
        for compared in (item, *options):
            _refuse_fractions(compared)
        return Member(BOOLEAN, item, tuple(option.value for option in options))

    def _not_member(self, parts: list[Any], hint: Type | None) -> Node:
        return Not(BOOLEAN, self._member(parts, hint))

    def _has_any(self, parts: list[Any], _hint: Type | None) -> Node:
        item = self.read(parts[0])
        if item.type.kind is not Kind.CHOICES:
            raise ExpressionError(f"'has any of' needs several choices, not a {item.type}", "write 'in (…)'")
        one = Type(Kind.CHOICE, None, item.type.choices)
        return HasAny(BOOLEAN, item, tuple(self._option(part, one).value for part in parts[1:]))

    def _option(self, tree: Tree[Any], wanted: Type) -> Literal:
        option = _fitted(self.read(tree, wanted), wanted)
        if not isinstance(option, Literal) or _apart(option.type, wanted):
            raise ExpressionError("Only written-out values of the same kind may stand in the list", "write them out")
        return option

    def _arithmetic(self, parts: list[Any], _hint: Type | None) -> Node:
        node = self.read(parts[0])
        for index in range(1, len(parts), 2):
            node = _combined(str(parts[index]), node, self.read(parts[index + 1]))
        return node

    def _negative(self, parts: list[Any], _hint: Type | None) -> Node:
        return _combined("-", Literal(NUMBER, 0), self.read(parts[0]))

    def _date(self, parts: list[Any], _hint: Type | None) -> Node:
        return Literal(DATE, as_date(str(parts[0])))

    def _share(self, parts: list[Any], _hint: Type | None) -> Node:
        return Literal(Type(Kind.SHARE), int(Fraction(str(parts[0])[:-1]) * 100))

    def _number(self, parts: list[Any], _hint: Type | None) -> Node:
        value = Fraction(str(parts[0]).replace("_", ""))
        return Literal(NUMBER, int(value)) if value.denominator == 1 else Literal(_WITH_FRACTIONS, value)

    def _true(self, _parts: list[Any], _hint: Type | None) -> Node:
        return Literal(BOOLEAN, True)

    def _false(self, _parts: list[Any], _hint: Type | None) -> Node:
        return Literal(BOOLEAN, False)

    def _name(self, parts: list[Any], hint: Type | None) -> Node:
        name = str(parts[0])
        if hint is not None and hint.kind is Kind.CHOICE and name in hint.choices:
            return Literal(hint, name)
        if name in self.scope.parameters:
            return self._lookup(parts, None)
        if name in self.scope.names():
            return Name(self.scope.type_of(name), name)
        choices = hint.choices if hint is not None else ()
        if name in choices:
            raise ExpressionError(f"'{name}' is one of several choices", "write 'has any of (…)'")
        if name in self.scope.brackets:
            raise ExpressionError(f"{name} has brackets", f"write tiered(…, {name})")
        raise _unknown(name, [*choices, *self.scope.names(), *self.scope.parameters])

    def _lookup(self, parts: list[Any], _hint: Type | None) -> Node:
        name = str(parts[0])
        if name not in self.scope.parameters:
            raise _unknown(name, self.scope.parameters)
        by, type_ = self.scope.parameters[name]
        if len(by) != len(parts) - 1:
            raise ExpressionError(f"{name} is looked up by {len(by)} keys, not {len(parts) - 1}", "name each in […]")
        keys = tuple(self.read(part, wanted) for part, wanted in zip(parts[1:], by, strict=True))
        for key, wanted in zip(keys, by, strict=True):
            if _apart(key.type, wanted):
                raise ExpressionError(f"{name} is not looked up by a {key.type}", "use the key named in `by`")
        return Lookup(type_, name, keys)

    def _call(self, parts: list[Any], _hint: Type | None) -> Node:
        function = str(parts[0])
        if function == "tiered":
            return self._tiered(parts[1:])
        told = next((part for part in parts[1:] if not self._is_bare_word(part)), None)
        hint = self.read(told).type if told is not None and function in ("min", "max") else None
        arguments = [self.read(part, hint) for part in parts[1:]]
        if function in ("min", "max"):
            for index in range(1, len(arguments)):
                arguments[0], arguments[index] = _fitted_pair(arguments[0], arguments[index])
            arguments = [_fitted(argument, arguments[0].type) for argument in arguments]
        return Call(call_type(function, [argument.type for argument in arguments]), function, tuple(arguments))

    def _tiered(self, parts: list[Any]) -> Node:
        name = str(parts[1].children[0]) if len(parts) == 2 and parts[1].data == "name" else ""
        if name not in self.scope.brackets:
            raise ExpressionError(
                "tiered takes a value and a parameter with brackets", "write tiered(value, parameter)"
            )
        cut, number = self.scope.brackets[name]
        item = _fitted(self.read(parts[0]), cut)
        if _apart(item.type, cut) or not item.type.whole:
            raise ExpressionError(
                f"{name} has brackets of {cut}, not of a {item.type}", "use a whole value of its unit"
            )
        return Tiered(arithmetic_type("*", item.type, number), name, item)


def _fitted(node: Node, wanted: Type) -> Node:
    """Give an open number the unit of what it stands beside; money is kept in fen."""
    if not isinstance(node, Literal) or node.type.kind is not Kind.NUMBER or node.type.unit is not None:
        return node
    if wanted.kind is Kind.NUMBER and wanted.unit is not None:
        return Literal(replace(node.type, unit=wanted.unit), node.value)
    if wanted.kind is not Kind.MONEY:
        return node
    fen = Fraction(node.value) * 100
    if fen.denominator != 1:
        raise ExpressionError(f"{node.value} yuan has parts of a fen", "write at most two decimals")
    return Literal(wanted if wanted.whole else replace(wanted, whole=True), int(fen))


def _fitted_pair(left: Node, right: Node) -> tuple[Node, Node]:
    left, right = _fitted(left, right.type), _fitted(right, left.type)
    if _apart(left.type, right.type):
        raise ExpressionError(f"A {left.type} and a {right.type} cannot go together", "use one kind and unit")
    return left, right


def _apart(one: Type, other: Type) -> bool:
    return (one.kind, one.unit, one.choices) != (other.kind, other.unit, other.choices)


def _comparison(sign: str, left: Node, right: Node) -> Node:
    kind = left.type.kind
    if kind in (Kind.CHOICES, Kind.SHARE) or (kind is Kind.BOOLEAN and sign not in ("==", "!=")):
        raise ExpressionError(f"'{sign}' does not compare a {left.type}", "use 'has any of (…)' or == and !=")
    for compared in (left, right):
        _refuse_fractions(compared)
    return Compare(BOOLEAN, sign, left, right)


def _refuse_fractions(compared: Node) -> None:
    """Refuse to compare what the evaluators keep as fractions: durable-rules knows whole numbers only."""
    if compared.type.kind is Kind.SHARE or not compared.type.whole:
        raise ExpressionError("A value with fractions is compared", "write floor(…), ceil(…) or round(…) around it")


def _combined(sign: str, left: Node, right: Node) -> Node:
    if isinstance(left, Literal) and isinstance(right, Literal) and left.type == right.type == NUMBER:
        if sign in _EXACTLY:
            return Literal(NUMBER, _EXACTLY[sign](left.value, right.value))
    elif sign in ("+", "-"):
        left, right = _fitted_pair(left, right)
    if sign in ("/", "//") and isinstance(right, Literal) and right.value == 0:
        raise ExpressionError("This divides by zero", "divide by another number")
    return Arithmetic(arithmetic_type(sign, left.type, right.type), sign, left, right)


def _unknown(name: str | Token, known: Any) -> ExpressionError:
    near = get_close_matches(name, list(known), n=1)
    mend = f"did you mean '{near[0]}'?" if near else "declare it under facts, terms, tables or parameters"
    return ExpressionError(f"'{name}' is not known here", mend)
