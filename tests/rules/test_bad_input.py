"""Files and expressions that no officer would write: each refused with line and mend, soon, and nothing is executed."""

import random
from time import process_time

import pytest

from rules.closures import decide
from rules.expressions import ExpressionError
from rules.facts import parse_facts
from rules.parsing import parse
from rules.reading import PolicyInvalid, read
from tests.rules.conftest import bent, problems, small

MEGABYTE = 1_000_000
#: Seconds: a second is promised, and a machine that runs other tests beside this one is slower.
NOISY = 5


def refused(text):
    """Read a text that is no policy; return what is said of it, if soon enough."""
    start = process_time()
    with pytest.raises(PolicyInvalid) as caught:
        read(text, "bad.yaml")
    assert process_time() - start < NOISY
    told = caught.value.problems
    assert told
    assert all(each.file == "bad.yaml" and each.line >= 1 and each.message and each.mend for each in told)
    assert all(len(each.message) < 500 for each in told)
    return told


def with_condition(condition):
    return bent(("{is: months >= 6, source: law}", f"{{is: '{condition}', source: law}}"))


def with_amount(amount):
    return bent(("is: floor(pay * 10%)", f"is: '{amount}'"))


def values(tree):
    """Return what is written out in an expression."""
    return [str(leaf.children[0]) for leaf in tree.iter_subtrees() if leaf.data in ("number", "share", "date")]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('__import__("os").system("true")', "cannot be read"),
        ("months.real >= 6", "cannot be read"),
        ("[month for month in months]", "cannot be read"),
        ("lambda: months", "cannot be read"),
        ("print(months)", "There is no function"),
        ("open(degree) == 1", "There is no function"),
        ("months >= 6; owns", "cannot be read"),
        ("months >=", "stops too early"),
        ("months = 6", "cannot be read"),
        ("months >= six", "is not known here"),
        ("months >= ６", "cannot be read"),
        ("months ≥ 6", "cannot be read"),
        ("months >= nan", "is not known here"),
        ("months >= .inf", "cannot be read"),
        ("months >= 1e3", "cannot be read"),
        ("born_on < 2023-02-30", "is not a day of the calendar"),
        ("months / 0 > 1", "divides by zero"),
        ("months // 0 > 1", "divides by zero"),
        ("(" * 10_000 + "owns" + ")" * 10_000, "characters, more than 2000"),
        ("(" * 900 + "owns" + ")" * 900, "nested more than 40 deep"),
        ("not " * 400 + "owns", "nested more than 40 deep"),
        ("owns" + " and owns" * 220, "comparisons"),
        ("owns or " * 125_000 + "owns", "characters, more than 2000"),
        ("9" * 1_900 + " > months", ""),
    ],
)
def test_an_expression_that_is_not_the_language_is_refused(condition, words):
    told = refused(with_condition(condition))
    assert any(words in each.message and each.line == 54 for each in told)


@pytest.mark.parametrize("amount", ["pay / (2 - 2)", "pay // 0", "floor(pay / 0.0)"])
def test_what_divides_by_a_written_zero_is_refused(amount):
    assert any("divides by zero" in each.message for each in refused(with_amount(amount)))


def test_an_amount_that_divides_by_an_answer_of_zero_is_unknown_not_an_error():
    heads = "  heads: {section: one, type: integer, ask: {zh: 人数, en: Heads}}\n  owns: {section"
    policy = small(("  owns: {section", heads), ("is: floor(pay * 10%)", "is: 'pay // heads'"), checked=False)
    day = policy.examples[0].on
    decision = decide(policy, parse_facts(policy, {"owns": False, "pay": 100, "heads": 0}, on=day), on=day)
    assert decision.incentives["bonus"].verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 10_000, 1),
        ("a:\n  " + "{b: " * 10_000, 2),
        ("- " * MEGABYTE, 1),
        ("".join("  " * depth + "a:\n" for depth in range(200)), 20),
        (BOMB, 1),
        ("a: b\na: c\n", 2),
        ("policy: *unknown\n", 1),
        ("policy: !!python/object/apply:os.system [true]\n", 1),
        ("policy: !mine x\n", 1),
        ("policy: x\ntitle: [a, b\n", 3),
        ("policy: x\n\ttitle: y\n", 2),
        ("policy: 'x\n", 2),
        ("--- {a: b}\n--- {a: b}\n", 2),
        ("? [a, b]\n: c\n", 1),
        ("a" * MEGABYTE, 1),
        ("a: " + "x" * MEGABYTE, 1),
        ("a: b: c", 1),
        ("\ufeff\ufeffpolicy: x", 1),
        ("policy: \x00", 1),
        ("policy: \ud800", 1),
        ("a: x\u2028b: y", 1),
        ("k: v\n" * 200_000, 2),
        ("x" * 3 * MEGABYTE, 1),
    ],
)
def test_a_file_that_is_no_policy_is_refused(text, line):
    assert refused(text)[0].line == line


@pytest.mark.parametrize("seed", range(5))
def test_a_megabyte_of_garbage_is_refused(seed):
    chance = random.Random(seed)  # noqa: S311  it is garbage, no secret
    refused("".join(map(chr, chance.choices(range(1, 0x3000), k=MEGABYTE))))
    refused("".join(chance.choices("ab: -[]{},'\"\n#&*!|>%@?", k=MEGABYTE)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("A: 3_000", "A: .nan", "'.nan' is not a number"),
        ("A: 3_000", "A: .inf", "'.inf' is not a number"),
        ("A: 3_000", "A: NaN", "'NaN' is not a number"),
        ("A: 3_000", "A: 1e400", "'1e400' is not a number"),
        ("A: 3_000", "A: 0x10", "'0x10' is not a number"),
        ("A: 3_000", "A: 99999999999999999", "too fine or too large"),
        ("A: 3_000", "A: " + "9" * 5_000, "too fine or too large"),
        ("max: 600", "max: .inf", "is not a number"),
        ("after_months: 12", "after_months: 99999999", "is due after 99999999 months"),
        ("after_months: 12", "after_months: -1", "is due after -1 months"),
        ("from: 2020-01-01, A", "from: 2023-02-30, A", "'2023-02-30' is not a day of the calendar"),
        ("from: 2020-01-01, A", "from: 2023-13-01, A", "is not a day of the calendar"),
        ("from: 2020-01-01, A", "from: 20200101, A", "is not a day of the calendar"),
        ("on: 2021-06-01", "on: 2021-06-31", "is not a day of the calendar"),
        ("born_on: 1976-06-01, owns", "born_on: 2023-02-30, owns", "Given born_on"),
        ("pay: 1_234.56, owns", "pay: .nan, owns", "Given pay"),
        ("  owns: {section", "  pay: {section: one}\n  owns: {section", "'pay' is written twice; first in line 22"),
    ],
)
def test_numbers_and_days_that_are_none_are_refused(old, new, words):
    start = process_time()
    told = problems((old, new))
    assert process_time() - start < NOISY
    assert any(words in each.message and each.mend for each in told)


def test_words_of_yaml_1_1_stay_what_was_written():
    policy = read(bent(("zh: 有房, en: Owns a home", "zh: no, en: on")), "norway.yaml")
    assert (policy.facts["owns"].ask.zh, policy.facts["owns"].ask.en) == ("no", "on")


def test_text_that_only_yaml_1_2_reads_is_read():
    policy = read(bent(("en: Owns a home", "en: Owns a home?"), ("text: 条文}", "text: 条\u2028文}")), "later.yaml")
    assert policy.facts["owns"].ask.en == "Owns a home?"
    assert policy.sources["law"].text == "条\u2028文"


@pytest.mark.parametrize(
    "text", ["", " \n", "(", "1 2", "a..b", "a[", "a in ()", "a if b", "1_000%", "12abc", "2020-02-031"]
)
def test_what_the_grammar_lacks_is_refused_whatever_its_values(text):
    with pytest.raises(ExpressionError):
        parse(text)


def test_expressions_that_differ_in_their_values_keep_them():
    assert values(parse("a >= 1_000 and b < 30%")) == ["1_000", "30%"]
    assert values(parse("a >= 2_500 and b < 45%")) == ["2_500", "45%"]
    assert values(parse("a2 >= 2020-02-03")) == ["2020-02-03"]
