"""The applicant's documents: told in place, nothing lost, nothing doubled, and nobody sees what is not theirs."""

from datetime import timedelta

import pytest

from talent.applications import operations as applying
from talent.applications.evidence.routes import FILES_AT_ONCE
from talent.web.days import today
from tests.applications.conftest import DOCTOR
from tests.applications.files import BLACK, BY_SCRIPT, WHITE, kept, pdf, photo, send
from tests.conftest import NOON

OWN = {"Origin": "http://localhost"}


def test_a_document_is_added_shown_and_removed(visitor, lease_page):
    assert send(visitor, lease_page, ("../../合同.png", WHITE)).location == lease_page
    evidence = kept()[0]
    assert evidence.filename == "合同.png"
    file = visitor.get(f"/applications/evidence/{evidence.id}/file")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert visitor.get(f"/applications/evidence/{evidence.id}/page/1.webp").mimetype == "image/webp"
    assert visitor.get(f"/applications/evidence/{evidence.id}/page/2.webp").status_code == 404
    seen = {"seen": evidence.version}
    assert visitor.post(f"{lease_page}/{evidence.id}/remove", data=seen).status_code == 302
    assert kept() == []


def test_several_files_come_with_one_form_and_only_the_bad_ones_are_refused_by_name(visitor, lease_page):
    page = send(visitor, lease_page, ("a.png", WHITE), ("空.pdf", b""), ("b.pdf", pdf(3)), ("c.pdf", b"MZ"))
    assert [each.filename for each in kept()] == ["a.png", "b.pdf"]
    assert 'href="#document"' in page.text
    assert "空.pdf" in page.text
    assert "c.pdf" in page.text
    assert page.text.count("b.pdf") < page.text.count("c.pdf") + 4


def test_nothing_chosen_is_told_beside_the_field(visitor, lease_page):
    page = visitor.post(lease_page, data={})
    assert 'href="#document"' in page.text


def test_the_same_file_again_is_kept_once(visitor, lease_page):
    for _time in range(2):
        send(visitor, lease_page, ("a.png", WHITE))
    assert len(kept()) == 1


def test_the_same_file_for_two_proofs_is_taken_and_told(visitor, draft, lease_page):
    send(visitor, lease_page, ("a.png", WHITE))
    other = f"/applications/{draft.reference}/evidence/labour_contract"
    told = send(visitor, other, ("a.png", WHITE), headers=BY_SCRIPT)
    assert "房屋租赁合同" in told.json["notes"][0]
    assert len(kept()) == 2
    assert "房屋租赁合同" in visitor.get(other).text


def test_an_eleventh_file_is_refused_beside_the_field(visitor, lease_page):
    for number in range(10):
        send(visitor, lease_page, ("x.png", photo(size=(20 + number, 20))))
    page = send(visitor, lease_page, ("x.png", BLACK))
    assert 'href="#document"' in page.text
    assert len(kept()) == 10


@pytest.mark.parametrize("days", [-1, 0, 40], ids=["to come", "today", "too old"])
def test_the_date_on_what_grows_old_is_checked_in_place_and_stays_typed(visitor, record_page, days):
    dated = today() - timedelta(days=days)
    page = send(visitor, record_page, ("x.png", WHITE), dated=dated)
    assert len(kept()) == (1 if days == 0 else 0)
    if days:
        assert 'href="#issued_on"' in page.text
        assert f'value="{dated.day}"' in page.text


def test_a_date_is_asked_where_one_is_needed(visitor, record_page):
    page = send(visitor, record_page, ("x.png", WHITE))
    assert 'href="#issued_on"' in page.text
    data = {"issued_on-year": "2026", "issued_on-month": "2", "issued_on-day": "30"}
    assert 'href="#issued_on"' in send(visitor, record_page, ("x.png", WHITE), **data).text
    assert kept() == []


def test_the_next_file_of_a_kind_is_offered_the_same_date(visitor, record_page):
    send(visitor, record_page, ("x.png", WHITE), dated=today() - timedelta(days=3))
    page = visitor.get(record_page)
    assert f'value="{(today() - timedelta(days=3)).day}"' in page.text


def test_a_date_that_was_not_told_is_told_later_in_place(visitor, draft, record_page):
    applying.answer(draft, DOCTOR, at=NOON)
    send(visitor, record_page, ("x.png", WHITE), dated=today())
    evidence = kept()[0]
    evidence.issued_on = evidence.valid_until = None
    data = {"seen": evidence.version, "issued_on-year": "9999", "issued_on-month": "1", "issued_on-day": "1"}
    page = visitor.post(f"{record_page}/{evidence.id}/date", data=data)
    assert 'href="#issued_on"' in page.text
    data |= {f"issued_on-{part}": str(getattr(today(), part)) for part in ("year", "month", "day")}
    assert visitor.post(f"{record_page}/{evidence.id}/date", data=data).status_code == 302
    assert kept()[0].issued_on == today()


def test_files_that_are_too_large_together_are_told_on_the_page(visitor, lease_page, app):
    app.config["EVIDENCE_BYTES"] = 1024
    page = send(visitor, lease_page, ("x.png", bytes((FILES_AT_ONCE + 1) * 1024 + 1024 * 1024)))
    assert page.location == lease_page
    assert "govuk-notification-banner" in visitor.get(lease_page).text
    assert kept() == []


def test_several_full_photos_fit_into_one_form_of_somebody_signed_in_only(visitor, lease_page, app):
    app.config["EVIDENCE_BYTES"] = 3 * 1024 * 1024
    app.config["MAX_CONTENT_LENGTH"] = 4 * 1024 * 1024
    heavy = [(f"{number}.bin", bytes([number]) * (3 * 1024 * 1024)) for number in range(3)]
    assert "govuk-error-summary" in send(visitor, lease_page, *heavy).text
    visitor.post("/logout")
    refused = send(visitor, lease_page, *heavy)
    assert refused.location == lease_page
    assert visitor.get(lease_page).location.startswith("/login")


def test_what_was_typed_survives_a_sign_out_and_the_files_are_asked_for_again(visitor, record_page, newcomer):
    visitor.post("/logout")
    assert send(visitor, record_page, ("x.png", WHITE), dated=today(), headers=OWN).location.startswith("/login")
    visitor.sign_in(newcomer.email)
    page = visitor.get(record_page)
    assert f'value="{today().year}"' in page.text
    assert "govuk-notification-banner" in page.text
    assert kept() == []
