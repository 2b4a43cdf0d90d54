"""A consent is withdrawn, or a draft begun, at the same moment as something else: one after the other."""

import threading

import pytest

from talent.accounts.employers import operations as employers
from talent.accounts.employers.errors import ConsentEnded
from talent.accounts.employers.models import Mandate
from talent.accounts.models import Person
from talent.applications import operations, queries
from talent.applications.models import Application
from talent.applications.on_behalf import operations as on_behalf
from talent.applications.on_behalf.errors import CannotBegin
from talent.database import db
from talent.pilots.queries import pilot
from tests.cases.test_races import at_once
from tests.conftest import NOON


def apart(app, act) -> threading.Thread:
    """Begin something in a transaction of its own, and commit it."""

    def run() -> None:
        with app.app_context():
            act()
            db.session.commit()
            db.session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def withdrawing(mandate: Mandate):
    number, person_id = mandate.id, mandate.person_id
    return lambda: employers.withdraw(db.session.get(Mandate, number), db.session.get(Person, person_id), at=NOON)


def test_a_consent_withdrawn_after_hr_was_let_in_stops_what_they_send(app, shared, mandate, hr):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets nobody write between")
    opened = queries.fillable(shared.reference, seen_by=hr)
    assert mandate.stands
    apart(app, withdrawing(mandate)).join()
    with pytest.raises(ConsentEnded):
        operations.answer(opened, {"contract_months": 60}, at=NOON, by=hr)


def test_a_withdrawal_waits_for_what_is_being_saved(app, shared, mandate, hr):
    later = withdrawing(mandate)
    db.session.commit()
    operations.answer(shared, {"contract_months": 60}, at=NOON, by=hr)
    thread = apart(app, later)
    thread.join(0.5)
    assert thread.is_alive()
    db.session.commit()
    thread.join()
    db.session.expire_all()
    assert not mandate.stands
    assert queries.facts_of(shared) == {"contract_months": 60}


def test_the_person_and_hr_beginning_at_once_never_share_what_the_person_began(app, mandate, hr, newcomer, policy):
    from talent.pilots.operations import seed_pilots

    seed_pilots()
    db.session.commit()
    number, hr_id, person_id = mandate.id, hr.id, newcomer.id
    db.session.remove()

    def by_themselves() -> object:
        return operations.begin(db.session.get(Person, person_id), pilot=pilot("xiachemen"), policy=policy, at=NOON)

    def by_hr() -> object:
        return on_behalf.begin_for(
            db.session.get(Mandate, number),
            pilot=pilot("xiachemen"),
            policy=policy,
            by=db.session.get(Person, hr_id),
            at=NOON,
        )

    refusals = at_once(app, [by_themselves, by_hr])
    draft = db.session.query(Application).one()
    begun = on_behalf.begun_for(draft)
    assert [type(refused) for refused in refusals] == ([] if begun else [CannotBegin])
