"""DMN files written in a few words, and tables that hypothesis makes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from rules.interchange.decision_table import ALWAYS, Cell, DecisionTable, Hit, Input, Output, Range, Rule, ValueType

DMN_13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def dmn(
    rules: Sequence[str],
    *,
    inputs: Sequence[str] = ("Age:number",),
    outputs: Sequence[str] = ("Rate:string",),
    hit: str = 'hitPolicy="UNIQUE"',
    before: str = "",
    namespace: str = DMN_13,
    name: str = "Table",
) -> bytes:
    """Return a DMN file of one table.

    rules: cells between bars, inputs and outputs parted by =>. inputs, outputs: name:type, then |values and |default.
    before: elements before the decision.
    """
    heads = "".join(_input(each) for each in inputs) + "".join(_output(each) for each in outputs)
    rows = "".join(_rule(each) for each in rules)
    return (
        f'<definitions xmlns="{namespace}" name="test" namespace="urn:test">{before}'
        f"<decision name={quoteattr(name)}><decisionTable {hit}>{heads}{rows}</decisionTable></decision></definitions>"
    ).encode()


def _typed(column: str) -> tuple[str, str, list[str]]:
    name, *more = column.split("|")
    name, _, type_ = name.partition(":")
    return name, f" typeRef={quoteattr(type_)}" if type_ else "", more


def _input(column: str) -> str:
    name, type_, more = _typed(column)
    values = "".join(f"<inputValues><text>{escape(each)}</text></inputValues>" for each in more)
    expression = f"<inputExpression{type_}><text>{escape(name)}</text></inputExpression>"
    return f"<input>{expression}{values}</input>"


def _output(column: str) -> str:
    name, type_, more = _typed(column)
    tags = ("outputValues", "defaultOutputEntry")
    inside = "".join(
        f"<{tag}><text>{escape(each)}</text></{tag}>" for tag, each in zip(tags, more, strict=False) if each
    )
    return f"<output name={quoteattr(name)}{type_}>{inside}</output>"


def _rule(rule: str) -> str:
    left, _, right = rule.partition("=>")
    sides = ((left, "inputEntry"), (right, "outputEntry"))
    cells = (
        f"<{tag}><text>{escape(cell.strip())}</text></{tag}>"
        for side, tag in sides
        for cell in side.split("|")
        if side.strip()
    )
    return f"<rule>{''.join(cells)}</rule>"


LITERALS = {
    ValueType.STRING: st.sampled_from(["甲", "good", "B b", "no, or", "other", "true"]),
    ValueType.NUMBER: st.sampled_from([Decimal(each) for each in ("-3", "0", "2", "2.5", "10")]),
    ValueType.BOOLEAN: st.booleans(),
    ValueType.DATE: st.sampled_from([date(2020, 2, 29), date(2021, 1, 1), date(2030, 6, 30)]),
}
NAMES = ["年龄", "Age", "Medical History", "x-y"]


@st.composite
def cells(draw, type_):
    """Draw the cell of an input: the dash, a list, ranges, or what is in none of them."""
    literals = LITERALS[type_]
    if draw(st.integers(0, 3)) == 0:
        return ALWAYS
    ranges = []
    for _ in range(draw(st.integers(1, 2))):
        one, other = draw(literals), draw(literals)
        if type_ in (ValueType.STRING, ValueType.BOOLEAN) or one == other:
            ranges.append(Range(one, one))
            continue
        low, high = min(one, other), max(one, other)
        ends = [(low, high), (None, high), (low, None)][draw(st.integers(0, 2))]
        flags = draw(st.tuples(st.booleans(), st.booleans()))
        ranges.append(Range(*ends, *(flag or end is None for flag, end in zip(flags, ends, strict=True))))
    return Cell(tuple(ranges), draw(st.booleans()))


@st.composite
def outputs(draw, name, hit):
    """Draw an output column with what its hit policy needs."""
    numbers = hit in (Hit.SUM, Hit.MIN, Hit.MAX)
    type_ = ValueType.NUMBER if numbers else draw(st.sampled_from(list(ValueType)))
    values = tuple(draw(st.lists(LITERALS[type_], min_size=1, unique=True)))
    default = None if hit.lists or hit is Hit.COUNT else draw(st.none() | st.sampled_from(values))
    return Output(name, type_, values if hit.ranks or draw(st.booleans()) else (), default), st.sampled_from(values)


@st.composite
def tables(draw):
    """Draw a sound decision table."""
    hit = draw(st.sampled_from(list(Hit)))
    types = draw(st.lists(st.sampled_from(list(ValueType)), min_size=1, max_size=3))
    inputs = tuple(Input(name, name, type_) for name, type_ in zip(NAMES, types, strict=False))
    several = 1 if hit.aggregates else draw(st.integers(1, 2))
    columns = [draw(outputs(name, hit)) for name in ("Rating", "理由")[:several]]
    rules = draw(
        st.lists(
            st.builds(
                Rule,
                st.tuples(*(cells(each.type) for each in inputs)),
                st.tuples(*(literals for _, literals in columns)),
                st.sampled_from(["", "因为 so"]),
            ),
            min_size=1,
            max_size=5,
        )
    )
    return DecisionTable("表 T", hit, inputs, tuple(output for output, _ in columns), tuple(rules))
