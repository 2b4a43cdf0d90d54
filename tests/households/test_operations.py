"""One spouse invites, the other agrees or declines, and either ends it: told to both, kept on record."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from talent.accounts.own_data.operations import leave
from talent.applications.households import operations, queries
from talent.applications.households.errors import (
    AlreadyLinked,
    InvitedAlready,
    NobodyAsks,
    NoSuchLink,
    NotKnown,
    OwnAddress,
    TooManyInvitations,
)
from talent.applications.households.models import SpouseLink, SpouseMember
from talent.audit.queries import records
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.policies.library import policies_in_force
from talent.web.access import Role
from tests.conftest import NOON
from tests.households.conftest import use

LATER = NOON + timedelta(hours=1)


def mails_to(email: str) -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.recipient == email)))


def test_an_invitation_reaches_the_spouse_and_links_nobody(wife, husband):
    link = operations.invite(wife, email=" Zhao@Example.org ", at=NOON)
    assert link.waits and not link.stands
    assert link.policies == [policies_in_force()[0].digest]
    assert queries.invitations_to(husband) == [link]
    assert queries.standing_link(wife) is None
    assert f"household:{link.id}:invited" in mails_to(husband.email)


def test_the_same_invitation_twice_is_one_and_one_mail(wife, husband):
    first = operations.invite(wife, email=husband.email, at=NOON)
    assert operations.invite(wife, email=husband.email, at=LATER) is first
    assert len(mails_to(husband.email)) == 1


def test_an_address_without_an_account_is_invited_all_the_same(wife, known):
    link = operations.invite(wife, email="later@example.org", at=NOON)
    db.session.commit()
    later = known("later@example.org", "赵刚")
    assert queries.invitations_to(later) == [link]
    assert operations.agree(link, person=later, at=LATER).stands


def test_agreeing_links_both_tells_the_inviter_and_forgets_the_address(linked, wife, husband):
    assert linked.stands
    assert linked.invited_email is None
    assert linked.other(wife) == husband
    assert linked.other(husband) == wife
    assert f"household:{linked.id}:agreed" in mails_to(wife.email)
    assert [entry.action for entry in records(about=f"household:{linked.id}")] == ["spouse invited", "household linked"]


def test_agreeing_twice_changes_nothing(linked, husband):
    operations.agree(linked, person=husband, at=LATER)
    assert linked.agreed_at == NOON


@pytest.mark.parametrize("inviter_ends", [True, False])
def test_either_ends_it_and_the_other_is_told(linked, wife, husband, inviter_ends):
    ends, other = (wife, husband) if inviter_ends else (husband, wife)
    operations.end(linked, person=ends, at=LATER)
    operations.end(linked, person=other, at=LATER)
    assert linked.ended_by_id == ends.id
    assert queries.link_of(wife) is queries.link_of(husband) is None
    assert f"household:{linked.id}:ended" in mails_to(other.email)
    assert f"household:{linked.id}:ended" not in mails_to(ends.email)


def test_declining_is_told_and_shares_nothing(wife, husband):
    link = operations.invite(wife, email=husband.email, at=NOON)
    operations.end(link, person=husband, at=LATER)
    assert link.invited_email is None
    assert queries.invitations_to(husband) == []
    assert f"household:{link.id}:declined" in mails_to(wife.email)
    with pytest.raises(NoSuchLink):
        operations.agree(link, person=husband, at=LATER)


def test_who_was_not_invited_can_neither_see_agree_nor_end(wife, husband, known):
    link = operations.invite(wife, email=husband.email, at=NOON)
    stranger = known("stranger@example.org", "王五")
    for act in (operations.agree, operations.end):
        with pytest.raises(NoSuchLink):
            act(link, person=stranger, at=LATER)
    with pytest.raises(NoSuchLink):
        queries.link(link.id, seen_by=stranger)
    with pytest.raises(NoSuchLink):
        operations.agree(link, person=wife, at=LATER)


def test_nobody_invites_themselves(wife):
    with pytest.raises(OwnAddress):
        operations.invite(wife, email=wife.email.upper(), at=NOON)


def test_who_invites_has_said_who_they_are(taiyuan, people):
    with pytest.raises(NotKnown):
        operations.invite(people("new@example.org", Role.APPLICANT), email="x@example.org", at=NOON)


def test_whoever_is_linked_or_has_invited_invites_nobody_else(linked, wife, husband):
    for person in (wife, husband):
        with pytest.raises(AlreadyLinked):
            operations.invite(person, email="other@example.org", at=LATER)


def test_whoever_is_linked_agrees_to_no_other(linked, husband, known):
    other = known("other@example.org", "李四")
    link = operations.invite(other, email=husband.email, at=LATER)
    with pytest.raises(AlreadyLinked):
        operations.agree(link, person=husband, at=LATER)


def test_who_is_invited_by_the_very_person_is_led_to_that_invitation(wife, husband):
    link = operations.invite(wife, email=husband.email, at=NOON)
    with pytest.raises(InvitedAlready) as refused:
        operations.invite(husband, email=wife.email, at=LATER)
    assert refused.value.number == link.id


def test_invitations_that_crossed_become_one_link(wife, known):
    mine = operations.invite(wife, email="later@example.org", at=NOON)
    later = known("later@example.org", "赵刚")
    own = SpouseLink(inviter=later, invited_email=wife.email, invited_at=NOON, policies=mine.policies)
    db.session.add(own)
    db.session.flush()
    operations.agree(mine, person=later, at=LATER)
    assert mine.stands
    assert own.ended_at == LATER


def test_only_so_many_invitations_are_sent_in_a_day(wife):
    for number in range(operations.MOST_A_DAY):
        link = operations.invite(wife, email=f"x{number}@example.org", at=NOON)
        operations.end(link, person=wife, at=NOON)
    with pytest.raises(TooManyInvitations):
        operations.invite(wife, email="one-more@example.org", at=LATER)
    assert operations.invite(wife, email="one-more@example.org", at=NOON + timedelta(days=1)).waits


def test_where_no_policy_asks_there_is_nothing_to_link(app, known):
    use(app, "jinhua")
    with pytest.raises(NobodyAsks):
        operations.invite(known("lin@example.org", "林月"), email="x@example.org", at=NOON)


def test_leaving_ends_the_link_and_declines_what_waits(linked, wife, husband, known):
    other = known("other@example.org", "李四")
    waiting = operations.invite(other, email=husband.email, at=NOON)
    leave(husband, at=LATER)
    assert linked.ended_at == waiting.ended_at == LATER
    assert waiting.invited_email is None
    assert f"household:{linked.id}:ended" in mails_to(wife.email)
    assert db.session.scalar(select(func.count()).select_from(SpouseMember)) == 0
