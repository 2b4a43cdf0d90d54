"""The pages of a change: first what follows, then sending; nothing lost, nothing doubled, nobody else's."""

import re

import pytest
from sqlalchemy import func, select

from talent.awards.life_events import routes
from talent.awards.life_events.models import ReportedChange
from talent.awards.models import Instalment
from talent.database import db
from talent.web.access import Role
from tests.applications.conftest import draft, newcomer, policy
from tests.awards.paying import mark_paid
from tests.awards.test_life_events import LEFT_ON, send

__all__ = ["draft", "newcomer", "policy"]

TODAY = LEFT_ON


@pytest.fixture
def base(decided_case, client, monkeypatch):
    """Where the newcomer, who is signed in, reports changes; it is the day they left."""
    monkeypatch.setattr(routes, "today", lambda: TODAY)
    client.sign_in("newcomer@example.org").get("/language/en")
    return f"/applications/{decided_case.reference}/changes"


def day(value=LEFT_ON):
    return {f"happened-on-{part}": getattr(value, part) for part in ("year", "month", "day")}


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReportedChange))


def test_the_status_page_leads_there_and_the_list_offers_what_can_matter(base, client, decided_case):
    assert base in client.get(f"/applications/{decided_case.reference}").text
    page = client.get(base).text
    assert f"{base}/left_pilot" in page and f"{base}/transferred_home" not in page


def test_nothing_is_sent_before_it_was_shown(base, client):
    page = client.post(f"{base}/left_pilot", data=day())
    assert "What follows" in page.text and "Stops" in page.text and "CNY 58,000" in page.text
    assert "Were it paid, CNY 180,000 of it would have to be paid back" in page.text
    assert count() == 0


def test_sent_it_leads_to_what_was_sent(base, client):
    answer = client.post(f"{base}/left_pilot", data=hidden(client.post(f"{base}/left_pilot", data=day())))
    assert answer.location.startswith(f"{base}/sent/")
    page = client.get(answer.location).text
    assert "It is the clerk's turn." in page and "Withdraw the report" in page
    assert count() == 1


def test_sent_twice_or_gone_back_to_it_is_one(base, client):
    form = hidden(client.post(f"{base}/left_pilot", data=day()))
    places = [client.post(f"{base}/left_pilot", data=form).location for _time in range(2)]
    places.append(client.get(f"{base}/left_pilot").location)
    assert len(set(places)) == 1 and count() == 1


def test_what_changed_meanwhile_is_shown_anew_and_not_sent(base, client):
    form = hidden(client.post(f"{base}/left_pilot", data=day()))
    mark_paid(db.session.scalars(select(Instalment)).first())
    page = client.post(f"{base}/left_pilot", data=form)
    assert "Something changed while you were looking." in page.text and count() == 0
    assert client.post(f"{base}/left_pilot", data=hidden(page)).status_code == 302


def test_answers_can_be_changed_after_looking(base, client):
    form = hidden(client.post(f"{base}/changed_employer", data={**day(), "still_in_pilot": "no"}))
    page = client.post(f"{base}/changed_employer", data={**form, "back": "yes"}).text
    assert 'value="no" checked' in page and f'value="{LEFT_ON.year}"' in page
    assert count() == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Give a day of the calendar"),
        ({**day(), "happened-on-day": "31", "happened-on-month": "2"}, "Give a day of the calendar"),
        ({**day(), "happened-on-year": "2020"}, "The day must lie between"),
        ({**day(), "happened-on-month": "12"}, "The day must lie between"),
        ({**day(), "still_in_pilot": ""}, "Answer this question."),
        ({**day(), "still_in_pilot": "perhaps"}, "Answer yes or no"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_the_rest_is_kept(base, client, data, says):
    page = client.post(f"{base}/changed_employer", data=data).text
    assert says in page and "There is a problem" in page
    assert count() == 0


def test_it_is_withdrawn_until_a_clerk_deals_with_it(base, client, decided_case, people):
    change = send(decided_case)
    assert client.post(f"{base}/sent/{change.id}/withdraw").location == base
    assert "Withdrawn" in client.get(base).text
    again = send(decided_case)
    people("second@example.org", Role.CLERK)
    desk = type(client)(client.application, client.application.response_class).sign_in("second@example.org")
    assert desk.post(f"/cases/{decided_case.reference}/changes/{again.id}/acknowledge").status_code == 302
    assert client.post(f"{base}/sent/{again.id}/withdraw").status_code == 409
    assert "Withdraw the report" not in client.get(f"{base}/sent/{again.id}").text


def test_a_clerk_sees_it_in_the_list_and_on_the_case(decided_case, client):
    change = send(decided_case)
    client.sign_in("clerk@example.org").get("/language/en")
    assert decided_case.reference in client.get("/changes").text
    page = client.get(f"/cases/{decided_case.reference}").text
    assert "Changes the applicant reported" in page and "I deal with it" in page
    client.post(f"/cases/{decided_case.reference}/changes/{change.id}/acknowledge")
    assert decided_case.reference not in client.get("/changes").text.split("<main")[1]
    assert decided_case.reference in client.get("/changes?show=answered").text
    assert "I deal with it" not in client.get(f"/cases/{decided_case.reference}").text


def test_other_officers_see_it_and_cannot_take_it_on(decided_case, client):
    change = send(decided_case)
    client.sign_in("approver@example.org").get("/language/en")
    page = client.get(f"/cases/{decided_case.reference}").text
    assert "Changes the applicant reported" in page and "I deal with it" not in page
    assert client.post(f"/cases/{decided_case.reference}/changes/{change.id}/acknowledge").status_code == 403


@pytest.mark.parametrize("path", ["", "/left_pilot", "/sent/{id}"])
def test_somebody_elses_looks_like_nothing(decided_case, client, people, path):
    change = send(decided_case)
    people("nosy@example.org", Role.APPLICANT)
    client.sign_in("nosy@example.org")
    address = f"/applications/{decided_case.reference}/changes{path.format(id=change.id)}"
    assert client.get(address).status_code == 404
    assert client.post(f"/applications/{decided_case.reference}/changes/sent/{change.id}/withdraw").status_code == 404


def test_a_change_of_one_application_is_not_found_under_another(decided_case, submit, client):
    change, other = send(decided_case), submit("other@example.org")
    client.sign_in("other@example.org")
    assert client.get(f"/applications/{other.reference}/changes/sent/{change.id}").status_code == 404


@pytest.mark.parametrize("event", ["won_the_lottery", "transferred_home", "sent"])
def test_an_event_that_is_none_here_is_not_found(base, client, event):
    assert client.get(f"{base}/{event}").status_code == 404


def test_of_a_draft_there_is_nothing_to_report(draft, client):
    client.sign_in("newcomer@example.org").get("/language/en")
    page = client.get(f"/applications/{draft.reference}/changes").text
    assert "there is no change to report" in page and "What happened?" not in page
    assert client.get(f"/applications/{draft.reference}/changes/left_pilot").status_code == 409


def test_on_an_open_case_the_decision_is_shown_as_it_would_become(case, client, monkeypatch):
    from tests.conftest import NOON

    monkeypatch.setattr(routes, "today", NOON.date)
    client.sign_in("newcomer@example.org").get("/language/en")
    page = client.post(f"/applications/{case.reference}/changes/ended_lease", data=day(NOON.date())).text
    assert "Under your answers so far" in page and "Granted · CNY 72,000" in page and "Not granted" in page
    assert "You do not rent or your lease is not registered" in page
