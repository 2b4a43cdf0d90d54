"""The way of an appeal through the pages, from the status of an application to its answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from talent.cases import operations as deciding
from talent.cases.appeals.models import Appeal, AppealState
from talent.cases.models import Case
from talent.database import db, now
from talent.notices.models import Letter
from talent.web.access import Role
from tests.cases.conftest import REASON, against
from tests.cases.test_appeals import ANSWER, WRONG
from tests.cases.test_pages import text_of
from tests.conftest import Visitor


@pytest.fixture
def visit(app):
    """Sign in, each person in a browser of their own, and read in English."""
    visitors = {}

    def signed_in(person):
        if person.id not in visitors:
            visitors[person.id] = Visitor(app, app.response_class).sign_in(person.email)
            visitors[person.id].get("/language/en")
        return visitors[person.id]

    return signed_in


@pytest.fixture
def refused(verified_case, clerk, approver):
    """A case that was refused just now."""
    deciding.recommend(
        verified_case, clerk=clerk, incentives=[], reason=REASON, at=now(), against=against(verified_case)
    )
    deciding.approve(verified_case, approver=approver, at=now(), read=True)
    db.session.commit()
    return verified_case


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER, name="复核员")


@pytest.fixture
def pages(refused):
    of_case = f"/appeals/{refused.reference}"
    return {"own": f"/applications/{refused.reference}/appeal", "officers": of_case, "answer": f"{of_case}/answer"}


def test_an_appeal_is_filed_from_the_status_page(visit, refused, pages):
    applicant = visit(refused.application.applicant)
    status = applicant.get(f"/applications/{refused.reference}").text
    assert pages["own"] in status and "Last day to appeal" in status
    asked = text_of(applicant.get(pages["own"]))
    assert "You can appeal here until" in asked and "administrative reconsideration" in asked
    assert "10 to 4,000" in text_of(applicant.post(pages["own"], data={"reasons": "short"}))
    applicant.post(pages["own"], data={"reasons": WRONG})
    assert WRONG in applicant.get(pages["own"]).text
    status = text_of(applicant.get(f"/applications/{refused.reference}"))
    assert "You appealed" in status and "Apply again" not in status


def test_who_had_a_part_sees_it_and_does_not_take_it_on(visit, refused, pages, clerk, approver):
    visit(refused.application.applicant).post(pages["own"], data={"reasons": WRONG})
    assert "had a part" in text_of(visit(approver).get(pages["officers"]))
    assert visit(approver).post(f"{pages['officers']}/officer", data={"seen": 0}).status_code == 409
    assert visit(clerk).post(f"{pages['officers']}/officer", data={"seen": 0}).status_code == 403
    assert "Appealed against the decision" in text_of(visit(clerk).get(f"/cases/{refused.reference}"))


def test_an_officer_takes_it_on_and_answers(visit, refused, pages, officer):
    visit(refused.application.applicant).post(pages["own"], data={"reasons": WRONG})
    desk, applicant = visit(officer), visit(refused.application.applicant)
    assert refused.reference in desk.get("/appeals").text
    desk.post(f"{pages['officers']}/officer", data={"seen": 0})
    answer = {"answer": "stands", "reason": ANSWER, "clause": ""}
    assert "Choose the clause" in text_of(desk.post(pages["answer"], data=answer))
    desk.post(pages["answer"], data={**answer, "clause": "review-law"})
    assert "The decision stands" in text_of(desk.get("/appeals?show=closed"))
    told = text_of(applicant.get(pages["own"]))
    assert ANSWER in told and "第二十条第一款" in told


def test_a_case_sent_back_is_with_the_clerks_again(visit, refused, pages, officer, clerk):
    applicant, desk = visit(refused.application.applicant), visit(officer)
    applicant.post(pages["own"], data={"reasons": WRONG})
    desk.post(f"{pages['officers']}/officer", data={"seen": 0})
    desk.post(pages["answer"], data={"answer": "send_back", "reason": ANSWER, "clause": ""})
    anew = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
    assert anew.id != refused.id
    assert anew.reference in applicant.get(pages["own"]).text
    assert "Decided anew after your appeal" in text_of(applicant.get(f"/applications/{anew.reference}"))
    page = visit(clerk).get(f"/cases/{anew.reference}")
    assert ANSWER in page.text and "Write the recommendation" in page.text


def test_who_is_late_is_told_what_else_is_open(visit, refused, pages):
    letter = db.session.scalars(select(Letter)).one()
    letter.issued_at = now() - timedelta(days=90)
    db.session.commit()
    page = text_of(visit(refused.application.applicant).get(pages["own"]))
    assert "The last day to appeal was" in page and "administrative reconsideration" in page
    assert visit(refused.application.applicant).post(pages["own"], data={"reasons": WRONG}).status_code == 409


def test_an_appeal_is_withdrawn(visit, refused, pages):
    applicant = visit(refused.application.applicant)
    applicant.post(pages["own"], data={"reasons": WRONG})
    applicant.post(f"{pages['own']}/withdraw")
    assert db.session.scalars(select(Appeal)).one().state is AppealState.WITHDRAWN
    assert "cannot" not in text_of(applicant.get(pages["own"]))


def test_nobody_else_sees_or_files_an_appeal(visit, refused, pages, people):
    other = visit(people("other@example.org", Role.APPLICANT))
    assert other.get(pages["own"]).status_code == 404
    assert other.post(pages["own"], data={"reasons": WRONG}).status_code == 404
    assert other.get(pages["officers"]).status_code == 403


def test_the_own_data_tell_of_it(visit, refused, pages):
    applicant = visit(refused.application.applicant)
    applicant.post(pages["own"], data={"reasons": WRONG})
    assert WRONG in applicant.get("/account/data").text
