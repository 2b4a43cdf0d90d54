"""What two spouses and the officers see on the pages."""

import html
import json
import re

import pytest

from talent.applications.households import operations, queries
from talent.database import db
from talent.web.access import Role
from tests.conftest import NOON, PASSWORD, Visitor
from tests.households.conftest import DOCTOR, MASTER, decided, drafted, given, handed_in
from tests.households.test_following import FIRST


def english(app, email) -> Visitor:
    visitor = Visitor(app, app.response_class).sign_in(email)
    visitor.get("/language/en")
    return visitor


@pytest.fixture
def she(taiyuan, wife):
    return english(taiyuan, wife.email)


@pytest.fixture
def he(taiyuan, husband):
    return english(taiyuan, husband.email)


@pytest.fixture
def clerk(taiyuan, people):
    people("clerk@example.org", Role.CLERK, name="经办人")
    return english(taiyuan, "clerk@example.org")


def text_of(answer) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def home_page(draft) -> str:
    return f"/applications/{draft.reference}/questions/home"


def test_one_invites_and_the_other_agrees(she, he, wife, husband):
    draft = drafted(wife, DOCTOR)
    assert "/spouse/" in she.get(f"/applications/{draft.reference}").text
    page = text_of(she.get("/spouse/"))
    assert "whether it asks for" in page
    assert "Does your spouse ask for help with the same home too?" in page
    assert she.post("/spouse/", data={"email": husband.email, "agreed": "y"}).status_code == 302
    assert husband.email in she.get("/spouse/").text
    (invitation,) = queries.invitations_to(husband)
    assert f"/spouse/{invitation.id}" in he.get("/applications/").text
    page = text_of(he.get(f"/spouse/{invitation.id}"))
    assert "Nothing is shared unless you agree too" in page
    assert wife.email in page
    assert he.post(f"/spouse/{invitation.id}", data={}).status_code == 200
    assert queries.standing_link(wife) is None
    assert he.post(f"/spouse/{invitation.id}", data={"agreed": "y"}).status_code == 302
    assert "林月" in he.get("/spouse/").text
    assert "赵刚" in she.get("/spouse/").text


def test_the_invitation_is_among_the_notifications(he, wife, husband):
    link = operations.invite(wife, email=husband.email, at=NOON)
    assert "林月" in he.get("/notifications/").text
    assert link.waits


def test_without_consent_or_with_a_wrong_address_nothing_is_sent(she, wife):
    for data in ({"email": "zhao@example.org"}, {"email": "zhao", "agreed": "y"}, {"email": wife.email, "agreed": "y"}):
        answer = she.post("/spouse/", data=data)
        assert answer.status_code == 200
        assert "govuk-error-summary" in answer.text
    assert queries.link_of(wife) is None


def test_who_is_invited_already_is_led_there(she, he, wife, husband):
    link = operations.invite(wife, email=husband.email, at=NOON)
    answer = he.post("/spouse/", data={"email": wife.email, "agreed": "y"})
    assert answer.location == f"/spouse/{link.id}"


def test_the_other_declines(he, wife, husband):
    number = operations.invite(wife, email=husband.email, at=NOON).id
    assert he.get(f"/spouse/{number}/end").status_code == 200
    assert queries.link_of(wife) is not None
    assert he.post(f"/spouse/{number}/end").location == "/applications/"
    db.session.expire_all()
    assert queries.link_of(wife) is None
    assert he.get(f"/spouse/{number}").status_code == 404


def test_either_ends_the_link(she, he, linked, wife):
    number = linked.id
    assert he.get(f"/spouse/{number}").location == "/spouse/"
    assert she.post(f"/spouse/{number}/end").location == "/spouse/"
    db.session.expire_all()
    assert queries.link_of(wife) is None
    assert he.get(f"/spouse/{number}/end").status_code == 404


def test_a_stranger_sees_nothing(taiyuan, linked, known):
    stranger = english(taiyuan, known("x@example.org", "王五").email)
    for page in (f"/spouse/{linked.id}", f"/spouse/{linked.id}/end"):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, data={"agreed": "y"}).status_code == 404


def test_who_is_unknown_is_asked_for_their_details_first(taiyuan, people):
    people("new@example.org", Role.APPLICANT)
    new = english(taiyuan, "new@example.org")
    page = new.get("/spouse/").text
    assert "?next=/spouse/" in page
    assert 'name="email"' not in page
    assert new.post("/spouse/", data={"email": "x@example.org", "agreed": "y"}).status_code == 200


def test_opening_a_draft_fills_in_what_follows_and_says_where_from(he, linked, wife, husband):
    hers = handed_in(drafted(wife, FIRST)).reference
    draft = drafted(husband, MASTER)
    page = he.get(home_page(draft)).text
    assert hers in page
    db.session.expire_all()
    assert given(draft)["spouse_applies"].source == hers


def test_what_was_typed_otherwise_is_told_on_the_questions_and_before_handing_in(he, linked, wife, husband):
    hers = handed_in(drafted(wife, FIRST)).reference
    draft = drafted(husband, {**MASTER, "spouse_applies": False})
    for page in (home_page(draft), f"/applications/{draft.reference}/check"):
        text = text_of(he.get(f"{page}"))
        assert f"Your spouse's application {hers} says otherwise" in text


def test_who_is_not_linked_is_told_of_it_once(he, husband):
    page = he.get(home_page(drafted(husband, {**MASTER, "spouse_applies": True}))).text
    assert page.count('href="/spouse/"') == 1


def test_the_clerk_sees_the_spouses_case_and_what_does_not_agree(clerk, linked, wife, husband):
    hers = handed_in(drafted(wife, {**DOCTOR, "spouse_applies": False}))
    his = handed_in(drafted(husband, {**MASTER, "spouse_applies": True}))
    page = clerk.get(f"/cases/{hers.reference}")
    assert f'href="/cases/{his.reference}"' in page.text
    assert "These answers do not agree" in page.text
    assert "Ask for a correction" in page.text
    assert "What both say of the household agrees" in clerk.get(f"/cases/{his.reference}").text


def test_each_sees_on_the_page_of_the_link_what_follows_and_what_does_not_agree(she, he, linked, wife, husband):
    hers = handed_in(drafted(wife, {**DOCTOR, "spouse_applies": False})).reference
    drafted(husband, {**MASTER, "spouse_applies": False})
    page = text_of(he.get("/spouse/"))
    assert f"Your spouse's application {hers} says" in page
    assert "You have answered otherwise" in page
    assert "Your spouse has handed in nothing under this policy yet" in text_of(she.get("/spouse/"))


def test_the_clerk_sees_that_the_spouse_has_handed_in_nothing(clerk, linked, wife):
    hers = handed_in(drafted(wife, FIRST))
    assert "The spouse has handed in nothing" in clerk.get(f"/cases/{hers.reference}").text


def test_of_a_couple_that_is_not_linked_the_clerk_sees_nothing(clerk, wife, husband):
    operations.invite(wife, email=husband.email, at=NOON)
    hers = handed_in(drafted(wife, FIRST))
    assert 'id="household"' not in clerk.get(f"/cases/{hers.reference}").text


def test_what_was_granted_is_filled_in_when_the_draft_is_opened_again(he, linked, wife, husband, people):
    draft = drafted(husband, MASTER)
    he.get(home_page(draft))
    decided(handed_in(drafted(wife, FIRST)), people)
    he.get(f"/applications/{draft.reference}/check")
    db.session.expire_all()
    assert given(draft)["spouse_help"].value == "200000.00"


def test_the_link_is_among_their_own_data_and_in_the_download(she, linked, wife, husband):
    assert "Links with your spouse" in text_of(she.get("/account/data"))
    taken = json.loads(she.post("/account/data/download", data={"password": PASSWORD}).data)["household"]
    assert [(each["with"], each["invited_by_you"]) for each in taken] == [("赵刚", True)]
