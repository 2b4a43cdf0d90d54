"""The small shapes a policy file is made of: words, texts in two languages, days, numbers, money, expressions."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from rules.expressions import Expression, ExpressionError, Type
from rules.policy import Text
from rules.reading.document import Entry, Items, Mapping, Scalar
from rules.reading.problems import Problems
from rules.types import Scope, typed

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
NUMBER = re.compile(r"-?[0-9][0-9_]*(\.[0-9]+)?")
#: Words of the expression language, which no name may take.
RESERVED = frozenset(("and", "or", "not", "in", "has", "any", "of", "is", "known", "if", "else", "true", "false"))
#: In characters; a longer one is too large or too fine in any case.
_LONGEST_NUMBER = 60
T = TypeVar("T")


class Shapes:
    """Reads shapes from entries; what does not fit is noted and read as nothing."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def mapping(self, entry: Entry | None, what: str, allowed: Iterable[str] | None = None) -> Mapping:
        """Return a mapping, noting keys that are not allowed."""
        if isinstance(entry, Mapping):
            for key, line in entry.lines.items():
                if allowed is not None and key not in allowed:
                    self.problems.add(line, f"'{key}' is not known in {what}", f"use {', '.join(allowed)}")
            return entry
        if entry is not None:
            self.problems.add(entry.line, f"{what} is not a mapping", "write 'key: value' lines")
        return Mapping(0 if entry is None else entry.line, {}, {})

    def items(self, entry: Entry | None, what: str) -> tuple[Entry, ...]:
        """Return the entries of a list; nothing for none."""
        if entry is None:
            return ()
        if isinstance(entry, Items):
            return entry.items
        self.problems.add(entry.line, f"{what} is not a list", "write '- …' lines or […]")
        return ()

    def plain(self, entry: Entry | None, what: str, line: int) -> str:
        """Return a written value; '' after noting that there is none."""
        if isinstance(entry, Scalar) and entry.text.strip():
            return entry.text.strip()
        self.problems.add(line if entry is None else entry.line, f"{what} is missing", f"write {what}")
        return ""

    def word(self, text: str, what: str, line: int) -> str:
        """Return a name that expressions can use."""
        if not _WORD.fullmatch(text) or text in RESERVED:
            self.problems.add(line, f"'{text}' cannot be the name of {what}", "use letters, digits and _")
        return text

    def identifier(self, text: str, what: str, line: int) -> str:
        """Return an id of letters, digits, - and _."""
        if text and not _IDENTIFIER.fullmatch(text):
            self.problems.add(line, f"'{text[:40]}' cannot be {what}", "use letters, digits, - and _")
        return text

    def one_of(self, entry: Entry | None, options: Sequence[str], what: str, line: int) -> str:
        """Return one of some words; the first after noting another."""
        text = self.plain(entry, what, line)
        if text and text not in options:
            place = line if entry is None else entry.line
            self.problems.add(place, f"'{text[:40]}' is not a {what}", f"use one of {', '.join(options)}")
        return text if text in options else options[0]

    def text(self, entry: Entry | None, what: str, line: int) -> Text:
        """Return a sentence in both languages."""
        if entry is None:
            self.problems.add(line, f"{what} is missing", "write {zh: …, en: …}")
            return Text("", "")
        both = self.mapping(entry, what, ("zh", "en"))
        return Text(*(self.plain(both.entries.get(key), f"{what} in {key}", entry.line) for key in ("zh", "en")))

    def optional_text(self, entry: Entry | None, what: str) -> Text | None:
        """Return a sentence in both languages, or None when it is not written."""
        return None if entry is None else self.text(entry, what, entry.line)

    def day(self, entry: Entry | None, what: str, line: int) -> date:
        """Return a day written YYYY-MM-DD."""
        text = self.plain(entry, what, line)
        try:
            return date.fromisoformat(text) if len(text) == 10 else self._no_day(text, what, line, entry)
        except ValueError:
            return self._no_day(text, what, line, entry)

    def _no_day(self, text: str, what: str, line: int, entry: Entry | None) -> date:
        if text:
            place = line if entry is None else entry.line
            self.problems.add(place, f"{what}: '{text[:40]}' is not a day of the calendar", "write YYYY-MM-DD")
        return date(1, 1, 1)

    def number(self, entry: Entry | None, what: str, line: int, *, scale: int = 1) -> int:
        """Return a number times `scale` (100 for money in yuan), which must come out whole."""
        text = self.plain(entry, what, line)
        if not text:
            return 0
        place = line if entry is None else entry.line
        if not NUMBER.fullmatch(text):
            self.problems.add(place, f"{what}: '{text[:40]}' is not a number", "write digits, such as 12 or 1_000_000")
            return 0
        value = Fraction(text.replace("_", "")) * scale if len(text) <= _LONGEST_NUMBER else Fraction(1, 2)
        if value.denominator != 1 or abs(value) > 10**13:
            self.problems.add(place, f"{what}: {text[:40]} is too fine or too large", "use fewer digits")
            return 0
        return int(value)

    def optional_number(self, entry: Entry | None, what: str, *, scale: int = 1) -> int | None:
        """Return a number, or None when it is not written."""
        return None if entry is None else self.number(entry, what, entry.line, scale=scale)

    def truth(self, entry: Entry | None, what: str) -> bool:
        """Return true or false; false when not written."""
        return entry is not None and self.one_of(entry, ("false", "true"), what, entry.line) == "true"

    def share(self, entry: Entry | None, what: str) -> int | None:
        """Return a share such as 30% in 1/10,000, or None when it is not written."""
        if entry is None:
            return None
        text = self.plain(entry, what, entry.line)
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?%", text):
            self.problems.add(entry.line, f"{what}: '{text[:40]}' is not a share", "write a share such as 30%")
            return 0
        return int(Fraction(text[:-1]) * 100)

    def named(self, entry: Entry | None, read: Callable[[str, int, Mapping], T], what: str) -> dict[str, T]:
        """Read every entry of a mapping of names to mappings."""
        whole = self.mapping(entry, what)
        return {name: read(name, whole.lines[name], self.mapping(each, f"{what}: {name}")) for name, each in whole}

    def expression(
        self, entry: Entry | None, scope: Scope, what: str, line: int, expected: Type | None = None
    ) -> Expression | None:
        """Return a typed expression, or None after noting what is wrong."""
        text = self.plain(entry, what, line)
        place = line if entry is None else entry.line
        if not text:
            return None
        try:
            return typed(text, scope, expected=expected, line=place)
        except ExpressionError as error:
            self.problems.add(place, f"{what}: {error.message}", error.mend)
            return None
