"""The frame of every page."""

import re

import pytest

from talent.web.access import Role

ENGLISH = {"Accept-Language": "en"}
CHINESE = {"Accept-Language": "zh-CN"}


@pytest.mark.parametrize("path", ["/", "/communities/", "/policies/", "/accessibility", "/privacy", "/nowhere"])
def test_every_page_has_a_title_a_language_and_one_main_heading(client, path):
    page = client.get(path, headers=ENGLISH).text
    assert re.search(r"<title>[^<–]+ – Future Community Talent Service</title>", page)
    assert '<html lang="en"' in page
    assert page.count("<h1") == 1
    assert page.count('id="main-content"') == 1


def test_chinese_comes_first(client):
    assert '<html lang="zh-Hans-CN"' in client.get("/").text


def test_the_language_switch_keeps_the_page(client):
    page = client.get("/communities/?x=1", headers=CHINESE).text
    switch = re.search(r'href="(/language/en[^"]*)"', page)
    answer = client.get(switch.group(1).replace("&amp;", "&"))
    assert answer.location == "/communities/?x=1"
    assert '<html lang="en"' in client.get("/communities/", headers=CHINESE).text


def test_a_visitor_is_offered_to_sign_in(client):
    page = client.get("/", headers=ENGLISH).text
    assert "Sign in" in page
    assert "Sign out" not in page


def test_who_is_signed_in_reads_their_name_and_can_leave(client, people):
    people("wang@example.org", Role.APPLICANT, name="王小明")
    page = client.sign_in("wang@example.org").get("/", headers=ENGLISH).text
    assert "王小明" in page
    assert "Sign out" in page
    assert "My applications" in page


def test_the_navigation_marks_where_one_is(client):
    page = client.get("/policies/", headers=ENGLISH).text
    assert re.search(r'href="/policies/" aria-current="true"', page)
    assert not re.search(r'href="/communities/" aria-current', page)


def test_nothing_on_a_page_runs_or_is_styled_inline(client):
    page = client.get("/", headers=ENGLISH).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_what_failed_is_said_with_a_way_on(client):
    answer = client.get("/nowhere", headers=ENGLISH)
    assert answer.status_code == 404
    assert "Code 404" in answer.text
    assert "Go to the start page" in answer.text
