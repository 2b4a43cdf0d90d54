"""The pages of HR, of the person who is asked, and of the administrator; and who gets to see them."""

import html
import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from talent.accounts.employers import operations as employers
from talent.accounts.employers.models import Employer, Mandate, MandateState
from talent.accounts.models import Person
from talent.applications import operations, queries
from talent.applications.models import Application
from talent.database import db
from talent.web.access import Role
from tests.applications.conftest import CODE
from tests.applications.test_on_behalf import hand_in
from tests.conftest import NOON, Visitor


@pytest.fixture
def browser(app):
    """Make a visitor who is signed in: `browser(person)`."""

    def sign_in(person: Person) -> Visitor:
        return Visitor(app, app.response_class).sign_in(person.email)

    return sign_in


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return io.BytesIO(out.getvalue())


def test_from_registering_the_employer_to_handing_in(app, people, browser, policy):
    from talent.pilots.operations import seed_pilots

    seed_pilots()
    administrator = browser(people("admin@example.org", Role.ADMINISTRATOR))
    hr, newcomer = people("hr@example.org", Role.APPLICANT, name="钱人事"), people("new@example.org", Role.APPLICANT)
    made = administrator.post("/people/employers/new", data={"name": "金华未来科技有限公司", "code": CODE.lower()})
    assert administrator.post(made.location, data={"email": "HR@example.org"}).status_code == 302
    office, person = browser(hr), browser(newcomer)
    assert office.get("/welcome").location == "/our-people/"
    assert office.post("/our-people/ask", data={"email": "New@Example.org", "called": "陈晓"}).status_code == 302
    number = db.session.scalar(select(Mandate.id))
    assert f"/mandates/{number}" in person.get("/applications/").text
    page = person.get(f"/mandates/{number}")
    assert "替您作出声明，或者替您递交申请：只有您本人可以" in page.text
    person.post(f"/mandates/{number}/answer", data={"agree": "yes", "version": "1"})
    begun = office.post(f"/our-people/{number}/begin", data={"pilot": "shanzuitou", "policy": policy.id})
    assert "您正在替陈晓填写" in office.get(begun.location).text
    assert office.post(f"{begun.location}/questions/work", data={"contract_months": "60"}).status_code == 302
    told = office.post(f"/our-people/ready/{begun.location.rsplit('/', 1)[1]}")
    assert "等本人核对" in office.get(told.location).text
    check = person.get(f"{begun.location}/check").text
    assert "的钱人事于" in check
    assert "金华未来科技有限公司正在替您填写" in check


def test_hr_sees_the_draft_but_not_what_is_the_persons(shared, hr, browser):
    office, page = browser(hr), f"/applications/{shared.reference}"
    for own in ("check", "delete", "again", "withdraw", "answers", "options"):
        assert office.get(f"{page}/{own}").status_code == 404, own
    seen = office.get(page).text
    assert "/account/" not in seen.split("<main")[1]
    assert f"{page}/check" not in seen
    assert office.get(f"{page}/evidence").status_code == 200


def test_hrs_own_day_of_birth_is_not_filled_in_for_somebody_else(shared, hr, newcomer, browser):
    for person, number in ((hr, "110101198001010010"), (newcomer, "110101199001010010")):
        person.identity_kind, person.identity_number, person.identity_lookup = "identity_card", number, number
    policy = queries.policy_of(shared)
    page = f"/applications/{shared.reference}/questions/{policy.facts['born_on'].section}"
    assert 'value="19' not in browser(hr).get(page).text
    assert 'value="1990"' in browser(newcomer).get(page).text


@pytest.mark.parametrize("page", ["", "/evidence", "/questions/work", "/evidence/lease"])
def test_a_stranger_from_another_employer_finds_nothing(shared, stranger, browser, page):
    assert browser(stranger).get(f"/applications/{shared.reference}{page}").status_code == 404


def test_the_people_of_another_employer_are_not_there(mandate, stranger, browser):
    office = browser(stranger)
    assert "陈晓" not in office.get("/our-people/").text
    assert office.get(f"/our-people/{mandate.id}").status_code == 404
    assert office.get(f"/our-people/{mandate.id}/begin").status_code == 404


def test_who_acts_for_nobody_gets_no_list(newcomer, browser, people):
    assert browser(newcomer).get("/our-people/").status_code == 403
    assert browser(people("stray@example.org", Role.EMPLOYER)).get("/our-people/").status_code == 404


def test_only_the_administrator_registers(people, browser, hr):
    for person in (hr, people("clerk@example.org", Role.CLERK)):
        assert browser(person).get("/people/employers/").status_code == 403


def test_withdrawn_while_hrs_page_is_open_nothing_more_is_saved(shared, mandate, hr, newcomer, browser):
    office, person, page = browser(hr), browser(newcomer), f"/applications/{shared.reference}"
    assert office.get(f"{page}/questions/work").status_code == 200
    added = office.post(f"{page}/evidence/lease", data={"document": (picture(), "lease.png")})
    assert added.status_code == 302
    number = db.session.scalars(select(Application)).one().evidence[0].id
    assert office.get(f"/applications/evidence/{number}/thumbnail.webp").status_code == 200
    assert person.post(f"/mandates/{mandate.id}/withdraw").status_code == 302
    late = office.post(f"{page}/questions/work", data={"contract_months": "60"})
    assert late.status_code == 409
    assert "陈晓已不再同意" in late.text
    sent = office.post(f"{page}/evidence/lease", data={"document": (picture(), "other.png")})
    assert sent.status_code == 409
    assert office.get(f"/applications/evidence/{number}/thumbnail.webp").status_code == 409
    assert page not in office.get("/our-people/").text
    db.session.expire_all()
    assert queries.facts_of(shared) == {}
    assert len(shared.evidence) == 1


def test_the_administrators_roles_page_leaves_the_employers_role_alone(hr, people, browser):
    administrator = browser(people("second@example.org", Role.ADMINISTRATOR))
    administrator.post(f"/people/{hr.id}", data={"roles": ["applicant"]})
    db.session.expire_all()
    assert hr.has(Role.EMPLOYER)
    assert administrator.post(f"/people/{hr.id}", data={"roles": ["applicant", "employer"]}).status_code == 200


def test_a_wrong_code_is_told_beside_its_field(people, browser):
    administrator = browser(people("second@example.org", Role.ADMINISTRATOR))
    page = administrator.post("/people/employers/new", data={"name": "公司", "code": "91110000600037341A"})
    assert 'href="#code"' in page.text
    assert db.session.scalar(select(Employer.id)) is None


def test_the_list_is_searched_filtered_and_paged(hr, browser):
    for number in range(23):
        employers.ask(email=f"p{number}@example.org", called=f"甲{number:02}", by=hr, at=NOON)
    db.session.commit()
    office = browser(hr)
    assert "甲22" in office.get("/our-people/").text
    assert "甲22" not in office.get("/our-people/?page=2").text
    assert "甲05" in office.get("/our-people/?search=p5").text
    assert "甲05" not in office.get("/our-people/?show=agreed").text


def test_the_person_sees_who_filled_in_and_what_they_change_is_theirs(shared, hr, newcomer, browser):
    operations.answer(shared, {"contract_months": 60}, at=NOON, by=hr)
    db.session.commit()
    person, page = browser(newcomer), f"/applications/{shared.reference}"
    assert "的钱人事于" in person.get(f"{page}/questions/work").text
    person.post(f"{page}/questions/work", data={"contract_months": "48"})
    assert "的钱人事于" not in person.get(f"{page}/check").text


def seen_in(page: str) -> str:
    """Return what a page of questions carries along."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_an_answer_is_not_overwritten_by_a_page_opened_before_it_was_given(shared, hr, newcomer, browser):
    office, person, page = browser(hr), browser(newcomer), f"/applications/{shared.reference}/questions/work"
    before = seen_in(office.get(page).text)
    own = person.post(page, data={"contract_months": "48", "seen": seen_in(person.get(page).text)})
    assert own.status_code == 302
    late = office.post(page, data={"contract_months": "60", "insured_months": "9", "seen": before})
    assert "48个月" in late.text.replace(" ", "")
    assert 'value="60"' in late.text
    db.session.expire_all()
    assert queries.facts_of(shared) == {"contract_months": 48, "insured_months": 9}
    again = office.post(page, data={"contract_months": "60", "insured_months": "9", "seen": seen_in(late.text)})
    assert again.status_code == 302
    db.session.expire_all()
    assert queries.facts_of(shared) == {"contract_months": 60, "insured_months": 9}


@pytest.mark.parametrize("seen", ["[]", "{", "null", ""])
def test_a_page_that_lost_what_it_showed_overwrites_nothing(shared, hr, newcomer, browser, seen):
    operations.answer(shared, {"contract_months": 48}, at=NOON, by=newcomer)
    page = f"/applications/{shared.reference}/questions/work"
    late = browser(hr).post(page, data={"contract_months": "60", "seen": seen})
    assert late.status_code == 200
    db.session.expire_all()
    assert queries.facts_of(shared) == {"contract_months": 48}


def test_a_draft_of_ones_own_carries_nothing_along(draft, newcomer, browser):
    assert 'name="seen"' not in browser(newcomer).get(f"/applications/{draft.reference}/questions/work").text


def test_agreeing_to_words_that_no_longer_count_is_refused(hr, newcomer, browser):
    asked = employers.ask(email=newcomer.email, called="陈晓", by=hr, at=NOON)
    answer = browser(newcomer).post(f"/mandates/{asked.id}/answer", data={"agree": "yes", "version": "0"})
    assert answer.status_code == 409
    db.session.expire_all()
    assert asked.state is MandateState.ASKED


def test_a_question_to_somebody_else_is_not_there(mandate, stranger, browser):
    for act in ("", "/answer", "/withdraw"):
        send = browser(stranger).post if act else browser(stranger).get
        assert send(f"/mandates/{mandate.id}{act}").status_code == 404


def test_a_draft_the_person_deleted_is_gone_for_hr(shared, newcomer, hr, browser):
    page = f"/applications/{shared.reference}"
    assert browser(newcomer).post(f"{page}/delete", data={}).status_code == 302
    assert browser(hr).get(page).status_code == 404
    assert "替其开始" in browser(hr).get("/our-people/").text


def test_the_clerk_reads_how_much_the_employer_filled_in(shared, hr, people, browser):
    operations.answer(shared, {"honours": frozenset()}, at=NOON, by=hr)
    hand_in(shared)
    db.session.commit()
    clerk = browser(people("clerk@example.org", Role.CLERK))
    assert "由金华未来科技有限公司填写 1 项回答" in clerk.get(f"/cases/{shared.reference}").text
