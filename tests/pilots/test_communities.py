"""The communities: three to begin with, each with what may be had there."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from talent.database import db
from talent.pilots import queries
from talent.pilots.errors import NoSuchPilot
from talent.pilots.models import Pilot
from talent.pilots.operations import seed_pilots

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def communities(app):
    seed_pilots()
    db.session.commit()


def test_the_first_three_are_those_the_opinion_names(communities):
    assert [(pilot.slug, pilot.name_zh) for pilot in queries.pilots()] == [
        ("shanzuitou", "山嘴头社区"),
        ("xiachemen", "下车门社区"),
        ("tianchuan", "田川社区"),
    ]


def test_taking_them_up_twice_changes_nothing(communities):
    queries.pilot("tianchuan").about_en = "Mended since."
    seed_pilots()
    assert db.session.scalar(select(func.count()).select_from(Pilot)) == 3
    assert queries.pilot("tianchuan").about_en == "Mended since."


def test_two_communities_cannot_share_an_address(communities):
    names = dict.fromkeys(("name_zh", "name_en", "district_zh", "district_en", "about_zh", "about_en"), "x")
    db.session.add(Pilot(slug="tianchuan", **names))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_an_unknown_community_is_refused(communities):
    with pytest.raises(NoSuchPilot):
        queries.pilot("atlantis")


def test_nobody_needs_to_sign_in_to_see_the_communities(communities, client):
    page = client.get("/communities/", headers={"Accept-Language": "zh"}).text
    for name in ("山嘴头社区", "下车门社区", "田川社区"):
        assert name in page


def test_the_english_page_uses_english_names(communities, client):
    page = client.get("/communities/", headers=ENGLISH).text
    assert "Xiachemen Community" in page
    assert 'lang="en"' in page


def test_a_list_without_communities_says_what_to_do(app, client):
    page = client.get("/communities/", headers=ENGLISH).text
    assert "No community has been taken up yet" in page
    assert 'href="/policies/"' in page


def test_a_community_shows_every_incentive_and_where_to_apply(communities, client):
    page = client.get("/communities/shanzuitou", headers=ENGLISH).text
    for title in ("Home purchase discount", "Rent reduction", "Yearly allowance"):
        assert title in page
    assert 'href="/applications/begin/shanzuitou/jinhua-future-community-talent"' in page


def test_a_community_shows_the_nine_scenarios(communities, client):
    page = client.get("/communities/xiachemen", headers=ENGLISH).text
    assert "Neighbours" in page
    assert "Governance" in page
    assert page.count('<svg viewBox="0 0 24 24"') == len(queries.SCENARIOS) == 9


def test_the_type_of_a_community_is_said_only_when_it_is_known(communities, client):
    known = "An old quarter that is being renewed."
    assert known not in client.get("/communities/tianchuan", headers=ENGLISH).text
    queries.pilot("tianchuan").kind = "renewal"
    assert known in client.get("/communities/tianchuan", headers=ENGLISH).text


def test_an_unknown_address_is_not_found_in_words(communities, client):
    answer = client.get("/communities/atlantis", headers=ENGLISH)
    assert answer.status_code == 404
    assert "Nothing was found at this address" in answer.text
