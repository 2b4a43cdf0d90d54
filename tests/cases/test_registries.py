"""An extract is taken in whole or not at all, kept unreadably, compared with answers, and deleted on its day."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from xlsxwriter import Workbook

from rules.policy import Registry
from talent.applications.queries import policy_of
from talent.audit.models import Record
from talent.cases.queries import findings
from talent.cases.registries import operations
from talent.cases.registries.errors import DayUnfit, ExtractKnown, ExtractRefused, NotAnExtract, NotConfirmed
from talent.cases.registries.jobs import delete_due
from talent.cases.registries.models import Extract, ExtractRow
from talent.cases.registries.queries import Heard, compared, matched, report, unconnected
from talent.database import db
from talent.web.access import Role
from tests.conftest import NOON

#: The right number of somebody who has no account here.
STRANGER = "330702199005019017"
DAY = date(2026, 2, 20)
TITLES = ("身份证号", "您的最高学位", "full_time", "无关的列")


@pytest.fixture(autouse=True)
def page(app):
    """What is said is said in the language of a page."""
    with app.test_request_context():
        yield


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER)


def csv_of(*rows, titles=TITLES, encoding="utf-8"):
    return "\n".join(",".join(row) for row in (titles, *rows)).encode(encoding)


def book_of(*rows, titles=TITLES):
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((titles, *rows)):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def take_in(case, officer, content, *, registry=Registry.DEGREES, at=NOON, on=DAY):
    given = {"registry": registry, "policy": policy_of(case.application), "dated_on": on}
    return operations.take_in(content, **given, filename="学位.csv", officer=officer, at=at)


def number_of(case):
    return case.application.applicant.identity_number


@pytest.mark.parametrize("write", [csv_of, book_of, lambda *rows: csv_of(*rows, encoding="gb18030")])
def test_answers_agree_differ_or_are_not_in_it(case, officer, write):
    assert unconnected(case) == list(Registry)
    extract = take_in(case, officer, write((number_of(case), "博士", "否", "x"), (STRANGER, "master", "", "y")))
    said = compared(case)
    assert {name: each.heard for name, each in said.items()} == {"degree": Heard.AGREES, "full_time": Heard.DIFFERS}
    assert (said["degree"].on, Registry.DEGREES in unconnected(case)) == (DAY, False)
    assert (extract.row_count, matched(extract)) == (2, 1)
    assert [(each.id, len(found)) for each, found in report(extract)[0]] == [(case.id, 2)]


def test_who_is_not_in_it_is_said_to_be_absent_and_a_newer_extract_counts(case, officer):
    take_in(case, officer, csv_of((STRANGER, "博士", "是", "")))
    assert {each.heard for each in compared(case).values()} == {Heard.ABSENT}
    newer = csv_of((number_of(case), "master"), titles=TITLES[:2])
    take_in(case, officer, newer, on=DAY + timedelta(days=1))
    assert {name: each.heard for name, each in compared(case).items()} == {
        "degree": Heard.DIFFERS,
        "full_time": Heard.ABSENT,
    }


def test_numbers_and_facts_are_not_kept_readable(case, officer):
    take_in(case, officer, csv_of((STRANGER, "博士", "是", "")))
    kept = db.session.execute(text("SELECT identity_lookup, said FROM registry_row")).one()
    assert STRANGER not in kept[0]
    assert b"doctor" not in bytes(kept[1])


def test_every_wrong_line_is_said_and_nothing_is_taken_in(case, officer):
    wrong = csv_of(
        (STRANGER, "博士", "是", ""), (STRANGER, "硕士", "是", ""), (STRANGER[:-1] + "1", "博士", "", ""),
        (number_of(case), "神仙", "大概", ""), ("", "", "", ""), ("", "博士", "", ""),
    )  # fmt: skip
    with pytest.raises(ExtractRefused) as refused:
        take_in(case, officer, wrong)
    assert [each.line for each in refused.value.problems] == [3, 4, 5, 5, 7]
    assert db.session.scalars(select(Extract)).all() == db.session.scalars(select(ExtractRow)).all() == []


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\xff\xfe", b"PK\x03\x04 no book", csv_of(("x",), titles=("名字",)), csv_of(titles=TITLES),
        csv_of((STRANGER,), titles=("身份证号",)), csv_of(("博士",), titles=("您的最高学位",)),
    ],
)  # fmt: skip
def test_what_is_no_extract_is_refused(case, officer, content):
    with pytest.raises(NotAnExtract):
        take_in(case, officer, content)


def test_the_same_file_and_a_day_ahead_are_refused(case, officer):
    content = csv_of((STRANGER, "博士", "是", ""))
    with pytest.raises(DayUnfit):
        take_in(case, officer, content, on=NOON.date() + timedelta(days=2))
    take_in(case, officer, content)
    with pytest.raises(ExtractKnown):
        take_in(case, officer, content)


def test_one_press_verifies_what_agrees_and_nothing_else(case, clerk, officer):
    take_in(case, officer, csv_of((number_of(case), "博士", "否", "")))
    found = operations.confirm(case, fact="degree", clerk=clerk, at=NOON)
    assert found.note
    assert findings(case)["degree"].state == "verified"
    for fact in ("full_time", "lease", "nothing"):
        with pytest.raises(NotConfirmed):
            operations.confirm(case, fact=fact, clerk=clerk, at=NOON)


def test_an_extract_is_deleted_on_its_day(case, officer):
    take_in(case, officer, csv_of((number_of(case), "博士", "是", "")))
    db.session.commit()
    assert delete_due(NOON + operations.KEPT - timedelta(days=1)) == 0
    assert delete_due(NOON + operations.KEPT) == 1
    assert db.session.scalars(select(ExtractRow)).all() == []
    deleted = db.session.scalars(select(Record).where(Record.action == "extract deleted")).one()
    assert deleted.actor_id is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_take_in_report_confirm_and_delete(client, case, clerk, officer, app):
    place = "degrees:jinhua-future-community-talent"
    day = {"dated_on-year": "2026", "dated_on-month": "2", "dated_on-day": "20"}
    client.sign_in(officer.email)
    assert client.get("/registries/new").status_code == 200

    def send(content):
        file = (io.BytesIO(content), "学位.csv")
        return client.post("/registries/new", data={"place": place, **day, "file": file})

    assert "3" in send(csv_of((STRANGER, "博士", "", ""), (STRANGER, "博士", "", ""))).text
    assert db.session.scalars(select(Extract)).all() == []
    assert send(csv_of((number_of(case), "博士", "是", ""))).status_code == 302
    assert case.reference in client.get("/registries/1").text
    assert "registries/1" in client.get("/registries/").text
    client.post("/logout")
    client.sign_in(clerk.email)
    press = f"/cases/{case.reference}/answers/degree/registry"
    assert press in client.get(f"/cases/{case.reference}").text
    assert client.post(press).status_code == 302
    assert press not in client.get(f"/cases/{case.reference}").text
    assert client.post("/registries/1/delete").status_code == 403
    client.post("/logout")
    client.sign_in(case.application.applicant.email)
    assert client.get("/account/data").status_code == 200
    client.post("/logout")
    client.sign_in(officer.email)
    assert client.post("/registries/1/delete").status_code == 302
    assert client.get("/registries/1").status_code == 404
