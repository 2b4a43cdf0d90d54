"""YAML 1.2 as a tree that knows its lines. Nothing is converted here: every value stays the text that was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rules.reading.problems import Problems

#: Longest file, in characters. A table of 2,000 rows has about 300,000.
MAX_LENGTH = 2_000_000
#: Deepest nesting of a file. A policy needs eight.
MAX_DEPTH = 20
#: Longest file, in characters, that the exact parser is asked about; it takes half a second for them.
_MOST_EXACT = 100_000
#: Characters that end a line in YAML 1.1 only.
_FORMER_LINE_ENDS = "\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A written value. quoted: whether it stood in quotes."""

    line: int
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values. lines: where each key stands."""

    line: int
    entries: dict[str, "Entry"]
    lines: dict[str, int]

    def __iter__(self) -> Iterator[tuple[str, "Entry"]]:
        """Yield key and value in the order written."""
        return iter(self.entries.items())


Entry = Scalar | Items | Mapping


class _Refused(Exception):  # noqa: N818  it names what happened
    """The file is no policy, whatever else it says. args: line, message and mend."""


def document(text: str, problems: Problems) -> Mapping | None:
    """Return the mapping a file consists of, or None after noting what is wrong."""
    try:
        if len(text) > MAX_LENGTH:
            raise _Refused(1, f"The file has more than {MAX_LENGTH} characters", "split the policy")
        entry = _read(text, problems)
        if not isinstance(entry, Mapping):
            message = "The file is not a mapping of 'policy:', 'title:' and so on"
            raise _Refused(1, message, "see docs/policy-language.md")
    except _Refused as refused:
        problems.add(*refused.args)
        return None
    return entry


def _read(text: str, problems: Problems) -> Entry:
    """Read by the parser written in C, and by the exact one what that refuses or would mistake.

    The one in C, thirty times as fast, is made for YAML 1.1: it ends lines at more characters and refuses some words
    in brackets that hold `?` or `:`.
    """
    mistaken = any(end in text for end in _FORMER_LINE_ENDS)
    refused: Exception | None = None
    for pure in (True,) if mistaken else (False, True) if len(text) <= _MOST_EXACT else (False,):
        try:
            return _Tree(text, problems, pure=pure).read()
        except (YAMLError, ValueError) as error:
            refused = error
    raise _told(refused)


def _told(error: Exception | None) -> _Refused:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return _Refused(1 if mark is None else mark.line + 1, f"This is not YAML: {error.problem}", "mend the line")
    why = str(error).splitlines()[0][:100]
    return _Refused(1, f"This is not YAML: {why}", "remove what a text editor would not show")


class _Tree:
    """Builds entries from the events of a parser: nothing is resolved and no alias followed."""

    def __init__(self, text: str, problems: Problems, *, pure: bool) -> None:
        self.problems = problems
        self.events: Iterator[Any] = YAML(typ="safe", pure=pure).parse(text)

    def read(self) -> Entry:
        """Return what the one document of the file holds."""
        entry: Entry | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent) and entry is not None:
                raise _Refused(_line(event), "A second document begins here", "remove the line ---")
            if isinstance(event, DocumentStartEvent):
                entry = self._entry(next(self.events), 1)
        if entry is None:
            raise _Refused(1, "The file is empty", "write a policy; see docs/policy-language.md")
        return entry

    def _entry(self, event: Any, depth: int) -> Entry:
        line = _line(event)
        if depth > MAX_DEPTH:
            message = f"The file is nested more than {MAX_DEPTH} deep"
            raise _Refused(line, message, "use fewer brackets and less indentation")
        if event.anchor:
            self.problems.add(
                line, "Anchors and aliases (& and *) are not read", "write the value out where it is used"
            )
        if isinstance(event, AliasEvent):
            return Scalar(line, "")
        if event.tag is not None:
            self.problems.add(line, f"The tag {str(event.tag)[:60]} is not read", "remove it")
        if isinstance(event, MappingStartEvent):
            return self._mapping(line, depth)
        if isinstance(event, SequenceStartEvent):
            return Items(line, tuple(self._entry(each, depth + 1) for each in self._until(SequenceEndEvent)))
        return Scalar(line, event.value, bool(event.style))

    def _mapping(self, line: int, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        lines: dict[str, int] = {}
        for each in self._until(MappingEndEvent):
            key, value = self._entry(each, depth + 1), self._entry(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add(key.line, "A key is not a word", "write a plain word before the colon")
            elif key.text in entries:
                message = f"'{key.text[:60]}' is written twice; first in line {lines[key.text]}"
                self.problems.add(key.line, message, "keep one of them")
            else:
                entries[key.text], lines[key.text] = value, key.line
        return Mapping(line, entries, lines)

    def _until(self, end: type) -> Iterator[Any]:
        """Yield the events at which the parts of a list or mapping begin."""
        return takewhile(lambda event: not isinstance(event, end), self.events)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1
