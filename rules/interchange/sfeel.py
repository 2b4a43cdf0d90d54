"""The cells of a decision table: S-FEEL unary tests and literals, read and written (DMN 1.3, chapter 9)."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from json import dumps, loads
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from rules.interchange.decision_table import ALWAYS, Cell, Range, Value, ValueType, type_of

#: Longest cell, in characters.
MAX_LENGTH = 2000
#: Longest number, in digits, so that every evaluator computes it exactly.
MAX_DIGITS = 12
#: What is often written in a cell and is more than a test, and how to say it otherwise.
_BEYOND = (
    (re.compile(r"(?<!not)(?<!date)(?<=\w)\s*\("), "functions are not read", "add an input that holds what it returns"),
    (re.compile(r"[{}?]"), "contexts and expressions are not read", "add an input that holds the value"),
    (re.compile(r"\bnull\b"), "null is not read", "write a value, or - where any will do"),
    (re.compile(r"[\w\"]\s*[*/+]\s*[\w\"]|\w\s+-\s*\w"), "arithmetic is not read", "write what it comes to"),
    (
        re.compile(r"[0-9],[0-9]{3}(?![0-9])"),
        "a comma begins another value",
        "write 1000; in lists a space after commas",
    ),
)
#: How clerks and their spreadsheets write signs, and how S-FEEL does.
_SIGNS = {"，": ",", "＜": "<", "＞": ">", "≤": "<=", "≥": ">="}
_QUOTED_OR_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"|“(?P<inside>[^“”"\\]*)”|[，＜＞≤≥]')
_MEND = 'write such as < 18, [18..65], "A", "B", not("A"), true, date("2020-02-03") or -'


class Unreadable(Exception):  # noqa: N818  it names what happened
    """A cell is no unary test or literal. message: what is wrong; mend: what to write instead."""

    def __init__(self, message: str, mend: str = _MEND) -> None:
        super().__init__(f"{message}; {mend}")
        self.message = message
        self.mend = mend


def cell(text: str, *, plain: bool = False) -> Cell:
    """Read the cell of an input. plain: whether text may stand without quotes, as clerks write it in a sheet.

    An empty cell is the dash. Raises Unreadable.
    """
    return cast(Cell, _parsed(text, "cell", plain)) if text.strip() else ALWAYS


def value(text: str, *, plain: bool = False) -> Value:
    """Read one literal, as the cell of an output holds it. plain: as for `cell`. Raises Unreadable."""
    return cast(Value, _parsed(text, "value", plain))


@lru_cache(maxsize=8192)
def _parsed(text: str, start: str, plain: bool) -> object:
    shown = text.strip() if len(text) <= 60 else text.strip()[:57] + "…"
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"'{shown}' has more than {MAX_LENGTH} characters", "write several rules")
    try:
        if plain and _BEYOND[-1][0].search(text):
            raise Unreadable(*_BEYOND[-1][1:])
        return _grammar(start, plain).parse(_QUOTED_OR_SIGN.sub(_plainly, text) if plain else text)
    except (UnexpectedInput, Unreadable) as error:
        why = _beyond(text) or error
    message = f": {why.message}" if isinstance(why, Unreadable) else ""
    raise Unreadable(f"'{shown}' cannot be read{message}", why.mend if isinstance(why, Unreadable) else _MEND)


def _plainly(match: re.Match[str]) -> str:
    inside = match["inside"]
    return _SIGNS.get(match[0], match[0]) if inside is None else f'"{inside}"'


def _beyond(text: str) -> Unreadable | None:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    return next((Unreadable(message, mend) for pattern, message, mend in _BEYOND if pattern.search(bare)), None)


@lru_cache(maxsize=4)
def _grammar(start: str, plain: bool) -> Lark:
    text = Path(__file__).with_name("sfeel.lark").read_text(encoding="utf-8")
    return Lark(text, start=start, parser="lalr", lexer="contextual", transformer=_Cells(plain))


@v_args(inline=True)
class _Cells(Transformer[Token, Any]):
    """One small method per rule of the grammar."""

    def __init__(self, plain: bool) -> None:
        super().__init__()
        self.plain = plain

    def always(self, _dash: Token) -> Cell:
        return ALWAYS

    def any_of(self, *ranges: Range) -> Cell:
        return Cell(ranges)

    def none_of(self, _not: Token, *ranges: Range) -> Cell:
        return Cell(ranges, negated=True)

    def one(self, only: Value) -> Range:
        return Range(only, only)

    def compared(self, sign: Token, end: Value) -> Range:
        if type_of(end) not in (ValueType.NUMBER, ValueType.DATE):
            raise Unreadable(f"only numbers and days compare with {sign}", "list the values that match")
        included = len(sign) == 2
        return Range(None, end, True, included) if sign[0] == "<" else Range(end, None, included, True)

    def interval(self, closed_low: bool, low: Value, high: Value, closed_high: bool) -> Range:
        if type_of(low) is not type_of(high) or type_of(low) not in (ValueType.NUMBER, ValueType.DATE):
            raise Unreadable("an interval lies between two numbers or two days", "list the values that match")
        found = Range(low, high, closed_low, closed_high)
        if found.is_empty:
            raise Unreadable("nothing lies in this interval", "write the lower end first")
        return found

    def opening(self, bracket: Token) -> bool:
        return str(bracket) == "["

    def closing(self, bracket: Token) -> bool:
        return str(bracket) == "]"

    def string(self, text: Token) -> Value:
        try:
            return str(loads(text.replace("\\'", "'"), strict=False))
        except ValueError:
            raise Unreadable("the text has a \\ that means nothing", 'write \\\\ for \\ and \\" for "') from None

    def number(self, text: Token) -> Value:
        number = Decimal("".join(text.split()))
        if len(number.as_tuple().digits) > MAX_DIGITS or abs(number) >= 10**MAX_DIGITS:
            raise Unreadable("the number is too long", f"use at most {MAX_DIGITS} digits")
        return number

    def boolean(self, text: Token) -> Value:
        return str(text) == "true"

    def day(self, text: Token) -> Value:
        return _day(text.split('"')[1])

    def words(self, text: Token) -> Value:
        words = " ".join(text.split())
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words) and self.plain:
            return _day(words)
        if not self.plain or words in ("null", "-") or re.fullmatch(r"[-+]?[0-9._]+", words):
            raise Unreadable("text stands without quotes", f'write "{words}" if the text itself is meant')
        return words


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise Unreadable(f"{text[:20]} is not a day of the calendar", 'write such as date("2020-02-03")') from None


def written_cell(cell: Cell) -> str:
    """Write the cell of an input so that it reads back to the same."""
    if cell.always:
        return "-"
    ranges = ", ".join(_range(each) for each in cell.ranges)
    return f"not({ranges})" if cell.negated else ranges


def written_value(literal: Value) -> str:
    """Write a literal so that it reads back to the same."""
    if isinstance(literal, bool):
        return "true" if literal else "false"
    if isinstance(literal, Decimal):
        return f"{literal:f}"
    return f'date("{literal.isoformat()}")' if isinstance(literal, date) else dumps(literal, ensure_ascii=False)


def _range(each: Range) -> str:
    if each.is_one and each.low is not None:
        return written_value(each.low)
    if each.low is None and each.high is not None:
        return f"{'<=' if each.includes_high else '<'} {written_value(each.high)}"
    if each.high is None and each.low is not None:
        return f"{'>=' if each.includes_low else '>'} {written_value(each.low)}"
    low, high = (written_value(end) for end in (each.low, each.high) if end is not None)
    return f"{'[' if each.includes_low else '('}{low}..{high}{']' if each.includes_high else ')'}"
