"""The command line of policies: what it prints, and that bad input ends with a sentence, never a traceback."""

import json
import re
from io import BytesIO
from pathlib import Path

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


@pytest.fixture
def key(run, tmp_path):
    """A key file and its public key."""
    path = tmp_path / "key.pem"
    return path, run("key", str(path)).output.strip()


@pytest.fixture
def certificate(run, tmp_path, key):
    """A certificate of the doctor under `small.yaml`."""
    made = run("certificate", "small.yaml", "--facts", "-", "--on", "2021-06-01", "--key", str(key[0]), facts=DOCTOR)
    assert made.exit_code == 0
    path = tmp_path / "certificate.json"
    path.write_text(made.output, encoding="utf-8")
    return path


def test_a_key_is_made_for_its_owner_alone_and_never_overwritten(run, key):
    path, public = key
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"ed25519:[0-9a-f]{64}", public)
    before = path.read_bytes()
    again = run("key", str(path))
    assert (again.exit_code, path.read_bytes()) == (2, before)
    assert "there is a file already" in again.output


def test_a_certificate_is_verified_offline_and_says_whose_key_was_not_checked(run, key, certificate):
    verified = run("verify", str(certificate), "--policy", "small.yaml")
    assert (verified.exit_code, verified.output.splitlines()[0].partition(":")[0]) == (0, "same")
    assert "Whose key that is was not checked" in verified.output
    trusted = run("verify", str(certificate), "--policy", "small.yaml", "--key", key[1])
    assert (trusted.exit_code, trusted.output.splitlines()[1]) == (0, "The signature was made by the key you trust.")


def test_a_certificate_of_another_key_or_changed_is_refused(run, tmp_path, certificate):
    other = run("key", str(tmp_path / "other.pem")).output.strip()
    forged = run("verify", str(certificate), "--policy", "small.yaml", "--key", other)
    assert (forged.exit_code, forged.output.startswith("signature wrong: it was made by another key")) == (1, True)
    certificate.write_text(certificate.read_text().replace('"months": 2', '"months": 9'), encoding="utf-8")
    changed = run("verify", "-", "--policy", "small.yaml", facts=certificate.read_text())
    assert (changed.exit_code, changed.output.startswith("signature wrong: it does not fit")) == (1, True)
    assert "incentives.grant.verdict" in changed.output


def test_a_certificate_under_another_text_is_different(run, tmp_path, certificate):
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.replace("months >= 6", "months >= 2"), encoding="utf-8")
    different = run("verify", str(certificate), "--policy", str(other))
    assert (different.exit_code, different.output.partition(":")[0]) == (1, "different")
    assert "digest: " in different.output


def test_a_certificate_finds_its_text_among_the_policies_by_digest(run, tmp_path, key, certificate):
    unknown = run("verify", str(certificate))
    assert (unknown.exit_code, unknown.output.partition(":")[0]) == (2, "policy text not found")
    made = run("certificate", JINHUA, "--facts", "-", "--on", "2021-06-01", "--key", str(key[0]), facts={})
    assert run("verify", "-", facts=made.output).exit_code == 0


@pytest.mark.parametrize("content", ["", "{}", "[1]", "[" * 100_000, '{"format": NaN}', b"\xff\xfe", b"\x00"])
def test_what_is_no_certificate_ends_with_a_sentence(run, content):
    refused = run("verify", "-", facts=content)
    assert refused.exit_code == 2
    assert isinstance(refused.exception, SystemExit)
    assert refused.output.startswith("-: ")


def test_a_key_that_cannot_be_used_ends_with_a_sentence(run, tmp_path, certificate):
    for arguments in (
        ("key", str(tmp_path)),
        ("key", str(tmp_path / "no" / "such" / "folder.pem")),
        ("key", "a\0b"),
        ("certificate", "small.yaml", "--facts", "-", "--key", "small.yaml"),
        ("certificate", "small.yaml", "--facts", "-", "--key", "/nowhere/key.pem"),
        ("verify", str(certificate), "--key", "ed25519:12"),
        ("verify", str(certificate), "--key", "small.yaml"),
        ("verify", str(certificate), "--key", "/nowhere/key.pub"),
        ("verify", str(certificate), "--policy", "/nowhere/policy.yaml"),
        ("verify", str(certificate), "--policy", str(certificate)),
    ):
        refused = run(*arguments, facts=DOCTOR)
        assert refused.exit_code == 2, arguments
        assert isinstance(refused.exception, SystemExit), arguments
        assert refused.output


def test_rows_that_contradict_one_another_are_told_by_line(run, tmp_path, key):
    twice = tmp_path / "twice.yaml"
    row = "      - {when: degree == doctor and age <= 45, gives: B, source: law}\n"
    rows = row + "      - {when: degree == doctor and months < 6, gives: A, source: law}\n"
    twice.write_text(SMALL.replace("hit: first", "hit: unique").replace(row, rows), encoding="utf-8")
    facts = ("--facts", "-", "--on", "2021-06-01")
    for arguments in (("decide", str(twice), *facts), ("certificate", str(twice), *facts, "--key", str(key[0]))):
        refused = run(*arguments, facts=DOCTOR)
        assert refused.exit_code in (1, 2)
        assert isinstance(refused.exception, SystemExit)
        assert f"{twice}:" in refused.output or "The rows in lines" in refused.output


def test_the_schema_is_printed(run):
    printed = run("schema")
    assert printed.exit_code == 0
    assert json.loads(printed.output)["$schema"].endswith("2020-12/schema")


LOAN = str(Path(__file__).with_name("interchange") / "loan.dmn")


def test_a_dmn_file_is_decided_directly(run):
    facts = {"Credit Score": 600, "Existing Customer": True}
    decided = run("decide", LOAN, "--facts", "-", facts=facts)
    assert decided.exit_code == 0
    assert {"table", "outputs", "rules"} == set(json.loads(decided.output)[0])
    refused = run("decide", LOAN, "--facts", "-", facts={"Shoe size": 44})
    assert (refused.exit_code, "Shoe size" in refused.output) == (2, True)


def test_a_table_is_imported_as_a_policy_and_exported_as_dmn_that_reads_back(run, tmp_path):
    policy = tmp_path / "loan.yaml"
    imported = run("import-table", LOAN)
    assert imported.exit_code == 0
    policy.write_text(imported.output, encoding="utf-8")
    assert "The policy has no examples" in run("check", str(policy)).output
    exported = run("export-table", "small.yaml", "level")
    assert exported.exit_code == 0
    dmn = tmp_path / "level.dmn"
    dmn.write_text(exported.output, encoding="utf-8")
    decided = run("decide", str(dmn), "--facts", "-", facts={"honours has medal": True})
    assert json.loads(decided.output)[0]["outputs"] == {"level": "A"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import-table", "/nowhere/table.dmn"), 1),
        (("import-table", "small.yaml"), 1),
        (("import-table", "a\0b.dmn"), 2),
        (("export-table", "small.yaml", "no_such_table"), 1),
        (("export-table", "no-such-policy", "level"), 2),
        (("decide", "/nowhere/table.xlsx", "--facts", "-"), 1),
    ],
)
def test_tables_that_are_not_there_end_with_a_sentence(run, arguments, code):
    refused = run(*arguments, facts={})
    assert (refused.exit_code, isinstance(refused.exception, SystemExit)) == (code, True)
    assert refused.output
