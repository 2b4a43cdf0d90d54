"""YAML 1.2 as a tree that knows its lines. Nothing is converted here: every value stays the text that was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rules.reading.problems import Problems

#: Longest file, in characters. A table of 2,000 rows has about 300,000.
MAX_LENGTH = 2_000_000
#: Deepest nesting of a file. A policy needs eight.
MAX_DEPTH = 20


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


def document(text: str, problems: Problems) -> Mapping | None:
    """Return the mapping a file consists of, or None after noting what is wrong."""
    if len(text) > MAX_LENGTH:
        problems.add(1, f"The file has more than {MAX_LENGTH} characters", "split the policy")
        return None
    if _too_deep(text):
        problems.add(1, f"The file is nested more than {MAX_DEPTH} deep", "use fewer brackets and less indentation")
        return None
    node = _composed(text, problems)
    if node is None:
        return None
    entry = _entry(node, problems)
    if isinstance(entry, Mapping):
        return entry
    problems.add(1, "The file is not a mapping of 'policy:', 'title:' and so on", "see docs/policy-language.md")
    return None


def _too_deep(text: str) -> bool:
    """Count brackets and dashes before the parser, which is recursive, sees them."""
    depth = 0
    for line in text.splitlines():
        if line.count("- ") > MAX_DEPTH and line.lstrip().startswith("- - - - "):
            return True
        for character in line if depth or "[" in line or "{" in line else "":
            depth += (character in "[{") - (character in "]}")
            if depth > MAX_DEPTH:
                return True
        depth = max(0, depth)
    return False


def _composed(text: str, problems: Problems) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(1 if mark is None else mark.line + 1, f"This is not YAML: {error.problem}", "mend the line")
    except (YAMLError, RecursionError, ValueError) as error:
        problems.add(
            1, f"This is not YAML: {str(error).splitlines()[0][:100]}", "remove what a text editor would not show"
        )
    else:
        if node is None:
            problems.add(1, "The file is empty", "write a policy; see docs/policy-language.md")
        return node
    return None


def _entry(node: Node, problems: Problems) -> Entry:
    line = node.start_mark.line + 1
    if node.anchor:
        problems.add(line, "Anchors and aliases (& and *) are not read", "write the value out where it is used")
    if isinstance(node, MappingNode):
        return _mapping(node, line, problems)
    if isinstance(node, SequenceNode):
        return Items(line, tuple(_entry(item, problems) for item in node.value) if not node.anchor else ())
    if isinstance(node, ScalarNode) and str(node.tag).startswith("tag:yaml.org,2002:python"):
        problems.add(line, f"The tag {node.tag} is not read", "remove it")
    return Scalar(line, str(node.value), bool(getattr(node, "style", None)))


def _mapping(node: Any, line: int, problems: Problems) -> Mapping:
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for key, value in node.value if not node.anchor else ():
        name, place = str(key.value), key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            problems.add(place, "A key is not a word", "write a plain word before the colon")
        elif name in entries:
            problems.add(place, f"'{name}' is written twice; first in line {lines[name]}", "keep one of them")
        else:
            entries[name], lines[name] = _entry(value, problems), place
    return Mapping(line, entries, lines)
