"""Two people who link at the same moment: one outcome, never a person in two links, never half of each."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from talent.accounts.models import Person
from talent.applications import operations as applying
from talent.applications.households import operations, queries
from talent.applications.households.errors import AlreadyLinked, InvitedAlready, NoSuchLink
from talent.applications.households.following import keep_up
from talent.applications.households.models import SpouseLink, SpouseMember
from talent.applications.models import Application, Source, Stage
from talent.database import db
from tests.cases.test_races import LATER, at_once
from tests.conftest import NOON
from tests.households.conftest import MASTER, drafted, given, handed_in, prove
from tests.households.test_following import FIRST


def inviting(person_id, email):
    return lambda: operations.invite(db.session.get(Person, person_id), email=email, at=LATER)


def agreeing(link_id, person_id):
    def agree():
        operations.agree(db.session.get(SpouseLink, link_id), person=db.session.get(Person, person_id), at=LATER)

    return agree


def ending(link_id, person_id):
    def end():
        operations.end(db.session.get(SpouseLink, link_id), person=db.session.get(Person, person_id), at=LATER)

    return end


def members():
    return db.session.scalars(select(SpouseMember.person_id).order_by(SpouseMember.person_id)).all()


def test_two_who_invite_each_other_at_once_get_one_invitation(taiyuan, wife, husband):
    acts = [inviting(wife.id, husband.email), inviting(husband.id, wife.email)]
    db.session.remove()
    (refusal,) = at_once(taiyuan, acts)
    assert isinstance(refusal, InvitedAlready)
    assert len(members()) == 1


def test_inviting_in_two_tabs_is_one_invitation(taiyuan, wife, husband):
    acts = [inviting(wife.id, husband.email)] * 2
    db.session.remove()
    assert at_once(taiyuan, acts) == []
    assert len(db.session.scalars(select(SpouseLink)).all()) == 1


def test_inviting_two_people_at_once_is_one_of_them(taiyuan, wife, husband, known):
    third = known("third@example.org", "王五")
    acts = [inviting(wife.id, husband.email), inviting(wife.id, third.email)]
    db.session.remove()
    (refusal,) = at_once(taiyuan, acts)
    assert isinstance(refusal, AlreadyLinked)
    assert len(members()) == 1


def test_agreeing_to_two_at_once_links_with_one(taiyuan, wife, husband, known):
    third = known("third@example.org", "王五")
    links = [operations.invite(each, email=husband.email, at=NOON) for each in (wife, third)]
    db.session.commit()
    acts = [agreeing(link.id, husband.id) for link in links]
    db.session.remove()
    (refusal,) = at_once(taiyuan, acts)
    assert isinstance(refusal, AlreadyLinked)
    assert len([link for link in db.session.scalars(select(SpouseLink)) if link.stands]) == 1


def test_agreeing_while_one_invites_another_is_one_or_the_other(taiyuan, wife, husband, known):
    third = known("third@example.org", "王五")
    link = operations.invite(wife, email=husband.email, at=NOON)
    db.session.commit()
    acts = [agreeing(link.id, husband.id), inviting(husband.id, third.email)]
    db.session.remove()
    (refusal,) = at_once(taiyuan, acts)
    assert isinstance(refusal, AlreadyLinked)
    assert len(members()) == 2


def test_agreeing_while_it_is_taken_back_is_one_or_the_other(taiyuan, wife, husband):
    link = operations.invite(wife, email=husband.email, at=NOON)
    db.session.commit()
    number, acts = link.id, [agreeing(link.id, husband.id), ending(link.id, wife.id)]
    db.session.remove()
    refusals = at_once(taiyuan, acts)
    assert [type(each) for each in refusals] in ([], [NoSuchLink])
    after = db.session.get(SpouseLink, number)
    assert after.ended_at == LATER
    assert (after.spouse_id is None) == bool(refusals)
    assert members() == []


def test_ending_while_a_draft_is_kept_up_leaves_nothing_behind(taiyuan, linked, wife, husband):
    handed_in(drafted(wife, FIRST))
    draft = drafted(husband, MASTER)
    keep_up(draft, at=NOON)
    db.session.commit()
    number, acts = draft.id, [ending(linked.id, wife.id)]
    acts += [lambda: keep_up(db.session.get(Application, number), at=LATER)] * 2
    db.session.remove()
    assert at_once(taiyuan, acts) == []
    draft = db.session.get(Application, number)
    keep_up(draft, at=LATER)
    assert [each for each in draft.answers if each.source_kind is Source.SPOUSE] == []


def test_both_hand_in_at_once(taiyuan, linked, wife, husband):
    ids = [drafted(each, MASTER).id for each in (wife, husband)]
    for number in ids:
        prove(db.session.get(Application, number))
    db.session.remove()
    acts = [lambda number=number: applying.submit(db.session.get(Application, number), at=LATER) for number in ids]
    assert at_once(taiyuan, acts) == []
    both = [db.session.get(Application, number) for number in ids]
    assert [each.stage for each in both] == [Stage.SUBMITTED] * 2
    assert all(queries.household_of(each).said["spouse_applies"].value is True for each in both)
    assert all("spouse_applies" not in given(each) for each in both)


def test_without_anybody_waiting_the_database_alone_refuses_the_second(wife, husband, monkeypatch):
    """The negative control: with the people not held and nothing looked up, the rows themselves forbid it."""
    monkeypatch.setattr(operations, "_hold", lambda *people: None)
    monkeypatch.setattr(operations.queries, "link_of", lambda person: None)
    operations.invite(wife, email=husband.email, at=NOON)
    db.session.commit()
    with pytest.raises(IntegrityError):
        operations.invite(wife, email="third@example.org", at=NOON)
    db.session.rollback()
    assert db.session.scalar(text("SELECT count(*) FROM spouse_link")) == 1
