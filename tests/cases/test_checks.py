"""What is compared by itself beside a case, and what comes out."""

from datetime import timedelta

import pytest

from talent.accounts.employers.models import Employer, Mandate, MandateState
from talent.accounts.identity import IdentityKind
from talent.awards.bank_details import check as bank
from talent.awards.bank_details.models import AccountKind
from talent.awards.bank_details.operations import save
from talent.cases.checks import dates, elsewhere, employer, identity
from talent.cases.checks.check import Result
from talent.cases.checks.panel import checks_of
from talent.cases.queries import case_of_application
from talent.database import db
from tests.conftest import NOON

AGREES, LOOK, UNKNOWN = Result.AGREES, Result.LOOK, Result.UNKNOWN
#: Right card numbers of people born on 1990-05-01, as the doctor says, and a day later.
BORN, BORN_LATER = "330702199005019017", "330702199005029012"
CARD, OTHER_CARD = "6222021001116245702", "6228480402564890018"


@pytest.fixture(autouse=True)
def page(app):
    """What is said is said in the language of a page."""
    with app.test_request_context():
        yield


@pytest.fixture
def other_case(submit):
    return case_of_application(submit("other@example.org", name="吴桐"))


def results(check, case):
    return [each.result for each in check(case)]


def with_card(case, number):
    person = case.application.applicant
    person.identity_kind, person.identity_number = IdentityKind.IDENTITY_CARD, number
    db.session.flush()


def test_every_check_says_what_it_compared_and_what_came_out(case):
    checks = checks_of(case)
    assert len(checks) > 9
    assert all(each.title and each.compared and each.says for each in checks)


def test_the_identity_number_is_compared_with_what_was_said(case):
    assert results(identity.number, case) == results(identity.told, case) == [UNKNOWN]
    with_card(case, BORN)
    assert results(identity.number, case) == results(identity.told, case) == [AGREES]
    with_card(case, BORN_LATER)
    assert results(identity.told, case) == [LOOK]
    with_card(case, BORN[:-1] + "1")
    assert [results(identity.number, case), results(identity.told, case)] == [[LOOK], [UNKNOWN]]


def test_the_code_of_the_employer_is_checked(case, clerk):
    assert results(employer.company_code, case) == [UNKNOWN]
    for code, expected in (("91110000600037341L", AGREES), ("911100006000373411", LOOK)):
        company = Employer(code=code, name="公司", registered_at=NOON, registered_by_id=clerk.id)
        person = case.application.applicant
        agreed = {"state": MandateState.AGREED, "person_id": person.id, "version": 1, "answered_at": NOON}
        asked = {"email": person.email, "called": person.name, "asked_by_id": clerk.id, "asked_at": NOON}
        mandate = Mandate(employer=company, **asked, **agreed)
        db.session.add(mandate)
        db.session.flush()
        assert results(employer.company_code, case) == [expected]
        mandate.state, mandate.withdrawn_at = MandateState.WITHDRAWN, NOON
        db.session.flush()


def test_days_have_to_follow_one_another(case):
    assert results(dates.answered, case) == [AGREES]
    assert results(dates.insured, case) == [AGREES]
    answers = {each.fact: each for each in case.application.answers}
    answers["insured_months"].value = 20
    db.session.flush()
    assert results(dates.insured, case) == [LOOK]
    with_card(case, BORN)
    answers["arrived_on"].value = "1985-01-01"
    db.session.flush()
    assert results(dates.answered, case) == [LOOK]


def test_the_dates_on_documents_are_compared_with_the_days_they_came(case):
    assert results(dates.documents, case) == [UNKNOWN]
    document = case.application.evidence[0]
    document.issued_on, document.valid_until = NOON.date() + timedelta(days=3), NOON.date() + timedelta(days=9)
    db.session.flush()
    assert results(dates.documents, case) == [LOOK]
    document.issued_on = NOON.date() - timedelta(days=3)
    db.session.flush()
    assert results(dates.documents, case) == [AGREES]


def test_the_same_document_of_another_person_is_found_by_its_fingerprint(case, other_case):
    #: The fixture hands in the same picture for everybody.
    found = {each.result: each.cases for each in elsewhere.documents(case)}
    assert found == {LOOK: [other_case.reference]}
    for each in case.application.evidence:
        each.sha256 = f"{each.id:064}"
    db.session.flush()
    assert results(elsewhere.documents, case) == [AGREES]


def test_the_same_telephone_is_found_and_another_is_not(case, other_case):
    assert [each.cases for each in elsewhere.telephone(case)] == [[other_case.reference]]
    other_case.application.applicant.phone = "13900139000"
    db.session.flush()
    assert results(elsewhere.telephone, case) == results(elsewhere.person, case) == [AGREES]
    assert results(elsewhere.household, case) == [UNKNOWN]


def test_an_account_that_was_anothers_before_is_found_by_its_fingerprint(case, other_case):
    def give(whose, number):
        person = whose.application.applicant
        save(person, kind=AccountKind.CARD, holder=person.name, bank="银行", number=number, at=NOON)

    assert results(bank.checks, case) == [UNKNOWN]
    give(other_case, CARD)
    give(other_case, OTHER_CARD)
    give(case, CARD)
    assert results(bank.checks, case) == [AGREES, LOOK]
    assert results(bank.checks, other_case) == [AGREES, AGREES]
