"""The auditor's view: who, what, about what, when; part by part; with the hashes; no more than a role sees."""

import csv
import io
from datetime import timedelta

import pytest
from python_calamine import load_workbook
from sqlalchemy import select

from talent.audit import queries
from talent.audit.models import Record
from talent.audit.operations import record
from talent.audit.searching import Search
from talent.database import db
from talent.web.access import Role
from tests.conftest import NOON


@pytest.fixture
def told(people):
    """Three entries of two people about one case, days apart, and one about a person."""
    clerk = people("clerk@example.org", Role.CLERK)
    applicant = people("applicant@example.org", Role.APPLICANT)
    for days, action in enumerate(("answer verified", "answer corrected", "case recommended")):
        changed = {"fact": "degree", "from": "bachelor", "to": "doctor"}
        at = NOON + timedelta(days=days)
        record(action, by=clerk.id, about="case:7KQ2-M4XD", at=at, details=changed)
    record("signed in", by=applicant.id, about=f"person:{applicant.id}", at=NOON)
    db.session.commit()
    return clerk, applicant


def found(**asked):
    return [entry.action for entry in queries.part(Search.read(asked)).entries]


def test_the_record_is_searched_by_who_what_about_and_day(told):
    clerk, _applicant = told
    assert found(about="7kq2-m4xd") == ["case recommended", "answer corrected", "answer verified"]
    assert found(who="CLERK@example.org", what="answer corrected") == ["answer corrected"]
    assert found(who=str(clerk.id), first="2026-03-04") == ["case recommended"]
    assert found(who=f"person:{clerk.id}", first="2026-03-03", last="2026-03-03") == ["answer corrected"]
    assert found(who="nobody@example.org") == []
    assert found(about="7KQ2-M4XD", first="when", what="nothing") == found(about="case:7KQ2-M4XD")


def test_the_record_is_read_part_by_part_and_none_is_missed_or_seen_twice(app, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for number in range(5):
        record("thing done", by=None, about="thing", at=NOON + timedelta(days=number // 2), details={"n": number})
    db.session.commit()
    seen, before = [], None
    while True:
        part = queries.part(Search(about="thing"), before=before)
        seen += [entry.details["n"] for entry in part.entries]
        if (before := part.older) is None:
            break
    assert seen == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_auditors_see_from_what_to_what_and_applicants_only_as_numbers(client, people, told):
    people("auditor@example.org", Role.AUDITOR)
    client.sign_in("auditor@example.org")
    client.get("/language/en")
    page = client.get("/audit/").text
    assert "clerk@example.org" in page and "applicant@example.org" not in page
    assert f"Person {told[1].id}" in page
    assert 'bachelor" → "doctor' in page
    assert "Nothing was found" in client.get("/audit/?about=%25%25").text
    assert client.get("/audit/?before=x&first=9999-99-99&who=99999999999999999999").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_not_read_cases_sees_that_but_not_what_was_done_to_them(client, people, told):
    people("admin@example.org", Role.ADMINISTRATOR)
    client.sign_in("admin@example.org")
    client.get("/language/en")
    page = client.get("/audit/?about=7KQ2-M4XD").text
    assert "Details are shown to auditors only" in page and "bachelor" not in page
    assert "bachelor" not in client.get("/audit/export.csv").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_found_is_taken_along_with_its_hashes(client, people, told):
    people("auditor@example.org", Role.AUDITOR)
    client.sign_in("auditor@example.org")
    rows = list(csv.reader(io.StringIO(client.get("/audit/export.csv?about=7KQ2-M4XD").text.lstrip("\ufeff"))))
    entries = db.session.scalars(select(Record).where(Record.about == "case:7KQ2-M4XD").order_by(Record.id.desc()))
    assert [row[-2:] for row in rows[1:]] == [[entry.previous_hash, entry.hash] for entry in entries]
    sheet = load_workbook(io.BytesIO(client.get("/audit/export.xlsx?about=7KQ2-M4XD").data)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == rows[1:]
    assert db.session.scalars(select(Record.details).where(Record.action == "audit record exported")).first() == {
        "kind": "csv",
        "about": "7KQ2-M4XD",
    }
    assert client.get("/audit/export.pdf").status_code == 404
