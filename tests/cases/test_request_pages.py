"""The pages on which a clerk asks and an applicant answers: told in place, nothing lost, nothing doubled."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.cases import operations as cases
from talent.cases.correspondence.models import CaseMessage
from talent.cases.models import CaseStage, VerificationState
from talent.cases.requests import answering, operations
from talent.cases.requests.models import Request, RequestItem
from talent.database import db, now
from talent.web.access import Role
from tests.cases.asking import CONTRACT, LEASE, OWN, ask, fill, item
from tests.cases.conftest import REASON
from tests.cases.test_pages import text_of, visit  # noqa: F401 - the fixture
from tests.conftest import NOON

KEY = "0" * 32
ASKS = {"answer-contract_months": "y", "answer-contract_months-why": "合同写的是 36 个月，请核对。", "days": "10"}


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.effect_noise((20, 20), 50).save(out, "PNG")
    out.seek(0)
    return out, "租约 📄.png"


def form_of(case, **values: str) -> dict[str, str]:
    return {**ASKS, "seen": str(case.version), "key": KEY, **values}


@pytest.fixture
def applicant(visit, case):  # noqa: F811
    return visit(case.application.applicant)


@pytest.fixture
def asked(case, clerk) -> Request:
    """What the clerk asks today, so that the pages, which know the clock, find it open and not overdue."""
    return ask(case, clerk, CONTRACT, LEASE, OWN, at=now())


@pytest.fixture
def address(case) -> str:
    return f"/applications/{case.reference}/requests/1"


def answers(asked: Request, **values: object) -> dict[str, object]:
    """What stands in the form, by the names of the fields."""
    ids = {each.subject or "own": each.id for each in asked.items}
    seen = {f"seen-{each.id}": str(each.version) for each in asked.items}
    names = {"own": f"said-{ids.get('own')}", "lease": f"document-{ids.get('lease')}", "cannot": f"said-{ids['lease']}"}
    return {**seen, **{names.get(name, name): value for name, value in values.items()}}


def test_the_clerk_asks_and_the_applicant_sees_it_on_top(visit, clerk, case, applicant):  # noqa: F811
    page = visit(clerk).get(f"/cases/{case.reference}/request")
    assert "Answered: 60 months" in page.text
    answer = visit(clerk).post(f"/cases/{case.reference}/request", data=form_of(case))
    assert answer.status_code == 302
    assert "It is the applicant" in text_of(visit(clerk).get(f"/cases/{case.reference}"))
    status = applicant.get(f"/applications/{case.reference}")
    assert "Your turn: please answer by" in status.text
    assert f"/applications/{case.reference}/requests/1" in status.text
    assert "Your turn" in applicant.get("/applications/").text


def test_a_double_click_asks_once(visit, clerk, case):  # noqa: F811
    form = form_of(case)
    for _click in range(2):
        assert visit(clerk).post(f"/cases/{case.reference}/request", data=form).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1


def test_a_second_request_is_told_that_there_is_one(visit, clerk, case, asked):  # noqa: F811
    answer = visit(clerk).post(f"/cases/{case.reference}/request", data=form_of(case))
    assert answer.status_code == 409
    assert "yours was not sent" in answer.text
    assert visit(clerk).get(f"/cases/{case.reference}/request").status_code == 409


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"answer-contract_months": ""}, "Choose at least one answer or document"),
        ({"answer-contract_months-why": "?"}, "Say in 5 to 500 characters"),
        ({"answer-contract_months-why": "长" * 501}, "Say in 5 to 500 characters"),
        ({"question-2": "why"}, "Say in 5 to 500 characters"),
        ({"days": "0"}, "between 1 and 60 working days"),
        ({"days": "soon"}, "between 1 and 60 working days"),
    ],
)
def test_what_is_wrong_with_a_request_is_told_beside_it(visit, clerk, case, changed, says):  # noqa: F811
    answer = visit(clerk).post(f"/cases/{case.reference}/request", data=form_of(case, **changed))
    assert answer.status_code == 200
    assert says in answer.text
    assert "govuk-error-summary" in answer.text
    assert case.stage is CaseStage.ARRIVED


def test_facts_that_are_not_of_the_policy_are_not_asked(visit, clerk, case):  # noqa: F811
    form = form_of(
        case, **{"answer-contract_months": "", "answer-shoe_size": "y", "answer-shoe_size-why": "鞋码几号？"}
    )
    assert "Choose at least one" in visit(clerk).post(f"/cases/{case.reference}/request", data=form).text


def test_the_documents_of_what_is_not_proved_are_ticked(visit, clerk, case):  # noqa: F811
    refused = {"state": VerificationState.REFUSED, "note": "缺页"}
    cases.verify(case, fact="contract_months", **refused, clerk=clerk, at=NOON)
    page = visit(clerk).get(f"/cases/{case.reference}/request").text
    ticked = re.findall(r'name="((?:document|answer)-\w+)" type="checkbox" value="y" checked', page)
    assert ticked == ["document-labour_contract"]


def test_only_clerks_ask(visit, people, case):  # noqa: F811
    for role in (Role.APPROVER, Role.OFFICER, Role.AUDITOR, Role.APPLICANT):
        visitor = visit(people(f"{role}@example.org", role))
        assert visitor.get(f"/cases/{case.reference}/request").status_code == 403


def test_recommending_from_a_stale_page_saves_nothing(visit, clerk, verified_case):  # noqa: F811
    form = {"reason": REASON, "seen": str(verified_case.version)}
    form |= {f"incentive-{each.incentive}": "yes" for each in verified_case.incentives if each.verdict == "granted"}
    ask(verified_case, clerk, OWN)
    answer = visit(clerk).post(f"/cases/{verified_case.reference}/recommendation", data=form)
    assert answer.status_code == 409
    assert "nothing was saved" in answer.text
    assert verified_case.stage is CaseStage.WAITING


def test_everything_is_answered_on_one_page_and_sent(applicant, case, asked, address):
    page = applicant.get(address).text
    assert "合同写的是 36 个月，请核对。" in page
    assert "60 months" in page
    data = answers(asked, contract_months="36", lease=photo(), own="三号楼", send="1")
    assert applicant.post(address, data=data).location.endswith(f"/applications/{case.reference}")
    db.session.refresh(case)
    assert case.stage is CaseStage.ARRIVED
    assert applications.facts_of(case.application)["contract_months"] == 36
    assert "Your answer is sent" in applicant.get(f"/applications/{case.reference}").text
    assert "60 months" in applicant.get(address).text


def test_what_is_right_is_kept_when_something_else_is_wrong(applicant, case, asked, address):
    bad = (io.BytesIO(b""), "empty.pdf")
    page = applicant.post(address, data=answers(asked, contract_months="many", lease=bad, own="三号楼"))
    assert page.status_code == 200
    assert 'value="many"' in page.text
    assert "empty.pdf: The file is empty." in page.text
    db.session.refresh(asked)
    assert [each.is_answered for each in asked.items] == [False, False, True]
    assert "三号楼" in applicant.get(address).text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 broken", "The PDF cannot be opened: it is damaged."),
        (b"PK\x03\x04" + b"\0" * 200, "This is an office file or an archive."),
        (b"", "The file is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_in_place(applicant, asked, address, content, says):
    page = applicant.post(address, data=answers(asked, lease=(io.BytesIO(content), "x.pdf"), send="1"))
    assert says in page.text
    assert asked.is_open


def test_a_file_can_be_looked_at_and_removed(applicant, asked, address):
    applicant.post(address, data=answers(asked, lease=photo()))
    db.session.refresh(asked)
    (file,) = item(asked, "lease").documents
    shown = applicant.get(f"/applications/requests/documents/{file.id}/page.webp")
    assert shown.mimetype == "image/webp"
    applicant.post(address, data=answers(asked, own="三号楼", remove=str(file.id)))
    db.session.refresh(asked)
    assert [each.is_answered for each in asked.items] == [False, False, True]


def test_sending_with_something_open_says_what(applicant, asked, address):
    answer = applicant.post(address, data=answers(asked, contract_months="36", send="1"))
    assert answer.location.endswith("unanswered=1")
    page = applicant.get(answer.location).text
    assert page.count("or say why you cannot.") >= 4
    assert "Answer no. 2" in page and "Answer no. 1" not in page


def test_a_double_click_on_send_is_one_answer(applicant, case, asked, address):
    data = answers(asked, contract_months="36", cannot="房东不肯给。", own="三号楼", send="1")
    first, second = applicant.post(address, data=data), applicant.post(address, data=data)
    assert first.location == second.location == f"/applications/{case.reference}"
    assert db.session.scalar(select(func.count()).select_from(CaseMessage)) == 0


def test_another_tab_does_not_overwrite_what_was_saved_meanwhile(applicant, asked, address):
    old = answers(asked, contract_months="24")
    fill(asked, contract_months=36)
    page = applicant.post(address, data=old)
    assert "in another window meanwhile" in page.text
    db.session.refresh(asked)
    assert item(asked, "contract_months").value == 36
    form = dict(re.findall(r'name="(seen-\d+)" type="hidden" value="(\d+)"', page.text))
    applicant.post(address, data={**old, **form})
    db.session.expire_all()
    assert db.session.get(RequestItem, item(asked, "contract_months").id).value == 24


def test_answering_what_was_withdrawn_is_told(applicant, asked, address, clerk):
    operations.withdraw(asked, clerk=clerk, at=now())
    answer = applicant.post(address, data=answers(asked, contract_months="36", send="1"))
    assert answer.status_code == 409
    assert "withdrawn this request meanwhile" in answer.text
    assert "You need not answer it any more" in applicant.get(address).text


def test_answering_after_the_decision_changes_nothing(applicant, case, asked, clerk, approver):
    address = f"/applications/{case.reference}/requests/1"
    fill(asked, contract_months=60, lease_said="没有", None_said="三号楼")
    answering.send(asked, at=now())
    cases.recommend(case, clerk=clerk, incentives=[], reason=REASON, at=now())
    cases.approve(case, approver=approver, at=now())
    answer = applicant.post(address, data=answers(asked, contract_months="12"))
    assert answer.status_code == 409
    db.session.expire_all()
    assert applications.facts_of(case.application)["contract_months"] == 60


def test_a_request_of_somebody_else_is_not_found(visit, people, case, asked, address):  # noqa: F811
    stranger: Person = people("stranger@example.org", Role.APPLICANT)
    assert visit(stranger).get(address).status_code == 404
    assert visit(stranger).post(address, data=answers(asked, own="我")).status_code == 404
    assert visit(case.application.applicant).get(address.replace("/1", "/2")).status_code == 404


def test_questions_that_follow_appear_on_the_page(visit, clerk, submit):  # noqa: F811
    from talent.cases import queries
    from talent.cases.requests.models import ItemKind
    from talent.cases.requests.operations import Wanted
    from tests.applications.conftest import DOCTOR

    plain = {name: value for name, value in DOCTOR.items() if name not in {"monthly_rent", "rent_months_received"}}
    case = queries.case_of_application(submit("tenant@example.org", facts={**plain, "lease": "none"}))
    asked = ask(case, clerk, Wanted(ItemKind.ANSWER, "lease", "您租房吗？请再核对。"), at=now())
    tenant, there = visit(case.application.applicant), f"/applications/{case.reference}/requests/1"
    first = {"seen-" + str(asked.items[0].id): "0", "lease": "registered", "send": "1"}
    assert tenant.post(there, data=first).status_code == 302
    page = tenant.get(there).text
    assert "Monthly rent" in page
    assert "This follows from what you answered above." in page
    assert case.stage is CaseStage.WAITING


def test_the_clerk_sees_old_and_new_values_and_what_they_change(visit, clerk, case, asked):  # noqa: F811
    page = text_of(visit(clerk).get(f"/cases/{case.reference}"))
    assert page.count("Not answered yet") == 3
    fill(asked, contract_months=12, lease_said="房东不肯给。", None_said="<b>三号楼</b>")
    page = text_of(visit(clerk).get(f"/cases/{case.reference}"))
    assert "Filled in, not sent" in page
    assert "房东不肯给。" not in page
    answering.send(asked, at=now())
    answer = visit(clerk).get(f"/cases/{case.reference}")
    assert "<s>60 months</s> → <strong>12 months</strong>" in answer.text
    assert "&lt;b&gt;三号楼&lt;/b&gt;" in answer.text
    assert "Settling-in allowance" in answer.text or "→ not granted" in text_of(answer)


def test_the_list_counts_who_is_waited_for_and_who_has_written(visit, clerk, case, asked, applicant):  # noqa: F811
    applicant.post(f"/applications/{case.reference}/messages", data={"key": KEY, "text": "请问？"})
    page = text_of(visit(clerk).get("/cases/?show=waiting"))
    assert "Waiting for the applicant (1)" in page
    assert "With new messages (1)" in page
    assert case.reference in page
    assert "With new messages (0)" in text_of(
        visit(clerk).get(f"/cases/{case.reference}") and visit(clerk).get("/cases/")
    )


def test_an_answer_that_is_overdue_is_shown_as_such(visit, clerk, case):  # noqa: F811
    ask(case, clerk, OWN, at=now() - timedelta(days=30))
    assert case.reference in visit(clerk).get("/cases/?show=overdue").text
    assert "Answer overdue" in visit(clerk).get(f"/cases/{case.reference}").text


def test_the_clerk_withdraws_a_request(visit, clerk, case, asked):  # noqa: F811
    answer = visit(clerk).post(f"/cases/{case.reference}/requests/1/withdraw")
    assert answer.status_code == 302
    db.session.refresh(case)
    assert case.stage is CaseStage.ARRIVED
    assert visit(clerk).post(f"/cases/{case.reference}/requests/9/withdraw").status_code == 404


def test_a_file_that_is_too_large_is_told_in_place_and_what_was_typed_is_kept(applicant, asked, address):
    large = (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 12 * 1024 * 1024), "large.png")
    page = applicant.post(address, data=answers(asked, contract_months="36", lease=large))
    assert "large.png: The file is larger than 10 MB." in page.text
    db.session.refresh(asked)
    assert [each.is_answered for each in asked.items] == [True, False, False]


def test_what_was_typed_survives_a_sign_out_in_another_tab(applicant, case, asked, address):
    applicant.post("/logout")
    typed = answers(asked, contract_months="36", own="写了一半的话")
    refused = applicant.post(address, data=typed, headers={"Origin": "http://localhost"})
    assert refused.location.startswith("/login")
    applicant.sign_in(case.application.applicant.email)
    page = applicant.get(address).text
    assert "写了一半的话" in page
    assert 'value="36"' in page
