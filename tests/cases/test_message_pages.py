"""The thread on the status page and on the page of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.cases import operations as cases
from talent.cases.correspondence import queries
from talent.cases.correspondence.models import CaseMessage
from talent.database import db, now
from talent.web.access import Role
from tests.cases.test_correspondence import write
from tests.cases.test_pages import text_of, visit  # noqa: F401 - the fixture

KEY = "0" * 32


@pytest.fixture
def applicant(visit, case):  # noqa: F811
    return visit(case.application.applicant)


@pytest.fixture
def page(case) -> str:
    return f"/applications/{case.reference}"


def test_both_sides_write_and_read(visit, clerk, case, applicant, page):  # noqa: F811
    sent = applicant.post(f"{page}/messages", data={"key": KEY, "text": "请问还需要多久？"})
    assert sent.location.endswith("#messages")
    bureau = visit(clerk).get(f"/cases/{case.reference}").text
    assert "请问还需要多久？" in bureau
    visit(clerk).post(f"/cases/{case.reference}/messages", data={"key": KEY[::-1] + "", "text": "大约一周。"})
    assert queries.unseen_count(case, by_applicant=True) in {0, 1}


def test_opening_the_page_marks_messages_read(visit, clerk, case, applicant, page):  # noqa: F811
    write(case, clerk, "大约一周。", at=now())
    first, second = applicant.get(page).text, applicant.get(page).text
    assert "New" in text_of_thread(first)
    assert "New" not in text_of_thread(second)
    assert clerk.name not in second
    assert "Not read yet" not in visit(clerk).get(f"/cases/{case.reference}").text


def text_of_thread(page: str) -> str:
    return page[page.index('id="messages"') :]


def test_looking_is_not_reading_for_who_does_not_answer(visit, people, case):  # noqa: F811
    write(case, case.application.applicant, at=now())
    auditor = visit(people("auditor@example.org", Role.AUDITOR))
    assert "请问还需要多久？" in auditor.get(f"/cases/{case.reference}").text
    assert queries.unseen_count(case, by_applicant=False) == 1
    assert "<textarea" not in auditor.get(f"/cases/{case.reference}/messages").text
    answer = auditor.post(f"/cases/{case.reference}/messages", data={"key": KEY, "text": "我也来说。"})
    assert answer.status_code == 403


def test_a_message_that_is_too_long_is_told_in_place_and_kept(applicant, page):
    answer = applicant.post(f"{page}/messages", data={"key": KEY, "text": "长" * 5000})
    assert answer.status_code == 200
    assert "longer than 2,000 characters" in answer.text
    assert "长" * 5000 in answer.text
    assert "Write your message first." in applicant.post(f"{page}/messages", data={"key": KEY, "text": " "}).text


def test_a_double_click_sends_once(applicant, page):
    for _click in range(2):
        assert applicant.post(f"{page}/messages", data={"key": KEY, "text": "请问？"}).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(CaseMessage)) == 1


def test_what_is_written_is_shown_as_text(applicant, case, clerk, page):
    write(case, clerk, "<script>alert(1)</script> \u202eevil שלום 🏠", at=now())
    answer = applicant.get(page).text
    assert "<script>alert" not in answer
    assert 'dir="auto">&lt;script&gt;' in answer


def test_sixty_days_after_the_decision_the_page_says_why_nobody_writes(recommended_case, approver, visit):  # noqa: F811
    cases.approve(recommended_case, approver=approver, at=now() - timedelta(days=61))
    visitor, page = visit(recommended_case.application.applicant), f"/applications/{recommended_case.reference}"
    assert "more than 60 days ago" in visitor.get(page).text
    assert "<textarea" not in visitor.get(page).text
    answer = visitor.post(f"{page}/messages", data={"key": KEY, "text": "请问？"})
    assert answer.status_code == 409
    assert "more than 60 days ago" in answer.text


def test_somebody_elses_thread_is_not_found(visit, people, case, page):  # noqa: F811
    stranger = visit(people("stranger@example.org", Role.APPLICANT))
    assert stranger.get(f"{page}/messages").status_code == 404
    assert stranger.post(f"{page}/messages", data={"key": KEY, "text": "请问？"}).status_code == 404
    assert stranger.get(f"/cases/{case.reference}/messages").status_code == 403


def test_what_was_typed_survives_a_sign_out(applicant, case, page):
    applicant.post("/logout")
    sent = {"key": KEY, "text": "写了一半的话"}
    refused = applicant.post(f"{page}/messages", data=sent, headers={"Origin": "http://localhost"})
    assert refused.location.startswith("/login")
    applicant.sign_in(case.application.applicant.email)
    assert "写了一半的话" in applicant.get(f"{page}/messages").text


def test_the_texts_are_one_after_another(visit, clerk, case):  # noqa: F811
    for number in range(6):
        write(case, clerk, f"第 {number} 条", at=now())
    page = text_of(visit(clerk).get(f"/cases/{case.reference}"))
    assert "Show 2 earlier messages" in page
    assert "第 5 条" in page and "第 1 条" not in page
    assert "第 1 条" in visit(clerk).get(f"/cases/{case.reference}/messages").text
