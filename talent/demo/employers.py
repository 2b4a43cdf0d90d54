"""A made-up employer and how its people stand to it: one has agreed, one declined, the demo applicant is asked."""

from datetime import datetime, timedelta

from sqlalchemy import select

from talent.accounts.employers import operations
from talent.accounts.employers.models import Employer
from talent.applications import operations as applications
from talent.applications.on_behalf.operations import begin_for
from talent.database import db
from talent.demo.people import account, made
from talent.pilots.queries import pilots
from talent.policies.library import library
from talent.web.access import Role
from talent.web.days import policy_day

#: Made up; its check digit fits.
CODE, NAME = "91330700MA2E4T5X3A", "演示未来科技有限公司"
POLICY = "jinhua-future-community-talent"


def load_employer(*, at: datetime) -> None:
    """Register the employer with its HR and its people, where it is not there yet."""
    if db.session.scalar(select(Employer.id).where(Employer.code == CODE)) is not None:
        return
    administrator, hr = account("admin", at=at), account("employer", at=at)
    before = at - timedelta(days=5)
    employer = operations.register(code=CODE, name=NAME, by=administrator, at=before)
    operations.name_representative(employer, hr.email, by=administrator, at=before)
    operations.ask(email=account("applicant", at=at).email, called="陈晓", by=hr, at=at)
    agreed = made("helped@demo.example", "林静", Role.APPLICANT, at=before)
    declined = made("declined@demo.example", "何明", Role.APPLICANT, at=before)
    consent = operations.ask(email=agreed.email, called=agreed.name, by=hr, at=before)
    operations.answer(consent, agreed, agrees=True, at=before)
    refusal = operations.ask(email=declined.email, called=declined.name, by=hr, at=before)
    operations.answer(refusal, declined, agrees=False, at=before)
    policy = library().in_force(POLICY, policy_day(at))
    if policy is not None:
        draft = begin_for(consent, pilot=pilots()[0], policy=policy, by=hr, at=before)
        applications.answer(draft, {"contract_months": 36, "insured_months": 8}, at=before, by=hr)
