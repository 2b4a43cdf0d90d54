"""Letters on pages: for the person, for the bureau, and for whoever holds one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from talent.accounts.models import Person
from talent.notices.models import Letter
from talent.web.access import Role


def test_the_person_reads_the_letter_with_its_amounts_and_clauses(client: Any, letter: Letter):
    page = client.sign_in("wang@example.org").get(f"/letters/{letter.number}").text
    for said in ("王小明，您好", "200,000 元", "金政办发〔2020〕4号", "金额参照《衢州市衢江区人才政策》", "60 日内"):
        assert said in page


def test_the_page_of_the_letter_follows_the_language(client: Any, letter: Letter):
    client.sign_in("wang@example.org").get("/language/en")
    assert "Your application is granted in part" in client.get(f"/letters/{letter.number}").text


def test_the_document_holds_amount_and_clause_in_both_languages(client: Any, letter: Letter):
    answer = client.sign_in("wang@example.org").get(f"/letters/{letter.number}/pdf")
    assert answer.mimetype == "application/pdf"
    assert f"letter-{letter.number}.pdf" in answer.headers["Content-Disposition"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "CNY 200,000" in text
    assert "金政办发〔2020〕4号" in text


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR])
def test_the_bureau_reads_letters(client: Any, letter: Letter, people: Callable[..., Person], role: Role):
    people("staff@example.org", role)
    assert client.sign_in("staff@example.org").get(f"/letters/{letter.number}").status_code == 200


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.MENTOR, Role.ADMINISTRATOR])
def test_a_letter_to_somebody_else_is_not_found(client: Any, letter: Letter, people: Callable[..., Person], role: Role):
    people("other@example.org", role)
    client.sign_in("other@example.org")
    assert client.get(f"/letters/{letter.number}").status_code == 404
    assert client.get(f"/letters/{letter.number}/pdf").status_code == 404


def test_a_visitor_who_is_not_signed_in_is_asked_to(client: Any, letter: Letter):
    assert "/login" in client.get(f"/letters/{letter.number}").location


def test_anybody_with_the_code_sees_that_the_letter_is_genuine_and_little_more(client: Any, letter: Letter):
    page = client.get(f"/letters/check/{letter.code}").text
    for said in (letter.number, "王**", "2026年3月2日", "部分准予"):
        assert said in page
    assert "王小明" not in page
    assert "200,000" not in page


def test_a_code_that_no_letter_carries_is_told_in_plain_words(client: Any, letter: Letter):
    client.get("/language/en")
    answer = client.get(f"/letters/check/{letter.code}x")
    assert answer.status_code == 404
    assert "There is no letter with this code" in answer.text
