"""A process killed between two steps: all of it happened or nothing, no letter is lost, nothing is paid twice."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.audit.verification import first_broken
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments import operations, queries, settling
from talent.awards.payments.errors import WrongState
from talent.awards.payments.models import PaymentRun, PaymentState, RunState
from talent.cases import operations as cases
from talent.cases.models import Case, CaseStage
from talent.database import db
from talent.notices.jobs import deliver
from talent.notices.models import Letter, OutboxMessage
from tests.awards.paying import LATER, exported, frozen, give_account, payments_of, reported
from tests.killing import killed

APPROVED = """
from talent.accounts.models import Person
from talent.awards import operations as awards
from talent.cases.models import Case
from talent.cases import operations
from talent.database import db
from talent.notices import jobs
from tests.awards.paying import LATER

def approve():
    operations.approve(db.session.get(Case, {case}), approver=db.session.get(Person, {approver}), at=LATER)

{step}
"""
#: Where the process dies. Of the last, which no operation is, the decision is kept before the letter is written.
MOMENTS = {
    "at the letter": "awards.issue = die; approve()",
    "after the commit": "approve(); db.session.commit(); die()",
    "while delivering": "approve(); db.session.commit(); jobs._into_folder = die; jobs.deliver(LATER)",
    "kept too early": "awards.issue = lambda *a, **b: (db.session.commit(), die()); approve()",
}
#: A step of a payment run, and whether it is kept.
PAYING = """
from tests.awards.paying import *
run, person = db.session.get(PaymentRun, {run}), db.session.get(Person, {person})
{step}
{commit}
die()
"""
EXPORT = "operations.export(run, approver=person, seen=queries.fit(run), at=LATER)"
IMPORT = (
    "settling.settle(run, reported(payments_of(run), *[PaymentState.PAID] * 999), filename='x', approver=person, "
    "at=LATER)"
)


@pytest.fixture
def die(app, database_url, tmp_path) -> Callable[..., None]:
    """Do something in another process that is killed: `die(APPROVED, case=1, approver=2, step="approve(); die()")`."""

    def act(code: str, **named: object) -> None:
        killed(database_url, str(tmp_path), code.format(**named))

    yield act
    db.session.rollback()


@pytest.fixture
def die_approving(die, recommended_case, approver) -> Callable[[str], tuple[int, int]]:
    """Approve a case in another process that is killed; gives the ids of the case and of the approver."""

    def act(moment: str) -> tuple[int, int]:
        ids = recommended_case.id, approver.id
        die(APPROVED, case=ids[0], approver=ids[1], step=MOMENTS[moment])
        return ids

    return act


def followed(case_id: int) -> list[int]:
    """Return how many decisions, letters, mails that tell of it and kinds of award there are of a case."""
    case = db.session.get(Case, case_id)
    letters = select(func.count()).where(Letter.case_reference == case.reference)
    told = select(func.count()).where(OutboxMessage.key == f"{case.about}:decided")
    awards = select(func.count()).where(Award.case_id == case_id)
    return [int(case.stage is CaseStage.DECIDED), *(db.session.scalar(query) for query in (letters, told, awards))]


ALL, NOTHING = [1, 1, 1, 3], [0, 0, 0, 0]


@pytest.mark.parametrize("moment", ["at the letter", "after the commit", "while delivering"])
def test_killed_while_approving_the_letter_comes_with_the_decision_and_once(app, die_approving, moment):
    case_id, approver_id = die_approving(moment)
    came_through = moment in {"after the commit", "while delivering"}
    assert followed(case_id) == (ALL if came_through else NOTHING)
    if not came_through:
        case, approver = db.session.get(Case, case_id), db.session.get(Person, approver_id)
        cases.approve(case, approver=approver, at=LATER)
        db.session.commit()
    deliver(LATER)
    deliver(LATER + timedelta(hours=1))
    assert followed(case_id) == ALL
    mails = [int(file.stem.rpartition("-")[2]) for file in Path(app.config["OUTBOX"]).glob("*.eml")]
    assert sorted(mails) == sorted(db.session.scalars(select(OutboxMessage.id)))
    assert first_broken()[1] is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_decision_kept_before_its_letter_would_be_found(die_approving):
    case_id, _approver_id = die_approving("kept too early")
    assert followed(case_id) not in (ALL, NOTHING)


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after the commit"])
def test_killed_while_sending_it_is_sent_once(decided_case, clerk, approver, die, committed):
    give_account(decided_case)
    run = frozen(clerk)
    run_id, person_id = run.id, approver.id
    die(PAYING, run=run_id, person=person_id, step=EXPORT, commit="db.session.commit()" if committed else "")
    run, officer = db.session.get(PaymentRun, run_id), db.session.get(Person, person_id)
    assert run.state is (RunState.EXPORTED if committed else RunState.FROZEN)
    if committed:
        with pytest.raises(WrongState):
            operations.export(run, approver=officer, seen=queries.fit(run), at=LATER)
    else:
        operations.export(run, approver=officer, seen=queries.fit(run), at=LATER)
        assert {payment.state for payment in payments_of(run)} == {PaymentState.SENT}


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after the commit"])
def test_killed_while_settling_it_is_settled_once(decided_case, clerk, approver, die, committed):
    give_account(decided_case)
    run = exported(clerk, approver)
    run_id, person_id = run.id, approver.id
    die(PAYING, run=run_id, person=person_id, step=IMPORT, commit="db.session.commit()" if committed else "")
    run, officer = db.session.get(PaymentRun, run_id), db.session.get(Person, person_id)
    assert run.state is (RunState.SETTLED if committed else RunState.EXPORTED)
    results = reported(payments_of(run), *[PaymentState.PAID] * 999)
    settled = settling.settle(run, results, filename="x", approver=officer, at=LATER)
    assert (settled.new == 0) is committed
    assert {part.state for part in db.session.scalars(select(Instalment))} == {InstalmentState.PAID}
