"""Two at once: exactly one outcome, the loser is told, nothing is paid twice."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from talent.accounts.models import Person
from talent.audit.models import Record
from talent.awards.bank_details import operations as bank_details
from talent.awards.bank_details.models import AccountKind, BankAccount
from talent.awards.models import Instalment
from talent.awards.payments import operations, queries, selection, settling
from talent.awards.payments.errors import NothingToPay, WrongState
from talent.awards.payments.models import Payment, PaymentRun, PaymentState, RunState
from talent.awards.payments.queries import Total
from talent.database import db
from talent.web.access import Role
from tests.awards.paying import CARD, FAR, LATER, exported, frozen, give_account, payments_of, reported, run_of
from tests.cases.test_races import at_once


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def due_case(decided_case):
    give_account(decided_case)
    return decided_case


def number_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def beginning(clerk_id: int) -> Callable[[], object]:
    def act() -> object:
        clerk = db.session.get(Person, clerk_id)
        return operations.begin(clerk=clerk, due_until=FAR, pilot=None, at=LATER)

    return act


def test_two_clerks_who_begin_at_once_share_nothing(app, due_case, clerk, people):
    ids = [clerk.id, people("other@example.org", Role.CLERK).id]
    parts = number_of(Instalment)
    db.session.remove()
    refused = at_once(app, [beginning(clerk_id) for clerk_id in ids])
    assert [type(each) for each in refused] == [NothingToPay]
    assert number_of(Payment) == parts and number_of(PaymentRun) == 1


def test_without_looking_what_others_have_the_database_still_pays_once(app, due_case, clerk, people, monkeypatch):
    """The negative control: the check is taken away, the instalments are asked for again, and the index holds."""
    frozen(clerk)
    parts, other = number_of(Instalment), people("other@example.org", Role.CLERK)
    monkeypatch.setattr(selection, "IN_RUN", Instalment.id < 0)
    rows = selection.to_insert(1, selection.due(FAR, None), not_of=other.id)
    assert len(db.session.execute(rows).all()) == parts
    with pytest.raises(NothingToPay):
        beginning(other.id)()
    db.session.rollback()
    assert number_of(Payment) == parts


def test_without_index_and_attempt_the_careless_would_pay_twice(app, due_case, clerk, people, monkeypatch):
    """The negative control of the control: it is the index that holds, and behind it the number of the attempt."""
    run_of(clerk)
    parts, other = number_of(Instalment), people("other@example.org", Role.CLERK)
    monkeypatch.setattr(selection, "IN_RUN", Instalment.id < 0)
    db.session.execute(text("DROP INDEX uq_payment_standing"))
    with pytest.raises(NothingToPay):
        beginning(other.id)()
    db.session.execute(text("UPDATE payment SET attempt = 7"))
    beginning(other.id)()
    assert number_of(Payment) == 2 * parts


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_looking_first_is_not_enough_at_the_same_moment(app, due_case, clerk, people):
    """Both look before either has committed: both see everything free. The second waits at the index, and yields."""
    ids = [clerk.id, people("other@example.org", Role.CLERK).id]
    db.session.remove()
    found: list[int] = []

    def act(clerk_id: int) -> Callable[[], object]:
        def begin() -> object:
            found.append(len(db.session.execute(selection.to_insert(1, selection.due(FAR, None), not_of=0)).all()))
            return beginning(clerk_id)()

        return begin

    refused = at_once(app, [act(clerk_id) for clerk_id in ids])
    assert [type(each) for each in refused] == [NothingToPay] and found[0] > 0
    assert number_of(Payment) == number_of(Instalment)


def test_freezing_sending_and_discarding_at_once_does_one_of_them(app, due_case, clerk, approver, people):
    run, second = frozen(clerk), people("second@example.org", Role.APPROVER)
    run_id, seen, ids = run.id, queries.fit(run), (approver.id, second.id, clerk.id)
    db.session.remove()

    def send(person_id: int) -> Callable[[], Total]:
        def act() -> Total:
            run, person = db.session.get(PaymentRun, run_id), db.session.get(Person, person_id)
            return operations.export(run, approver=person, seen=seen, at=LATER)

        return act

    def discard() -> None:
        run, person = db.session.get(PaymentRun, run_id), db.session.get(Person, ids[2])
        operations.discard(run, officer=person, at=LATER)

    refused = at_once(app, [send(ids[0]), send(ids[1]), discard])
    assert [type(each) for each in refused] == [WrongState, WrongState]
    run = db.session.get(PaymentRun, run_id)
    states = {payment.state for payment in payments_of(run)}
    assert (run.state, states) in [(RunState.EXPORTED, {PaymentState.SENT}), (RunState.DISCARDED, set())]


def test_the_same_file_taken_in_twice_at_once_settles_once(app, due_case, clerk, approver):
    run = exported(clerk, approver)
    run_id, approver_id = run.id, approver.id
    results = reported(payments_of(run), *[PaymentState.PAID] * number_of(Instalment))
    count = len(results.rows)
    db.session.remove()
    brought: list[tuple[int, int]] = []

    def take_in() -> None:
        run, person = db.session.get(PaymentRun, run_id), db.session.get(Person, approver_id)
        settled = settling.settle(run, results, filename="x", approver=person, at=LATER)
        brought.append((settled.paid, settled.known))

    assert at_once(app, [take_in, take_in]) == []
    assert sorted(brought) == [(0, count), (count, 0)]
    imports = select(func.count()).where(Record.action == "payment results imported")
    assert db.session.scalar(imports) == 1


def test_a_first_account_given_in_two_tabs_at_once_is_one(app, decided_case):
    person_id = decided_case.application.applicant_id
    db.session.remove()

    def save() -> None:
        person = db.session.get(Person, person_id)
        bank_details.save(person, kind=AccountKind.CARD, holder=person.name, bank="金华银行", number=CARD, at=LATER)

    assert at_once(app, [save, save]) == [] and number_of(BankAccount) == 1


def test_the_account_goes_when_its_person_goes(due_case):
    bank_details.erase(due_case.application.applicant, at=LATER)
    assert number_of(BankAccount) == 0
