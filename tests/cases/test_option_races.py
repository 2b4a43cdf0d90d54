"""An option chosen in two tabs, or while the case is being decided: one of the two happens, never half of each."""

from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.applications.models import Application
from talent.applications.options import operations as choosing
from talent.cases import operations
from talent.cases.models import Case, CaseStage
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.applications.test_options import RENT
from tests.cases.conftest import REASON, granted_by_rules, verify_everything
from tests.cases.test_options import case  # noqa: F401 - a fixture
from tests.cases.test_races import LATER, at_once
from tests.conftest import NOON


def choosing_of(app, application_id):
    def choose():
        with app.test_request_context():
            choosing.choose(db.session.get(Application, application_id), RENT, at=LATER, link="/x")
            db.session.commit()

    return choose


def test_choosing_in_two_tabs_is_one_change_and_one_mail(app, case):  # noqa: F811
    choose = choosing_of(app, case.application_id)
    db.session.remove()
    assert at_once(app, [choose, choose]) == []
    told = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.key.contains(":option:"))
    assert db.session.scalar(told) == 1


def test_choosing_while_it_is_approved_is_one_or_the_other(app, case, clerk, approver):  # noqa: F811
    verify_everything(case, clerk)
    operations.recommend(case, clerk=clerk, incentives=granted_by_rules(case), reason=REASON, at=NOON)
    db.session.commit()
    case_id, approver_id, choose = case.id, approver.id, choosing_of(app, case.application_id)
    db.session.remove()

    def approve():
        operations.approve(db.session.get(Case, case_id), approver=db.session.get(Person, approver_id), at=LATER)

    assert len(at_once(app, [choose, approve])) == 1
    after = db.session.get(Case, case_id)
    chosen = applications.facts_of(after.application)["preferred_help"]
    assert (after.stage, chosen) in {
        (CaseStage.DECIDED, "purchase_discount"),
        (CaseStage.ARRIVED, "rent_reduction"),
    }
