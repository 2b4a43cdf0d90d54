"""Requests that no form of ours makes are refused, and never end in a failure of ours."""

import re

import pytest

from talent.web.access import Role


@pytest.mark.parametrize(
    "path",
    [
        "/cases/?search=%00",
        "/applications/%00",
        "/letters/check/%00",
        "/communities/%00",
        "/language/en?page=http://[",
        "/language/en?page=//evil.example",
        "/language/en?page=/%0d%0aX",
        "/language/en?page=/\\evil.example",
        "/applications/evidence/9999999999999999999999999/file",
        "/applications/evidence/3000000000/page/1.webp",
        "/letters/check/" + "x" * 3000,
        "/policies/..%2f..%2fetc",
    ],
)
def test_an_odd_address_is_answered_kindly(client, path):
    answer = client.get(path)
    assert answer.status_code < 500
    if answer.status_code == 302:
        assert answer.location.startswith("/")
        assert not answer.location.startswith(("//", "/\\"))


def test_no_view_fails_over_numbers_that_no_row_has_or_characters_that_no_text_holds(app, client, people):
    people("all@example.org", *Role)
    client.sign_in("all@example.org")
    failed = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"static", "security.logout"}:
            continue
        path = re.sub(r"<int:\w+>", str(2**40), rule.rule)
        path = re.sub(r"<\w+>", "%00", path)
        for number in ("9" * 25, "%00"):
            query = "&".join(f"{name}={number}" for name in ("after", "before", "page", "year", "search", "pilot"))
            failed += [path] if "GET" in rule.methods and client.get(f"{path}?{query}").status_code >= 500 else []
        if "POST" in rule.methods:
            sent = dict.fromkeys(("email", "password", "name", "number", "version", "clerk", "case"), "x" * 5000)
            failed += [path] if client.post(path, data=sent).status_code >= 500 else []
    assert failed == []


def test_a_form_that_cannot_be_visited_leads_to_the_first_page_after_sign_in(client):
    answer = client.post("/applications/ABCD-EFGH/evidence/degree_certificate/1/remove")
    assert answer.status_code == 302
    assert "next=" not in answer.location
