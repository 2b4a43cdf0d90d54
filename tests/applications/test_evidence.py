"""Documents of a draft: kept once, replaced in place, dated, and gone from the disk when they are forgotten."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rules.calendar import add_months
from rules.policy import EvidenceKind, Text
from talent.applications import operations as applying
from talent.applications import queries
from talent.applications.documents import Document
from talent.applications.errors import (
    ChangedMeanwhile,
    DocumentGone,
    NoSuchEvidence,
    NothingToPutBack,
    SameFile,
    TooManyFiles,
    UnfitDate,
)
from talent.applications.evidence import operations
from talent.applications.evidence.queries import Age, State, own, proofs
from talent.applications.evidence.validity import oldest_valid, valid_until
from talent.applications.models import Evidence, FormerEvidence
from talent.audit.models import Record
from talent.database import db
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON

TODAY = NOON.date()


def sheet(name: str) -> Document:
    return Document(name.encode(), "image/png", f"{name}.png", 1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "evidence"


@pytest.fixture
def added(draft, folder) -> Evidence:
    """One document of a draft."""
    evidence = operations.add(draft, "lease", sheet("first"), folder, at=NOON)
    db.session.commit()
    return evidence


def on_disk(folder) -> set[bytes]:
    return {path.read_bytes() for path in folder.iterdir() if path.is_file()}


def replace(evidence, document, folder, **more):
    operations.replace(evidence, document, folder, seen=more.pop("seen", evidence.version), at=NOON, **more)
    db.session.commit()


def state_of(draft, folder, kind, on=TODAY):
    return next((proof for proof in proofs(draft, folder, on=on) if proof.kind.id == kind), None)


def test_the_same_file_is_kept_once_for_one_purpose_and_again_for_another(draft, folder):
    first = operations.add(draft, "lease", sheet("x"), folder, at=NOON)
    assert operations.add(draft, "lease", sheet("x"), folder, at=NOON) is first
    other = operations.add(draft, "labour_contract", sheet("x"), folder, at=NOON)
    db.session.commit()
    assert other is not first
    assert [kind.id for kind in state_of(draft, folder, "lease").sheets[0].also] == ["labour_contract"]


def test_a_file_that_was_lost_is_there_again_when_it_is_sent_again(draft, folder, added):
    (folder / added.stored_as).unlink()
    assert state_of(draft, folder, "lease").sheets[0].pages == 0
    operations.add(draft, "lease", sheet("first"), folder, at=NOON)
    assert state_of(draft, folder, "lease").sheets[0].pages == 1


def test_there_are_at_most_ten_documents_of_a_kind(draft, folder):
    for number in range(10):
        operations.add(draft, "lease", sheet(str(number)), folder, at=NOON)
    with pytest.raises(TooManyFiles):
        operations.add(draft, "lease", sheet("one more"), folder, at=NOON)
    operations.add(draft, "lease", sheet("3"), folder, at=NOON)


def test_no_document_is_kept_for_what_the_policy_does_not_know(draft, folder):
    with pytest.raises(NoSuchEvidence):
        operations.add(draft, "nonsense", sheet("x"), folder, at=NOON)


def test_a_file_of_something_that_was_undone_does_not_stay_on_the_disk(draft, folder):
    operations.add(draft, "lease", sheet("x"), folder, at=NOON)
    db.session.rollback()
    assert on_disk(folder) == set()


def test_a_replacement_takes_the_place_of_the_old_file_which_is_kept_beside_it(draft, folder, added):
    operations.add(draft, "lease", sheet("second"), folder, at=NOON)
    replace(added, sheet("better"), folder)
    assert [each.filename for each in draft.evidence] == ["better.png", "second.png"]
    assert added.former.filename == "first.png"
    assert on_disk(folder) == {b"first", b"better", b"second"}


def test_only_the_file_replaced_last_is_kept(folder, added):
    replace(added, sheet("better"), folder)
    replace(added, sheet("best"), folder)
    assert on_disk(folder) == {b"better", b"best"}


def test_a_replacement_can_be_undone_and_done_again(folder, added):
    replace(added, sheet("better"), folder)
    for expected in ("first.png", "better.png"):
        operations.put_back(added, seen=added.version, at=NOON)
        db.session.commit()
        assert added.filename == expected
    assert on_disk(folder) == {b"first", b"better"}


def test_nothing_is_put_back_where_nothing_was_replaced(added):
    with pytest.raises(NothingToPutBack):
        operations.put_back(added, seen=added.version, at=NOON)


def test_a_file_that_is_there_already_replaces_no_other(draft, folder, added):
    second = operations.add(draft, "lease", sheet("second"), folder, at=NOON)
    with pytest.raises(SameFile):
        replace(second, sheet("first"), folder)
    replace(added, sheet("third"), folder)
    operations.add(draft, "lease", sheet("first"), folder, at=NOON)
    with pytest.raises(SameFile):
        operations.put_back(added, seen=added.version, at=NOON)


def test_replacing_a_file_by_itself_changes_nothing(folder, added):
    replace(added, sheet("first"), folder)
    assert added.former is None
    assert on_disk(folder) == {b"first"}


def test_what_was_changed_in_another_tab_is_not_changed_blindly(folder, added):
    seen = added.version
    replace(added, sheet("better"), folder)
    for act in (
        lambda: operations.replace(added, sheet("x"), folder, seen=seen, at=NOON),
        lambda: operations.remove(added, folder, seen=seen, at=NOON),
        lambda: operations.put_back(added, seen=seen, at=NOON),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()


def test_a_document_removed_in_another_tab_is_gone(draft, folder, added, newcomer):
    number, seen = added.id, added.version
    operations.remove(added, folder, seen=seen, at=NOON)
    db.session.commit()
    with pytest.raises(DocumentGone):
        own(draft.reference, "lease", number, seen_by=newcomer)


def test_a_removed_document_takes_its_earlier_file_along_once_that_is_certain(folder, added):
    replace(added, sheet("better"), folder)
    operations.remove(added, folder, seen=added.version, at=NOON)
    assert on_disk(folder) == {b"first", b"better"}
    db.session.commit()
    assert list(folder.iterdir()) == []


def test_every_change_is_on_record(folder, added):
    replace(added, sheet("better"), folder)
    operations.remove(added, folder, seen=added.version, at=NOON)
    db.session.commit()
    told = [(each.action, each.details.get("kind")) for each in db.session.scalars(select(Record).order_by(Record.id))]
    assert told[-3:] == [("evidence added", "lease"), ("evidence replaced", "lease"), ("evidence removed", "lease")]


def test_handing_in_forgets_the_files_that_were_replaced(draft, folder, app, newcomer):
    from talent.accounts.operations import record_details

    identity = {"identity_kind": "passport", "identity_number": "E12345678"}
    record_details(newcomer, name="陈晓", phone="13800138000", at=NOON, **identity)
    app.config["EVIDENCE"] = folder
    applying.answer(draft, DOCTOR, at=NOON)
    for kind in queries.missing_evidence(draft):
        operations.add(draft, kind.id, sheet(kind.id), folder, at=NOON)
    replace(draft.evidence[0], sheet("better"), folder)
    applying.submit(draft, at=NOON)
    assert db.session.scalar(select(FormerEvidence)) is None
    db.session.commit()
    assert len(on_disk(folder)) == len(draft.evidence)


@pytest.mark.parametrize(
    ("issued_on", "last"), [(date(2026, 3, 2), date(2026, 6, 2)), (date(2025, 12, 2), date(2026, 3, 2))]
)
def test_a_document_that_grows_old_is_valid_for_so_many_months(draft, folder, issued_on, last):
    added = operations.add(draft, "insurance_record", sheet("x"), folder, at=NOON, issued_on=issued_on)
    assert (added.issued_on, added.valid_until) == (issued_on, last)


@pytest.mark.parametrize(("issued_on", "oldest"), [(date(2026, 3, 3), None), (date(2025, 12, 1), date(2025, 12, 2))])
def test_a_date_to_come_or_too_long_ago_is_refused(draft, folder, issued_on, oldest):
    with pytest.raises(UnfitDate) as refused:
        operations.add(draft, "insurance_record", sheet("x"), folder, at=NOON, issued_on=issued_on)
    assert refused.value.oldest == oldest
    assert draft.evidence == []


def test_a_date_is_not_kept_with_what_does_not_grow_old(draft, folder):
    added = operations.add(draft, "lease", sheet("x"), folder, at=NOON, issued_on=date(1999, 1, 1))
    assert (added.issued_on, added.valid_until) == (None, None)


def test_the_date_of_a_document_can_be_told_later(draft, folder):
    applying.answer(draft, DOCTOR, at=NOON)
    added = operations.add(draft, "insurance_record", sheet("x"), folder, at=NOON)
    assert state_of(draft, folder, "insurance_record").age is Age.UNDATED
    operations.tell_date(added, TODAY, seen=added.version, at=NOON)
    assert state_of(draft, folder, "insurance_record").age is Age.FRESH


@pytest.mark.parametrize(
    ("on", "age", "state"),
    [
        (date(2026, 3, 18), Age.FRESH, State.ADDED),
        (date(2026, 3, 19), Age.SOON, State.ADDED),
        (date(2026, 4, 2), Age.SOON, State.ADDED),
        (date(2026, 4, 3), Age.OVER, State.OVER),
    ],
)
def test_a_proof_runs_out_and_is_then_missing_again(draft, folder, on, age, state):
    applying.answer(draft, DOCTOR, at=NOON)
    operations.add(draft, "housing_record", sheet("x"), folder, at=NOON, issued_on=TODAY)
    shown = state_of(draft, folder, "housing_record", on=on)
    assert (shown.age, shown.state) == (age, state)
    missing = {kind.id for kind in queries.missing_evidence(draft, on=on)}
    assert ("housing_record" in missing) is (state is State.OVER)


def test_a_newer_document_makes_up_for_an_old_one(draft, folder):
    applying.answer(draft, DOCTOR, at=NOON)
    operations.add(draft, "housing_record", sheet("old"), folder, at=NOON, issued_on=date(2026, 2, 3))
    operations.add(draft, "housing_record", sheet("new"), folder, at=NOON, issued_on=TODAY)
    shown = state_of(draft, folder, "housing_record", on=date(2026, 3, 10))
    assert [each.age for each in shown.sheets] == [Age.OVER, Age.FRESH]
    assert (shown.age, shown.state, shown.last_day) == (Age.FRESH, State.ADDED, date(2026, 4, 2))


def test_what_is_needed_comes_first_and_what_is_not_called_for_last(draft, folder):
    applying.answer(draft, DOCTOR, at=NOON)
    operations.add(draft, "degree_certificate", sheet("x"), folder, at=NOON)
    operations.add(draft, "patent_certificate", sheet("y"), folder, at=NOON)
    states = [proof.state for proof in proofs(draft, folder, on=TODAY)]
    assert states[0] is State.NEEDED
    assert states[-2:] == [State.ADDED, State.SPARE]


KINDS = st.builds(
    lambda months: EvidenceKind("x", Text("证", "Proof"), ("pdf",), months), st.integers(min_value=1, max_value=24)
)


@given(KINDS, st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_oldest_date_that_is_named_is_taken_and_none_before_it(kind, on):
    oldest = oldest_valid(kind.expires_after_months, on=on)
    assert valid_until(kind, oldest, on=on) >= on
    before = date.fromordinal(oldest.toordinal() - 1)
    assert add_months(before, kind.expires_after_months) < on
