"""HR fills in for a person with their consent: answers and documents of what it began, and nothing else."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from talent.accounts.employers import operations as employers
from talent.accounts.employers.errors import ConsentEnded, NoSuchMandate
from talent.accounts.employers.models import Mandate
from talent.accounts.employers.queries import representatives, represented
from talent.accounts.operations import record_details
from talent.applications import operations, queries
from talent.applications.again.operations import apply_again
from talent.applications.documents import Document
from talent.applications.errors import NoSuchApplication
from talent.applications.evidence import operations as evidence
from talent.applications.evidence.queries import own
from talent.applications.models import Application
from talent.applications.on_behalf import operations as on_behalf
from talent.applications.on_behalf.errors import CannotBegin, HandedInMeanwhile, SharedDraft
from talent.applications.on_behalf.models import OnBehalf
from talent.applications.on_behalf.queries import begun_under, turn
from talent.applications.on_behalf.wording import Turn, added_by, filled_in
from talent.applications.signals import proved
from talent.applications.withdrawal.operations import withdraw
from talent.audit.queries import records
from talent.database import db
from talent.notices.models import OutboxMessage
from talent.pilots.operations import seed_pilots
from talent.pilots.queries import pilot
from tests.applications.test_operations import complete  # noqa: F401 - a fixture
from tests.conftest import NOON

PROOF = Document(b"a proof", "image/png", "proof.png")


def test_hr_begins_answers_and_adds_and_the_record_names_them(app, shared, hr, newcomer, tmp_path):
    operations.answer(shared, {"contract_months": 60}, at=NOON, by=hr)
    added = evidence.add(shared, "lease", PROOF, tmp_path, at=NOON, by=hr)
    assert shared.applicant_id == newcomer.id
    assert {each.action: each.actor_id for each in records(about=f"application:{shared.reference}")} == {
        "application begun": hr.id,
        "answers filled in": hr.id,
        "evidence added": hr.id,
    }
    with app.test_request_context():
        assert filled_in(shared) == {"contract_months": "由金华未来科技有限公司的钱人事于2026年3月2日填写。"}
        assert added_by(added) == "由金华未来科技有限公司的钱人事于2026年3月2日添加。"


def test_what_the_person_changes_is_theirs_and_what_they_leave_stays_hrs(app, shared, hr):
    operations.answer(shared, {"contract_months": 60, "insured_months": 9}, at=NOON, by=hr)
    operations.answer(shared, {"contract_months": 48, "insured_months": 9}, at=NOON, by=shared.applicant)
    with app.test_request_context():
        assert set(filled_in(shared)) == {"insured_months"}


def test_only_the_employer_of_the_consent_opens_the_draft(shared, hr, stranger, people):
    assert queries.fillable(shared.reference, seen_by=hr) is shared
    for somebody in (stranger, people("else@example.org")):
        with pytest.raises(NoSuchApplication):
            queries.fillable(shared.reference, seen_by=somebody)
        with pytest.raises(NoSuchApplication):
            operations.answer(shared, {"contract_months": 1}, at=NOON, by=somebody)


def test_a_draft_the_person_began_is_closed_to_hr(mandate, draft, hr, policy):
    with pytest.raises(NoSuchApplication):
        queries.fillable(draft.reference, seen_by=hr)
    with pytest.raises(CannotBegin):
        on_behalf.begin_for(mandate, pilot=draft.pilot, policy=policy, by=hr, at=NOON)


def test_beginning_twice_opens_the_same_draft(shared, mandate, hr, policy):
    again = on_behalf.begin_for(mandate, pilot=shared.pilot, policy=policy, by=hr, at=NOON)
    assert again.id == shared.id


def test_nobody_begins_for_the_people_of_another_employer(shared, mandate, stranger, policy):
    with pytest.raises(NoSuchMandate):
        on_behalf.begin_for(mandate, pilot=shared.pilot, policy=policy, by=stranger, at=NOON)


def test_nobody_begins_without_consent(shared, mandate, hr, newcomer, policy):
    employers.withdraw(mandate, newcomer, at=NOON)
    with pytest.raises(ConsentEnded):
        on_behalf.begin_for(mandate, pilot=shared.pilot, policy=policy, by=hr, at=NOON)


def test_withdrawing_ends_everything_at_once_and_a_new_consent_does_not_bring_it_back(
    shared, mandate, hr, newcomer, tmp_path
):
    added = evidence.add(shared, "lease", PROOF, tmp_path, at=NOON, by=hr)
    db.session.commit()
    employers.withdraw(mandate, newcomer, at=NOON)
    with pytest.raises(ConsentEnded):
        queries.fillable(shared.reference, seen_by=hr)
    with pytest.raises(ConsentEnded):
        operations.answer(shared, {"contract_months": 60}, at=NOON, by=hr)
    with pytest.raises(ConsentEnded):
        own(shared.reference, "lease", added.id, seen_by=hr)
    with pytest.raises(ConsentEnded):
        queries.evidence(added.id, seen_by=hr)
    anew = employers.ask(email=newcomer.email, called="陈晓", by=hr, at=NOON + employers.PEACE)
    employers.answer(anew, newcomer, agrees=True, at=NOON + employers.PEACE)
    with pytest.raises(ConsentEnded):
        queries.fillable(shared.reference, seen_by=hr)
    assert begun_under([mandate, anew]) == {}


def test_who_no_longer_acts_for_the_employer_opens_nothing(shared, hr):
    standing = representatives(represented(hr))[0]
    employers.end_representative(standing, by=hr, at=NOON)
    with pytest.raises(NoSuchApplication):
        queries.fillable(shared.reference, seen_by=hr)


def test_handing_in_closes_it_to_hr_and_only_how_far_it_is_stays(app, shared, mandate, hr):
    on_behalf.tell_ready(shared, by=hr, at=NOON)
    assert turn(begun_under([mandate])[mandate.id][0]) is Turn.READY
    hand_in(shared)
    with pytest.raises(HandedInMeanwhile):
        queries.fillable(shared.reference, seen_by=hr)
    with pytest.raises(HandedInMeanwhile):
        operations.answer(shared, {"contract_months": 1}, at=NOON, by=hr)
    with app.test_request_context():
        assert turn(begun_under([mandate])[mandate.id][0]) is Turn.BUREAU


def test_nothing_of_earlier_applications_is_filled_in_for_hr(complete, newcomer, hr, policy, app):  # noqa: F811
    handed_in = operations.submit(complete, at=NOON)
    withdraw(handed_in, at=NOON)
    asked = employers.ask(email=newcomer.email, called="陈晓", by=hr, at=NOON)
    employers.answer(asked, newcomer, agrees=True, at=NOON)

    def found(_application):
        return {"contract_months": NOON.date()}

    with proved.connected_to(found):
        begun = on_behalf.begin_for(asked, pilot=pilot("shanzuitou"), policy=policy, by=hr, at=NOON)
        by_themselves = operations.begin(newcomer, pilot=pilot("tianchuan"), policy=policy, at=NOON)
    assert (begun.answers, begun.evidence) == ([], [])
    assert [each.fact for each in by_themselves.answers] == ["contract_months"]
    with pytest.raises(SharedDraft):
        apply_again(handed_in, newcomer, app.config["EVIDENCE"], at=NOON)


def test_an_application_in_the_way_is_not_told(app, complete, newcomer, hr, policy):  # noqa: F811
    operations.submit(complete, at=NOON)
    asked = employers.ask(email=newcomer.email, called="陈晓", by=hr, at=NOON)
    employers.answer(asked, newcomer, agrees=True, at=NOON)
    with pytest.raises(CannotBegin) as refused:
        on_behalf.begin_for(asked, pilot=pilot("shanzuitou"), policy=policy, by=hr, at=NOON)
    with app.test_request_context():
        assert complete.reference not in refused.value.says()


def test_the_person_is_told_when_it_is_begun_and_once_a_day_that_it_is_ready(shared, hr, newcomer):
    on_behalf.tell_ready(shared, by=hr, at=NOON)
    on_behalf.tell_ready(shared, by=hr, at=NOON)
    told = db.session.scalars(
        select(OutboxMessage.subject).where(
            OutboxMessage.person_id == newcomer.id, OutboxMessage.key.startswith("on-behalf")
        )
    ).all()
    assert told == [
        f"金华未来科技有限公司开始替您填写申请 {shared.reference}",
        f"申请 {shared.reference} 已替您填好：请您核对",
    ]


def hand_in(application: Application) -> None:
    """Hand in as the applicant."""
    person = application.applicant
    record_details(
        person, name="陈晓", phone="13800138000", identity_kind="passport", identity_number="E12345678", at=NOON
    )
    operations.answer(application, {"honours": frozenset()}, at=NOON)
    operations.submit(application, at=NOON)


def test_the_database_begins_nothing_for_who_has_not_agreed(mandate, newcomer, hr, people, policy):
    seed_pilots()
    another = people("another@example.org")
    theirs = operations.begin(another, pilot=pilot("shanzuitou"), policy=policy, at=NOON)
    own = operations.begin(newcomer, pilot=pilot("shanzuitou"), policy=policy, at=NOON)
    db.session.commit()
    number, ids = mandate.id, {"mandate_id": mandate.id, "begun_by_id": hr.id, "begun_at": NOON}
    for application_id in (theirs.id, own.id):
        if application_id == own.id:
            employers.withdraw(db.session.get(Mandate, number), newcomer, at=NOON)
        db.session.add(OnBehalf(application_id=application_id, **ids))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
