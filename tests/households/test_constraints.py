"""What the database forbids of links between spouses, whoever writes to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from talent.applications.households import operations
from talent.applications.households.models import SpouseLink, SpouseMember
from talent.database import db
from tests.conftest import NOON

LATER = NOON + timedelta(hours=1)


def link(inviter, spouse=None, email="x@example.org", **other):
    made = {"inviter_id": inviter.id, "invited_at": NOON, "policies": [], "invited_email": email}
    if spouse is not None:
        made |= {"spouse_id": spouse.id, "agreed_at": NOON, "invited_email": None}
    return SpouseLink(**{**made, **other})


def refused(*rows):
    db.session.add_all(rows)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_nobody_stands_in_two_links_on_whichever_side(linked, wife, husband, known):
    third = known("third@example.org", "王五")
    for row in (link(wife), link(husband), link(third, wife), link(third, husband)):
        refused(row)


def test_agreeing_to_a_second_is_refused_by_the_database_too(linked, husband, known):
    second = operations.invite(known("third@example.org", "王五"), email=husband.email, at=NOON)
    db.session.commit()
    second.spouse_id, second.agreed_at, second.invited_email = husband.id, LATER, None
    refused()


def test_a_member_is_there_while_the_link_stands(linked, wife, husband):
    assert set(db.session.scalars(select(SpouseMember.person_id))) == {wife.id, husband.id}
    operations.end(linked, person=wife, at=LATER)
    assert db.session.scalars(select(SpouseMember)).all() == []


def test_nobody_is_their_own_spouse(wife):
    refused(link(wife, wife))


@pytest.mark.parametrize(
    "change",
    [
        {"agreed_at": None},
        {"invited_email": "x@example.org"},
        {"agreed_at": NOON - timedelta(days=1)},
        {"ended_at": LATER},
    ],
)
def test_a_link_is_whole(wife, husband, change):
    refused(link(wife, husband, **change))


def test_an_address_is_kept_in_small_letters_and_while_it_waits(wife):
    refused(link(wife, email="X@example.org"))
    refused(link(wife, email=None))


@pytest.mark.parametrize(
    "change",
    ["policies = '[\"other\"]'", "inviter_id = spouse_id", "spouse_id = inviter_id", "invited_at = agreed_at"],
)
def test_what_was_agreed_to_is_not_changed(linked, change):
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE spouse_link SET {change}"))
    db.session.rollback()


def test_what_is_over_stays_over(linked, wife):
    operations.end(linked, person=wife, at=LATER)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE spouse_link SET ended_at = NULL, ended_by_id = NULL"))
    db.session.rollback()
