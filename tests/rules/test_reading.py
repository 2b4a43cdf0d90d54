"""A policy file that is wrong: each mistake is told with its line and how to mend it."""

from time import perf_counter

import pytest

from rules.reading import PolicyInvalid, read, read_file
from tests.rules.conftest import SMALL, problems, small


def line_of(text):
    """Return the line of the small policy on which a text stands."""
    return SMALL[: SMALL.index(text)].count("\n") + 1


def test_the_small_policy_is_read():
    policy = small()
    assert policy.incentives["grant"].parts[1].share == 3000
    assert policy.tables["level"].outputs.keys() == {"none", "B", "A"}
    assert policy.facts["months"].maximum == 600
    assert policy.digest.startswith("sha256:")
    assert policy.parameters["sum_of"].values[0].values == {("B",): 100_000}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level >= B, source: law", "levl >= B, source: law", "'levl' is not known here; did you mean 'level'?"),
        ("is: months >= 6", "is: months >= pay", "cannot go together"),
        ("is: months >= 6", "is: months", "This is a number in month, not a yes or no"),
        ("is: months >= 6, source: law", "is: months >= 6", "the source of a line of grant is missing"),
        ("gives: B, source: law", "gives: B, source: lw", "There is no source 'lw'"),
        ("gives: B, source: law", "gives: C, source: law", "Table level gives no 'C'"),
        ("degree == doctor and", "degree == master and", "'master' is not known here"),
        ("share: 40%", "share: 50%", "add to 110 %, not 100 %"),
        ("share: 40%", "share: 0.4", "is not a share"),
        ("{is: 'whole_years(born_on, applied_on)', source: law}", "{is: age + 1, source: law}", "age → age"),
        ("honours has any of (medal), gives", "level == B, gives", "one another: level → level"),
        ("degree == doctor and age <= 45", "honours has any of (medal)", "has the same condition"),
        ("degree == doctor and age <= 45", "false", "its condition is false"),
        ("honours has any of (medal), gives", "true, gives", "always matches"),
        ("degree: doctor, honours", "degree: bachelor, honours", "No example reaches this row of level"),
        ("pay: 1_234.56, owns: false", "pay: 0, owns: false", "No example is granted bonus"),
        ("degree: doctor, honours", "degree: docto, honours", "Given degree: Choose one of"),
        ("degree: doctor, honours", "degre: doctor, honours", "The policy has no fact 'degre'"),
        ("born_on: 1976-06-01, owns", "born_on: 2023-02-30, owns", "Given born_on"),
        ("expect: {level: A", "expect: {lvl: A", "'lvl' is no table or incentive"),
        ("name: A medal is granted A", "name: A doctor is granted B", "has an example of this name"),
        ("from: 2020-01-01, B", "from: 2020-02-30, B", "'2020-02-30' is not a day of the calendar"),
        ("A: 3_000", "A: .nan", "'.nan' is not a number"),
        ("A: 3_000", "A: 0.001", "too fine or too large"),
        ("A: 3_000", "E: 3_000", "No choice of sum_of is called 'E'"),
        ("A: 3_000", "B: 3_000", "gives one number twice"),
        ("by: level", "by: months", "is no choice to look sum_of up by"),
        ("hit: first", "hit: frist", "'frist' is not a hit"),
        ("hit: first", "hit: sum", "sum combines numbers, money or shares, not choice"),
        ("kind: rent_reduction", "kind: rent", "is not a kind of incentive"),
        ("floor(pay * 10%)", "pay * 10%", "can have fractions"),
        ("floor(pay * 10%)", "months", "not a money in CNY"),
        ("section: one, type: boolean", "section: two, type: boolean", "There is no section 'two'"),
        ("type: boolean, ask", "type: bool, ask", "'bool' is not a type"),
        ("type: boolean, ask", "type: boolean, min: 0, ask", "only numbers, money and days have bounds"),
        ("type: boolean, ask", "type: boolean, in_identity_number: sex, ask", "sex is no boolean"),
        ("type: date, ask", "type: date, in_identity_number: age, ask", "'age' is not a part of an identity number"),
        ("min: 0, max: 600", "min: 700, max: 600", "min of months lies above max"),
        ("asked_when: owns", "asked_when: prefers == grant", "'prefers' is not known here"),
        ("in_force: {from", "inforce: {from", "'inforce' is not known in a policy"),
        ("title: {zh: 小政策, en: A small policy}", "title: {zh: 小政策}", "the title in en is missing"),
        ("rule: choose, by: prefers", "rule: choose, by: degree", "does not choose among these incentives"),
        ("rule: choose, by: prefers", "rule: sum, by: prefers", "'sum' is not a rule"),
        ("among: [grant, bonus]", "among: [grant, bonos]", "There is no incentive 'bonos'"),
        ("  appeal_within_days: 60\n", "", "appeal_within_days is missing"),
        ("  law: {", "  law: &a {", "Anchors and aliases"),
        ("policy: small\n", "policy: small\npolicy: small\n", "'policy' is written twice; first in line 1"),
        ("policy: small", "policy: small policy", "cannot be the id of a policy"),
        ("  age: {is", "  and: {is", "cannot be the name of a term"),
        ("  age: {is", "  pay: {is", "is the name of something else already"),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, said):
    told = [problem for problem in problems((old, new)) if said in f"{problem.message}; {problem.mend}"]
    assert told
    assert told[0].file == "small.yaml"
    assert told[0].mend


@pytest.mark.parametrize(
    ("old", "new"), [("is: months >= 6", "is: mnths >= 6"), ("A: 3_000", "A: x"), ("share: 40%", "share: x")]
)
def test_the_line_is_the_one_with_the_mistake(old, new):
    assert problems((old, new))[0].line == line_of(old)


def test_all_mistakes_are_told_at_once_in_the_order_of_lines():
    lines = [
        p.line
        for p in problems(("is: months >= 6", "is: mnths >= 6"), ("A: 3_000", "A: x"), ("rule: choose", "rule: x"))
    ]
    assert len(lines) >= 3
    assert lines == sorted(lines)


def test_a_condition_too_long_for_the_engine_is_refused_before_it_gets_there():
    many = " or ".join(f"months == {n}" for n in range(31))
    nested = " or ".join(f"months > {n} and (pay > {n} or price > {n})" for n in range(13))
    pairs = " or ".join(f"months == {n} and pay > {n}" for n in range(13))
    for condition in (many, nested, pairs):
        told = problems(("is: months >= 6", f"is: {condition}"))
        assert any("too many ands and ors" in problem.message for problem in told)


def test_a_question_nothing_reads_is_refused():
    unused = "  owns: {section: one, type: boolean, ask: {zh: 有房, en: Owns}}\n"
    assert any(
        "Nothing reads 'spare'" in problem.message
        for problem in problems(("  price: {", unused.replace("owns", "spare") + "  price: {"))
    )


@pytest.mark.parametrize(
    "text",
    ["", "just words", "- a\n- b\n", "[" * 10_000, "{a: " * 5_000, "- " * 3_000 + "x", "a: *x", "\t- x: [", "\x00",
     "--- 1\n--- 2", "a: !!python/object:os.system x", "policy: x\n" + "#" * 3_000_000, "? [a]\n: b",
     "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]"],
)  # fmt: skip
def test_what_is_no_policy_at_all_is_refused_at_once(text):
    start = perf_counter()
    with pytest.raises(PolicyInvalid) as caught:
        read(text, "wrong.yaml")
    assert perf_counter() - start < 2
    assert all(problem.file == "wrong.yaml" and problem.line >= 1 and problem.mend for problem in caught.value.problems)


@pytest.mark.parametrize("line", range(1, SMALL.count("\n"), 3))
def test_a_file_that_lacks_a_line_is_read_or_refused_never_a_crash(line):
    lines = SMALL.splitlines(keepends=True)
    try:
        read("".join(lines[: line - 1] + lines[line:]), "cut.yaml")
    except PolicyInvalid as error:
        assert error.problems


def test_a_file_that_cannot_be_opened_or_is_no_text_is_refused(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("policy: naïve".encode("latin-1"))
    for path in (tmp_path, tmp_path / "absent.yaml", tmp_path / "latin.yaml"):
        with pytest.raises(PolicyInvalid) as caught:
            read_file(path)
        assert "cannot be read" in caught.value.problems[0].message
