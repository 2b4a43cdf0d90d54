"""The text of an expression to an untyped tree, bounded in length and depth before anything walks it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from rules.expressions import ExpressionError

#: Longest expression, in characters. The longest of a real policy has about 200.
MAX_LENGTH = 2000
#: Deepest nesting of a tree, so that no walk over it can exhaust the stack.
MAX_DEPTH = 40
#: A name, or what is written out: a day, a share, a number.
_NAME_OR_WRITTEN_OUT = re.compile(
    r"[A-Za-z][A-Za-z0-9_]*|([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]{1,2})?%|[0-9][0-9_]*(?:\.[0-9]+)?)"
)
_ZEROS = str.maketrans("123456789", "000000000")


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
    written_out: list[str] = []

    def zeroed(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        written_out.append(match[1])
        return match[1].translate(_ZEROS)

    shape = _NAME_OR_WRITTEN_OUT.sub(zeroed, text)
    try:
        return _with(_parsed(shape), iter(written_out))
    except UnexpectedInput as error:
        raise ExpressionError(_what_is_wrong(text, error), 'see docs/policy-language.md, "Expressions"') from error


@lru_cache(maxsize=256)
def _parsed(shape: str) -> Tree[Any]:
    """Return the tree of an expression whose values are zeros: the rows of a table differ by little but values."""
    tree = _grammar().parse(shape)
    _refuse_deep_tree(tree)
    return tree


def _with(tree: Tree[Any], written_out: Iterator[str]) -> Tree[Any]:
    """Return a tree with its values, in the order of the text, in place of zeros."""
    if tree.data in ("date", "share", "number"):
        return Tree(tree.data, [next(written_out)])
    return Tree(tree.data, [_with(child, written_out) if isinstance(child, Tree) else child for child in tree.children])


def _refuse_deep_brackets(text: str) -> None:
    depth = 0
    for character in re.findall(r"[\[\]()]", text):
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
