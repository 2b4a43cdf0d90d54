"""Mail the approvers before a promise is broken."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from rules.policy import Text
from talent.accounts.models import Person, RoleGrant
from talent.applications.models import Application
from talent.cases.calendar import add_working_days
from talent.cases.escalations.models import CaseEscalation
from talent.cases.messages import day, path
from talent.cases.models import CLOSED, Case, CaseStage
from talent.cases.words import NEAR_PROMISE
from talent.database import db
from talent.notices.operations import Telling, tell_all
from talent.web.access import Role
from talent.web.days import policy_day
from talent.web.filters import SHANGHAI

#: How many working days are left when the approvers are told, and not before this hour.
DAYS_LEFT = 2
FIRST_HOUR = 8
#: How many cases one mail lists; the next mail has the others.
MOST = 100
#: The time of a case runs in these; in all but these there is a decision, or the applicant is awaited.
RUNNING = frozenset(CaseStage) - frozenset(CLOSED) - {CaseStage.WAITING}


def escalate_due(at: datetime) -> int:
    """Tell every approver of the cases with few working days left, in one transaction. Returns how many cases."""
    if at.astimezone(SHANGHAI).hour < FIRST_HOUR:
        return 0
    approvers = db.session.scalars(select(Person).where(Person.roles.any(RoleGrant.name == Role.APPROVER))).all()
    found = _near(at) if approvers else []
    if not found:
        return 0
    mine = _marked([case.id for case in found], at)
    cases = [case for case in found if case.id in mine]
    tell_all(_tellings(approvers, cases), at)
    db.session.commit()
    return len(cases)


def _near(at: datetime) -> Sequence[Case]:
    """Return the cases not told of whose promised day comes before there are more working days left."""
    told = select(CaseEscalation.case_id).where(CaseEscalation.case_id == Case.id)
    near = Case.due_on < add_working_days(policy_day(at), DAYS_LEFT + 1)
    application = joinedload(Case.application).load_only(Application.reference, Application.applicant_id)
    query = select(Case).options(application).where(Case.stage.in_(RUNNING), near, ~told.exists())
    return db.session.scalars(query.order_by(Case.due_on, Case.id).limit(MOST)).unique().all()


def _marked(ids: Sequence[int], at: datetime) -> set[int]:
    """Mark the cases as told of. Returns those that no other run marked first."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(CaseEscalation).values([{"case_id": each, "told_at": at} for each in sorted(ids)])
    return set(db.session.scalars(statement.on_conflict_do_nothing().returning(CaseEscalation.case_id)))


def _tellings(approvers: Sequence[Person], cases: Sequence[Case]) -> Iterator[Telling]:
    """Write to each approver of the cases, leaving out their own."""
    link = path("cases.index")
    for person in approvers:
        others = [case for case in cases if case.application.applicant_id != person.id]
        if others:
            listed = [(case.reference, day(case.due_on)) for case in others]
            lines = Text(
                "\n".join(f"{reference}：{due.zh}" for reference, due in listed),
                "\n".join(f"{reference}: {due.en}" for reference, due in listed),
            )
            public = f"{current_app.config['PUBLIC_URL']}{link}"
            mail = NEAR_PROMISE.filled({"count": len(others), "cases": lines, "link": public})
            yield Telling(f"near promise:{others[0].about}:{person.id}", person, mail, link)
