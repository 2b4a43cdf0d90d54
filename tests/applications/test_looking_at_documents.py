"""Looking at documents page by page, replacing one in its place; and nobody looks at somebody else's."""

import pytest

from talent.applications import operations as applying
from talent.web.access import Role
from tests.applications.conftest import DOCTOR
from tests.applications.files import BLACK, BY_SCRIPT, WHITE, kept, pdf, photo, send
from tests.conftest import NOON


@pytest.fixture
def lease(visitor, lease_page):
    """A document that was added."""
    send(visitor, lease_page, ("lease.pdf", pdf(3)))
    return kept()[0]


def test_a_document_is_turned_page_by_page_and_stops_at_both_ends(visitor, lease_page, lease):
    shown = [visitor.get(f"{lease_page}/{lease.id}?page={page}").text for page in (1, 2, 3, 99, -4)]
    assert ['rel="prev"' in page for page in shown] == [False, True, True, True, False]
    assert ['rel="next"' in page for page in shown] == [True, True, False, False, True]


def test_a_replacement_keeps_the_place_and_the_earlier_file_can_be_put_back(visitor, lease_page, lease):
    page = f"{lease_page}/{lease.id}"
    assert send(visitor, page, ("better.png", WHITE), seen=lease.version).location == page
    better = kept()[0]
    assert (better.id, better.filename) == (lease.id, "better.png")
    assert "lease.pdf" in visitor.get(page).text
    assert visitor.post(f"{page}/back", data={"seen": better.version}).location == page
    assert kept()[0].filename == "lease.pdf"


def test_what_cannot_replace_is_refused_in_place_and_the_old_file_stays(visitor, lease_page, lease):
    page = send(visitor, f"{lease_page}/{lease.id}", ("bad.pdf", b"no"), seen=lease.version)
    assert 'href="#document"' in page.text
    assert kept()[0].filename == "lease.pdf"


def test_a_page_from_before_a_replacement_is_told_so_and_changes_nothing(visitor, lease_page, lease):
    page, seen = f"{lease_page}/{lease.id}", lease.version
    send(visitor, page, ("better.png", WHITE), seen=seen)
    assert send(visitor, page, ("other.png", BLACK), seen=seen).location == lease_page
    assert "govuk-notification-banner" in visitor.get(lease_page).text
    assert send(visitor, page, ("other.png", BLACK), seen=seen, headers=BY_SCRIPT).json["errors"]["document"]
    visitor.post(f"{page}/remove", data={"seen": seen})
    assert [each.filename for each in kept()] == ["better.png"]


def test_removing_twice_is_told_and_does_no_harm(visitor, lease_page, lease):
    address, data = f"{lease_page}/{lease.id}/remove", {"seen": lease.version}
    for _time in range(2):
        assert visitor.post(address, data=data).location == lease_page
    assert "govuk-notification-banner" in visitor.get(lease_page).text


def test_a_file_that_was_lost_on_the_disk_is_told_and_needed_again(visitor, draft, lease_page, lease, app):
    applying.answer(draft, DOCTOR, at=NOON)
    (app.config["EVIDENCE"] / lease.stored_as).unlink()
    for page in (lease_page, f"{lease_page}/{lease.id}", lease_page.rsplit("/", 1)[0]):
        assert visitor.get(page).status_code == 200
    assert 'class="app-sheet__lost"' in visitor.get(lease_page).text
    assert visitor.get(f"/applications/evidence/{lease.id}/file").status_code == 404
    assert visitor.get(f"/applications/evidence/{lease.id}/thumbnail.webp").status_code == 404


def test_a_thumbnail_is_kept_by_the_browser_and_asked_for_each_time(visitor, lease):
    address = f"/applications/evidence/{lease.id}/thumbnail.webp"
    first = visitor.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Cookie"
    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_picture_of_what_was_replaced_is_not_taken_for_the_new_one(visitor, lease_page, lease):
    picture = f"/applications/evidence/{lease.id}/thumbnail.webp"
    mark = visitor.get(picture).headers["ETag"]
    send(visitor, f"{lease_page}/{lease.id}", ("better.png", photo(size=(90, 20))), seen=lease.version)
    assert visitor.get(picture, headers={"If-None-Match": mark}).status_code == 200


def test_nobody_else_sees_a_draft_or_its_documents(visitor, lease_page, lease, people, client):
    mark = client.get(f"/applications/evidence/{lease.id}/thumbnail.webp").headers["ETag"]
    visitor.post("/logout")
    for role in (Role.APPLICANT, Role.CLERK, Role.APPROVER, Role.AUDITOR):
        people(f"{role}@example.org", role)
        client.sign_in(f"{role}@example.org")
        for path in ("file", "page/1.webp", "thumbnail.webp"):
            answer = client.get(f"/applications/evidence/{lease.id}/{path}", headers={"If-None-Match": mark})
            assert answer.status_code == 404
        for path in (f"{lease_page}/{lease.id}", lease_page, lease_page.rsplit("/", 1)[0]):
            assert client.get(path).status_code in {403, 404}
        for act in ("remove", "back", "date"):
            answer = client.post(f"{lease_page}/{lease.id}/{act}", data={"seen": lease.version})
            assert answer.status_code in {403, 404}
        client.post("/logout")
    assert len(kept()) == 1


def test_a_document_is_found_under_its_own_kind_only(visitor, lease_page, lease):
    elsewhere = f"{lease_page.rsplit('/', 1)[0]}/labour_contract/{lease.id}"
    assert visitor.get(elsewhere).status_code == 302
    assert visitor.post(f"{elsewhere}/remove", data={"seen": lease.version}).status_code == 302
    assert len(kept()) == 1
