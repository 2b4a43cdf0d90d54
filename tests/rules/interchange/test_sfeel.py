"""The cells of a decision table: S-FEEL as DMN's chapter 9 writes it, and what is beyond it named."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.interchange.decision_table import ALWAYS, Cell, Range
from rules.interchange.sfeel import Unreadable, value, written_cell, written_value
from rules.interchange.sfeel import cell as read

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.decimals(-(10**6), 10**6, places=2, allow_nan=False)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
VALUES = st.one_of(TEXTS, NUMBERS, DAYS, st.booleans())


@st.composite
def ranges(draw):
    """Draw a range of numbers or days, or a single value."""
    one = draw(VALUES)
    if isinstance(one, (str, bool)) or draw(st.booleans()):
        return Range(one, one)
    other = draw(NUMBERS if isinstance(one, Decimal) else DAYS)
    low, high = min(one, other), max(one, other)
    if low == high:
        return Range(low, high)
    kind = draw(st.sampled_from(["between", "above", "below"]))
    first, last = draw(st.booleans()), draw(st.booleans())
    if kind == "between":
        return Range(low, high, first, last)
    return Range(low, None, first, True) if kind == "above" else Range(None, high, True, last)


@given(st.builds(Cell, st.lists(ranges(), min_size=1, max_size=4).map(tuple), st.booleans()))
def test_what_is_written_reads_back_to_the_same(cell):
    assert read(written_cell(cell)) == cell


@given(VALUES)
def test_a_literal_reads_back_to_the_same(literal):
    assert value(written_value(literal)) == literal
    assert value(written_value(literal), plain=True) == literal


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text):
    for plain in (False, True):
        try:
            read(text, plain=plain)
        except Unreadable as error:
            assert error.message
            assert error.mend


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", ALWAYS),
        ("", ALWAYS),
        ("< 18", Cell((Range(None, Decimal(18), True, False),))),
        (">=18.5", Cell((Range(Decimal("18.5"), None, True, True),))),
        ("[18..65]", Cell((Range(Decimal(18), Decimal(65)),))),
        ("(0..100)", Cell((Range(Decimal(0), Decimal(100), False, False),))),
        ("]0..100[", Cell((Range(Decimal(0), Decimal(100), False, False),))),
        ("]-5..-.5]", Cell((Range(Decimal(-5), Decimal("-0.5"), False, True),))),
        ('"A", "B"', Cell((Range("A", "A"), Range("B", "B")))),
        ('not("A", "B")', Cell((Range("A", "A"), Range("B", "B")), negated=True)),
        ("not(< 5, [7..8])", Cell((Range(None, Decimal(5), True, False), Range(Decimal(7), Decimal(8))), negated=True)),
        ("true", Cell((Range(True, True),))),
        ('"not(1), - "', Cell((Range("not(1), - ", "not(1), - "),))),
        ('date("2020-02-29")', Cell((Range(date(2020, 2, 29), date(2020, 2, 29)),))),
        ('< @"2020-02-03"', Cell((Range(None, date(2020, 2, 3), True, False),))),
        (r'"a\"b\u4e2d\n"', Cell((Range('a"b中\n', 'a"b中\n'),))),
    ],
)
def test_each_kind_of_test_is_read(cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("硕士, 博士", ("硕士", "博士")),
        ("硕士，博士", ("硕士", "博士")),
        ("20% Scholarship", ("20% Scholarship",)),
        ("“优秀，良好”", ("优秀，良好",)),
        ("≥18", (Decimal(18),)),
        ("2020-02-03", (date(2020, 2, 3),)),
        ("not(差)", ("差",)),
    ],
)
def test_a_clerk_writes_text_without_quotes(cell, expected):
    assert tuple(read(cell, plain=True).values()) == expected


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("HIGH", "text stands without quotes"),
        ("today()", "functions are not read"),
        ('duration("P1D")', "functions are not read"),
        ("age + 1", "arithmetic is not read"),
        ('"a" + "b"', "arithmetic is not read"),
        ("? > 5", "expressions are not read"),
        ("{a: 1}", "contexts and expressions"),
        ("null", "null is not read"),
        ("[5..1]", "nothing lies in this interval"),
        ('["a".."b"]', "between two numbers or two days"),
        ('< "a"', "only numbers and days compare with <"),
        ('date("2023-02-30")', "2023-02-30 is not a day of the calendar"),
        ("1234567890123", "the number is too long"),
        ("1,000", "a comma begins another value"),
        ("not(-)", "without quotes"),
        ("not 5", "without quotes"),
        ('"a', "cannot be read"),
        ("(" * 5000, "more than 2000 characters"),
    ],
)
def test_what_is_beyond_a_test_is_named(cell, said):
    with pytest.raises(Unreadable, match=said.replace("(", r"\(").replace("?", r"\?")):
        read(cell)
