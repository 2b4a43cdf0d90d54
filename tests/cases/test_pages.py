"""What officers see of cases, and what they do on the pages."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.cases import operations, queries
from talent.cases.models import CaseStage, Verification
from talent.database import db, now
from talent.notices.models import Letter
from talent.web.access import Role
from tests.cases.conftest import REASON, against, granted_by_rules, verify_everything
from tests.conftest import NOON, Visitor


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


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_list_says_what_to_expect_while_it_is_empty(visit, clerk):
    assert "No application has arrived yet" in visit(clerk).get("/cases/").text


def test_the_list_shows_reference_name_community_verdict_stage_and_due_day(visit, clerk, case):
    page = text_of(visit(clerk).get("/cases/"))
    for expected in (case.reference, "陈晓", "Shanzuitou Community", "3 incentives", "With the clerk", "30 March 2026"):
        assert expected in page


@pytest.mark.parametrize("words", ["陈", "REFERENCE"])
def test_a_case_is_found_by_name_or_reference(visit, clerk, case, submit, words):
    other = submit("other@example.org", name="王小明")
    search = case.reference.lower() if words == "REFERENCE" else words
    page = visit(clerk).get("/cases/", query_string={"search": search}).text
    assert case.reference in page
    assert other.reference not in page


def test_a_search_takes_wildcards_as_letters(visit, clerk, case):
    assert "No case matches" in visit(clerk).get("/cases/", query_string={"search": "%"}).text


@pytest.mark.parametrize(
    ("order", "expected"),
    [("newest", ["third", "second", "first"]), ("oldest", ["first", "second", "third"])],
)
def test_cases_are_sorted_as_asked(visit, clerk, submit, order, expected):
    for days, name in enumerate(("first", "second", "third")):
        submit(f"{name}@example.org", name=name, at=NOON + timedelta(days=days))
    page = visit(clerk).get(f"/cases/?order={order}").text
    assert sorted(expected, key=lambda name: page.index(f">{name}<")) == expected


def test_the_most_urgent_come_first_and_decided_ones_last(visit, clerk, approver, submit):
    made = {
        name: queries.case_of_application(submit(f"{name}@example.org", name=name, at=at))
        for name, at in (("done", NOON), ("overdue", NOON + timedelta(days=1)), ("fresh", now()))
    }
    operations.recommend(made["done"], clerk=clerk, incentives=[], reason=REASON, at=now())
    operations.approve(made["done"], approver=approver, at=now())
    page = visit(clerk).get("/cases/").text
    assert sorted(made, key=lambda name: page.index(f">{name}<")) == ["overdue", "fresh", "done"]
    overdue = visit(clerk).get("/cases/?show=overdue").text
    assert made["overdue"].reference in overdue
    assert made["fresh"].reference not in overdue
    assert made["done"].reference not in overdue


def test_the_list_has_pages_and_keeps_the_search_on_them(visit, clerk, submit):
    for number in range(21):
        submit(f"p{number}@example.org", name=f"陈{number}", place=("tianchuan", "xiachemen")[number % 2])
    first = visit(clerk).get("/cases/?search=陈").text
    after = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
    assert "search=%E9%99%88" in after
    page = visit(clerk).get(after).text
    assert page.count('<th scope="row"') == 1
    assert 'rel="prev"' in page


def test_the_sheet_holds_all_cases_and_no_formula(visit, clerk, submit):
    submit("formula@example.org", name="=HYPERLINK(1)")
    answer = visit(clerk).get("/cases/export.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[1][1] == "'=HYPERLINK(1)"
    assert float(rows[1][7]) > 200_000


def test_applicants_and_strangers_see_no_cases(client, case):
    assert "/login" in client.get(f"/cases/{case.reference}").location
    client.sign_in("newcomer@example.org")
    assert client.get(f"/cases/{case.reference}").status_code == 403
    assert client.get("/cases/").status_code == 403


def test_an_unknown_reference_is_not_found(visit, clerk):
    assert visit(clerk).get("/cases/AAAA-AAAA").status_code == 404


def test_the_case_shows_answers_beside_documents_reasons_and_clauses(visit, clerk, case):
    answer = visit(clerk).get(f"/cases/{case.reference}")
    page = text_of(answer)
    for expected in ("Your highest degree", "Doctor", "金政办发〔2020〕4号", "It is your turn.", "To be checked"):
        assert expected in page
    for document in case.application.evidence:
        assert f"/applications/evidence/{document.id}/page/1.webp" in answer.text
        assert f"/applications/evidence/{document.id}/file" in answer.text


def test_the_identity_number_is_masked(visit, clerk, case):
    page = visit(clerk).get(f"/cases/{case.reference}").text
    assert case.application.applicant.identity_number not in page
    assert case.application.applicant.masked_identity in page


def test_ids_on_the_page_are_unique(visit, clerk, case):
    ids = re.findall(r'\bid="([^"]+)"', visit(clerk).get(f"/cases/{case.reference}").text)
    assert len(ids) == len(set(ids))


def test_the_clerk_verifies_an_answer(visit, clerk, case):
    visit(clerk).post(f"/cases/{case.reference}/answers/degree", data={"degree-state": "verified"})
    found = db.session.scalars(select(Verification)).one()
    assert (found.fact, found.state, found.clerk_id) == ("degree", "verified", clerk.id)


def test_an_answer_held_unproved_without_a_word_is_asked_for_it(visit, clerk, case):
    answer = visit(clerk).post(f"/cases/{case.reference}/answers/degree", data={"degree-state": "refused"})
    assert "Say why the document does not prove the answer." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Verification)) == 0


def test_one_click_verifies_every_answer_of_a_document(visit, clerk, case):
    visit(clerk).post(f"/cases/{case.reference}/documents/labour_contract")
    facts = set(db.session.scalars(select(Verification.fact)))
    assert facts == {"arrived_on", "contract_months"}


def test_an_approver_cannot_verify(visit, approver, case):
    answer = visit(approver).post(f"/cases/{case.reference}/answers/degree", data={"degree-state": "verified"})
    assert answer.status_code == 403


def chosen(case, **values) -> dict[str, str]:
    return {f"incentive-{name}": "yes" for name in granted_by_rules(case)} | {
        "seen": str(case.version),
        "reason": REASON,
        **values,
    }


def test_the_clerk_recommends_and_the_approver_approves(visit, clerk, approver, verified_case):
    reference = verified_case.reference
    answer = visit(clerk).post(f"/cases/{reference}/recommendation", data=chosen(verified_case))
    assert answer.status_code == 302
    db.session.refresh(verified_case)
    assert verified_case.stage is CaseStage.RECOMMENDED
    second = visit(approver)
    assert REASON in second.get(f"/cases/{reference}/decision").text
    form = {"answer": "approve", "seen": str(verified_case.version)}
    assert second.post(f"/cases/{reference}/decision", data=form).status_code == 302
    assert second.post(f"/cases/{reference}/decision", data=form).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 1
    assert "Granted" in second.get(f"/cases/{reference}").text


def test_recommending_before_verifying_is_refused_and_the_reason_kept(visit, clerk, case):
    answer = visit(clerk).post(f"/cases/{case.reference}/recommendation", data=chosen(case))
    assert "Some answers are not verified." in answer.text
    assert REASON in answer.text


def test_a_recommendation_from_a_stale_page_is_refused_in_words(visit, clerk, verified_case):
    form = chosen(verified_case, seen="0")
    answer = visit(clerk).post(f"/cases/{verified_case.reference}/recommendation", data=form)
    assert answer.status_code == 409
    assert "Nothing was saved" in answer.text


def test_an_approval_from_a_stale_page_is_refused_in_words(visit, approver, recommended_case):
    form = {"answer": "approve", "seen": str(recommended_case.version - 1)}
    answer = visit(approver).post(f"/cases/{recommended_case.reference}/decision", data=form)
    assert answer.status_code == 409
    assert "Nothing was saved" in answer.text


def test_the_same_officer_is_told_that_another_one_is_needed(visit, people, case):
    both = people("both@example.org", Role.CLERK, Role.APPROVER)
    verify_everything(case, both)
    operations.recommend(case, clerk=both, incentives=[], reason=REASON, at=NOON, against=against(case))
    form = {"answer": "approve", "seen": str(case.version)}
    answer = visit(both).post(f"/cases/{case.reference}/decision", data=form)
    assert answer.status_code == 409
    assert "Another officer has to approve" in answer.text


def test_returning_asks_for_a_reason_and_shows_it_to_the_clerk(visit, clerk, approver, recommended_case):
    address = f"/cases/{recommended_case.reference}/decision"
    form = {"answer": "return", "seen": str(recommended_case.version)}
    assert "Write a reason" in visit(approver).post(address, data=form).text
    assert visit(approver).post(address, data={**form, "reason": "请核对社保缴费月数再报。"}).status_code == 302
    page = visit(clerk).get(f"/cases/{recommended_case.reference}/recommendation").text
    assert "请核对社保缴费月数再报。" in page
    assert REASON in page


def test_the_applicant_sees_whose_turn_it_is_and_at_last_the_letter(visit, recommended_case, approver):
    applicant, page = recommended_case.application.applicant, f"/applications/{recommended_case.reference}"
    assert "A second officer decides" in visit(applicant).get(page).text
    operations.approve(recommended_case, approver=approver, at=now())
    assert "/letters/L-2026-" in visit(applicant).get(page).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.APPROVER])
def test_other_officers_read_but_find_no_buttons(visit, people, case, role):
    page = visit(people("reader@example.org", role)).get(f"/cases/{case.reference}")
    assert page.status_code == 200
    assert "/answers/" not in page.text
    assert "the clerk's turn" in page.text.replace("&#39;", "'")
