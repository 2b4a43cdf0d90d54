"""The command line of policies: what it prints, and that bad input ends with a sentence, never a traceback."""

import json
import re
from io import BytesIO

import pytest
from flask import Flask

from talent.policies.commands import policy as group
from tests.rules.conftest import SMALL

DOCTOR = {"degree": "doctor", "honours": [], "months": 2, "born_on": "1976-06-01", "owns": False, "prefers": "grant"}
JINHUA = "jinhua-future-community-talent"


@pytest.fixture
def run(tmp_path):
    """Run a command with SMALL at `small.yaml` and facts on standard input."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    runner = Flask(__name__).test_cli_runner()

    def run(*arguments, facts=None):
        named = [str(path) if argument == "small.yaml" else argument for argument in arguments]
        data = facts if isinstance(facts, (str, bytes)) else json.dumps(facts)
        return runner.invoke(group, named, input=BytesIO(data) if isinstance(data, bytes) else data)

    return run


def test_policies_are_listed_shown_and_checked(run):
    assert JINHUA in run("list").output
    assert "[qujiang-A]" in run("show", JINHUA).output
    checked = run("check", JINHUA)
    assert (checked.exit_code, "no problems" in checked.output) == (0, True)


def test_a_wrong_policy_is_told_with_file_and_line(run, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(SMALL.replace("months >= 6", "mnths >= 6"), encoding="utf-8")
    checked = run("check", str(wrong))
    line = SMALL[: SMALL.index("months >= 6")].count("\n") + 1
    assert checked.exit_code == 1
    assert f"{wrong}:{line}: " in checked.output
    assert "did you mean 'months'?" in checked.output


def test_examples_are_run(run, tmp_path):
    tested = run("test")
    passed, failed = re.fullmatch(r"(\d+) passed, (\d+) failed", tested.output.splitlines()[-1]).groups()
    assert (tested.exit_code, int(passed) >= 150, failed) == (0, True, "0")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(SMALL.replace("amount: 1_000, paid", "amount: 1_001, paid"), encoding="utf-8")
    tested = run("test", str(wrong))
    assert (tested.exit_code, tested.output.splitlines()[-1]) == (1, "2 passed, 1 failed")
    assert "grant, amount: 100000, expected 100100" in tested.output


def test_a_person_is_decided_as_json(run):
    decided = run("decide", "small.yaml", "--facts", "-", "--on", "2021-06-01", facts=DOCTOR)
    assert decided.exit_code == 0
    grant = json.loads(decided.output)["incentives"]["grant"]
    assert grant["verdict"] == "refused"
    assert grant["would_change"] == [{"fact": "months", "from": 2, "to": 6, "then": "granted", "amount": "1000.00"}]


@pytest.mark.parametrize(("language", "sentence"), [("zh", "补助：不能享受"), ("en", "Grant: not granted")])
def test_a_person_is_told_why(run, language, sentence):
    told = run("explain", "small.yaml", "--facts", "-", "--on", "2021-06-01", "--lang", language, facts=DOCTOR)
    assert told.exit_code == 0
    assert sentence in told.output


def test_bad_facts_are_named_one_by_one(run):
    refused = run("decide", "small.yaml", "--facts", "-", "--on", "2021-06-01",
                  facts={"degree": 5, "months": -1, "born_on": "2022-01-01", "shoe": 44})  # fmt: skip
    assert refused.exit_code == 2
    for name in ("degree: ", "months: ", "born_on: ", "shoe: "):
        assert name in refused.output


@pytest.mark.parametrize(
    "facts",
    ["", "[1]", "{", '"x"', "[" * 100_000, '{"months": 1, "months": 2}', b"\xff\xfe", '{"a": ' + "9" * 5_000 + "}",
     '{"pay": NaN}', " " * 1_000_001],
)  # fmt: skip
def test_what_is_no_answer_ends_with_two(run, facts):
    refused = run("decide", "small.yaml", "--facts", "-", facts=facts)
    assert refused.exit_code == 2
    assert refused.exception is None or isinstance(refused.exception, SystemExit)
    assert refused.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("decide", "small.yaml", "--facts", "/nowhere/facts.json"), 2),
        (("decide", "small.yaml", "--facts", "."), 2),
        (("decide", "small.yaml", "--facts", "-", "--on", "2023-02-30"), 2),
        (("decide", "no-such-policy", "--facts", "-"), 2),
        (("check", "no-such-policy"), 2),
        (("check", "/nowhere/policy.yaml"), 1),
        (("check", "."), 1),
        (("show", "a\0b"), 2),
        (("test", "no-such-policy"), 2),
    ],
)
def test_what_is_not_there_ends_with_a_sentence(run, arguments, code):
    refused = run(*arguments, facts={})
    assert isinstance(refused.exception, SystemExit)
    assert refused.exit_code == code
    assert refused.output
