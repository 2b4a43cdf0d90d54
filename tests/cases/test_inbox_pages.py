"""The inbox on its pages: who may, what is told, nothing lost on the way."""

import re

import pytest
from sqlalchemy import select

from talent.cases import queries as known
from talent.cases.inbox import operations
from talent.cases.inbox.models import InboxEntry, SavedFilter
from talent.cases.models import CaseStage
from talent.cases.requests.models import Request
from talent.database import db
from talent.web.access import Role
from tests.cases.conftest import REASON, verify_everything
from tests.conftest import NOON, Visitor

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
def colleague(people):
    return people("colleague@example.org", Role.CLERK, name="同事")


def assignees() -> dict[str, int | None]:
    db.session.rollback()
    return dict(db.session.execute(select(InboxEntry.reference, InboxEntry.assignee_id)).tuples().all())


def stage_of(reference: str) -> CaseStage | None:
    db.session.rollback()
    return db.session.scalar(select(InboxEntry.stage).where(InboxEntry.reference == reference))


def do(visitor, way: str, **data: object) -> str:
    """Send a form of the list, and return the page that answers."""
    return visitor.post(f"/cases/{way}", data={"back": "", **data}, follow_redirects=True).text


def rows(page: str) -> list[str]:
    return re.findall(r'name="case" value="([^"]+)"', page)


def test_chosen_cases_are_taken_on_and_what_is_not_is_named(visit, case, submit, clerk, colleague):
    taken = known.case_of_application(submit("second@example.org"))
    mine, theirs, me, they = case.reference, taken.reference, clerk.id, colleague.id
    seen = rows(visit(clerk).get("/cases/").text)
    assert seen == [f"{mine}:0", f"{theirs}:0"]
    operations.claim(taken, clerk=colleague, at=NOON)
    page = visit(clerk).post("/cases/selection", data={"case": seen, "action": "claim", "back": "show=mine"}).text
    assert "You took on 1 case." in page
    assert "同事 works on this case" in page
    assert "/cases/?show=mine" in page
    assert assignees() == {mine: me, theirs: they}
    stale = {"case": [f"{theirs}:0"], "action": "assign", "clerk": me, "back": ""}
    assert "Meanwhile the case went to 同事" in visit(clerk).post("/cases/selection", data=stale).text
    assert assignees()[theirs] == they


def test_only_certain_cases_with_all_evidence_are_recommended_together(visit, case, submit, clerk):
    unverified = known.case_of_application(submit("second@example.org")).reference
    verify_everything(case, clerk)
    seen = rows(visit(clerk).get("/cases/").text)
    page = do(visit(clerk), "selection", case=seen, action="recommend")
    shown = rows(page)
    assert [row.partition(":")[0] for row in shown] == [case.reference]
    assert unverified in page
    refused = do(visit(clerk), "selection/recommendation", case=shown, reason="x")
    assert "Write a reason of 10 to 2,000 characters." in refused
    assert stage_of(case.reference) is CaseStage.ARRIVED
    forged = [*shown, f"{unverified}:1"]
    done = do(visit(clerk), "selection/recommendation", case=forged, reason=REASON)
    assert "1 case is with the approver now." in done
    assert (stage_of(case.reference), stage_of(unverified)) == (CaseStage.RECOMMENDED, CaseStage.ARRIVED)


def test_several_applicants_are_asked_the_same_once(visit, case, submit, clerk):
    second = known.case_of_application(submit("second@example.org")).reference
    seen = rows(visit(clerk).get("/cases/").text)
    page = do(visit(clerk), "selection", case=seen, action="ask")
    sent = {"case": rows(page), "key": re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)[1], "days": "5"}
    assert "Write a question" in visit(clerk).post("/cases/selection/question", data={**sent, "question": "?"}).text
    sent["question"] = "请补充一份 2026 年的社会保险证明。"
    assert "2 applicants were asked." in visit(clerk).post("/cases/selection/question", data=sent).text
    assert "Nothing was changed" in visit(clerk).post("/cases/selection/question", data=sent).text
    assert len(db.session.scalars(select(Request.case_id)).all()) == 2
    assert stage_of(second) is CaseStage.WAITING
    assert set(assignees().values()) == {clerk.id}


def test_nothing_chosen_and_no_clerk_are_told_so(visit, case, clerk, approver):
    answer = visit(clerk).post("/cases/selection", data={"action": "claim", "back": "show=green"})
    assert answer.location == "/cases/?show=green"
    row = f"{case.reference}:0"
    assert (
        visit(approver).post("/cases/selection", data={"case": row, "action": "claim", "back": ""}).status_code >= 400
    )
    assert assignees()[case.reference] is None


def test_the_workload_gives_out_what_nobody_has(visit, case, submit, colleague, approver):
    submit("second@example.org")
    assert visit(colleague).get("/cases/workload").status_code == 403
    page = visit(approver).get("/cases/workload").text
    assert "Unassigned: 2" in page
    assert (
        "1 case was given" in visit(approver).post("/cases/workload", data={"number": "1", "clerk": colleague.id}).text
    )
    assert assignees()[case.reference] == colleague.id
    assert "Every open case has its clerk." not in visit(approver).get("/cases/workload").text


def test_a_case_goes_by_the_green_channel_from_its_page(visit, case, clerk):
    at = f"/cases/{case.reference}"
    assert "Nobody yet." in visit(clerk).get(at).text
    visit(clerk).post(f"{at}/assignee", data={"action": "claim", "seen": "0"})
    visit(clerk).post(f"{at}/green-channel", data={"reason": "孩子九月入学"})
    page = visit(clerk).get(at).text
    assert "孩子九月入学" in page
    assert "经办人, since" in page
    assert case.reference in visit(clerk).get("/cases/?show=green").text
    visit(clerk).post(f"{at}/green-channel", data={"reason": ""})
    assert case.reference not in visit(clerk).get("/cases/?show=green").text


def test_a_filter_is_saved_offered_and_deleted_by_its_owner(visit, case, clerk, colleague):
    kept = visit(clerk).post("/cases/filters", data={"name": "大额", "query": "show=mine&amount_from=1000"})
    assert kept.location == "/cases/?show=mine&amount_from=1000"
    page = visit(clerk).get("/cases/").text
    assert "/cases/?show=mine&amp;amount_from=1000" in page
    number = db.session.scalar(select(SavedFilter.id))
    assert visit(colleague).post(f"/cases/filters/{number}/delete", data={"query": ""}).status_code == 404
    assert (
        visit(clerk).post(f"/cases/filters/{number}/delete", data={"query": "show=mine"}).location.endswith("show=mine")
    )
    assert db.session.scalar(select(SavedFilter.id)) is None
