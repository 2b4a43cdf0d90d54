"""Everybody sees what is on show, with the name masked, and can object; an approver who had no part decides."""

from datetime import timedelta

import pytest

from talent.awards.public_notices import operations, queries
from talent.awards.public_notices.models import Finding
from talent.database import db, now
from talent.web.access import Role
from tests.awards.test_public_notices import WHY
from tests.conftest import Visitor


@pytest.fixture
def notice(shown_case):
    """A notice that is on show today."""
    found = queries.notice_of(shown_case)
    found.opens_on, found.closes_on = now().date() - timedelta(days=1), now().date() + timedelta(days=3)
    db.session.commit()
    return found


@pytest.fixture
def visitor(app):
    """Return a visitor who reads English: signed in as somebody, or not."""

    def made(email: str | None = None) -> Visitor:
        client = Visitor(app, app.response_class)
        if email:
            client.sign_in(email)
        client.get("/language/en")
        return client

    return made


def test_the_list_and_the_sheet_mask_the_name_and_lead_to_no_application(notice, visitor):
    application = notice.case.application
    for address in ("/notices/", f"/notices/sheet/{application.pilot.slug}", f"/notices/{notice.id}/objection"):
        page = visitor().get(address).text
        assert f"{application.applicant.name[0]}**" in page
        assert application.applicant.name not in page and notice.case.reference not in page


def test_what_is_not_on_show_is_not_found(notice, visitor):
    number = notice.id
    notice.closes_on = now().date() - timedelta(days=2)
    notice.opens_on = notice.closes_on - timedelta(days=7)
    db.session.commit()
    assert visitor().get(f"/notices/{number}/objection").status_code == 404
    assert "Nothing is on show now" in visitor().get("/notices/").text


def test_anybody_objects_and_another_approver_decides(notice, visitor, people, approver):
    people("second@example.org", Role.APPROVER)
    number, reference, own = notice.id, notice.case.reference, approver.email
    address = f"/notices/{number}/objection"
    assert "Give an e-mail address" in visitor().post(address, data={"name": "王五", "email": "x", "reason": WHY}).text
    sent = visitor().post(address, data={"name": "王五", "email": "wang@example.org", "reason": WHY})
    assert sent.status_code == 302
    second = visitor("second@example.org")
    assert WHY in second.get("/objections").text
    assert "Decide the objection" in second.get(f"/cases/{reference}").text
    decision = f"/cases/{reference}/objections/1"
    assert visitor(own).get(decision).status_code == 409
    answer = {"finding": Finding.UPHELD.value, "reason": "已到现场核实，情况属实。"}
    assert second.post(decision, data=answer).status_code == 302
    assert "Upheld: nothing is paid" in second.get(f"/cases/{reference}").text


def test_the_applicant_sees_the_notice_on_the_timeline_and_not_the_objector(notice, visitor):
    operations.object_to(
        notice, name="王五", email="wang@example.org", reason=WHY, language="zh", person=None, at=now()
    )
    db.session.commit()
    case = notice.case
    page = visitor(case.application.applicant.email).get(f"/applications/{case.reference}").text
    assert "On public notice until" in page and "An objection was raised" in page
    assert "王五" not in page and WHY not in page
