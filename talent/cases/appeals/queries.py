"""Until when a decision can be appealed against, and finding appeals."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager

from rules.policy import Policy, Source
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.audit.models import Record
from talent.cases.appeals.errors import NoSuchAppeal
from talent.cases.appeals.models import Appeal, AppealState
from talent.cases.calendar import is_working_day
from talent.cases.models import Case, Verification
from talent.cases.signals import fallen
from talent.cases.undoings.queries import decided_key
from talent.database import db
from talent.notices.letters import Appeal as Right
from talent.notices.models import Letter, OutboxMessage
from talent.notices.queries import letters_of
from talent.web.access import Role
from talent.web.days import policy_day

#: Who answers appeals.
ANSWERERS = frozenset({Role.APPROVER, Role.OFFICER})
#: Who may look at them.
READERS = ANSWERERS | {Role.CLERK, Role.AUDITOR}


@dataclass(frozen=True)
class Term:
    """The days to appeal in. right: as the letter told it. last_day: a working day, with `moved` the day it was."""

    letter: Letter
    right: Right
    delivered_on: date
    last_day: date
    moved: date | None
    source: Source | None


def term_of(case: Case) -> Term | None:
    """Return until when a decided case can be appealed against, None before it is decided.

    The letter is delivered when it can be read and the mail about it has left. That day does not count; a last day on
    which offices do not work moves to the next one.
    """
    letter = next(iter(letters_of(case.reference)), None)
    if case.outcome is None or letter is None:
        return None
    sent_at = db.session.scalar(select(OutboxMessage.sent_at).where(OutboxMessage.key == decided_key(case)))
    right, delivered_on = letter.content.appeal, policy_day(max(letter.issued_at, sent_at or letter.issued_at))
    counted = last_day = delivered_on + timedelta(days=right.days)
    while not is_working_day(last_day):
        last_day += timedelta(days=1)
    source = letter.content.sources.get(right.source) if right.source else None
    return Term(letter, right, delivered_on, last_day, counted if counted != last_day else None, source)


def appeal_of(case: Case) -> Appeal | None:
    """Return the appeal against a case."""
    return db.session.scalar(select(Appeal).where(Appeal.case_id == case.id))


def appeal(reference: str, *, seen_by: Person) -> Appeal:
    """Return the appeal against the case with a reference. Raises NoSuchAppeal."""
    query = select(Appeal).join(Appeal.case).join(Case.application).where(Application.reference == reference.upper())
    found = db.session.scalar(query)
    if found is None or not seen_by.has_any(READERS):
        raise NoSuchAppeal
    return found


def sent_back_by(case: Case) -> Appeal | None:
    """Return the appeal for which a case is decided anew, None for a case of a first decision."""
    return db.session.scalar(select(Appeal).where(Appeal.round_id == case.id))


def granted_before(case: Case) -> set[str]:
    """Return the incentives that stand by the decision that was appealed against, when this decides anew."""
    first = db.session.scalar(select(Case).join(Appeal, Appeal.case_id == Case.id).where(Appeal.round_id == case.id))
    if first is None:
        return set()
    gone = {incentive for _receiver, found in fallen.send(first) for incentive in found}
    return set(first.recommended) - gone


def open_appeal(person: Person, policy_id: str) -> Appeal | None:
    """Return the person's appeal under a policy that waits for an answer."""
    query = select(Appeal).join(Appeal.case).join(Case.application)
    waits = (Application.applicant_id == person.id) & (Application.policy_id == policy_id)
    return db.session.scalar(query.where(waits, Appeal.state == AppealState.FILED))


def took_part(case: Case) -> set[int]:
    """Return the ids of all who had a part in a case: the applicant, and whoever did anything in it, by the record.

    What is done to the appeal is no part in the case.
    """
    did = select(Record.actor_id).where(Record.about == case.about, Record.action.not_like("appeal %"))
    verified = select(Verification.clerk_id).where(Verification.case_id == case.id)
    named = {case.application.applicant_id, case.recommender_id, case.approver_id, case.returner_id}
    return {each for each in {*db.session.scalars(did), *db.session.scalars(verified), *named} if each is not None}


def clauses(policy: Policy, found: Appeal) -> dict[str, Source]:
    """Return the clauses an answer may name: those of the letter first, then the others of the policy."""
    term = term_of(found.case)
    named = list(term.letter.content.sources) if term else []
    return {id_: policy.sources[id_] for id_ in dict.fromkeys([*named, *policy.sources]) if id_ in policy.sources}


def clause_of(found: Appeal) -> Source | None:
    """Return the clause on which the decision was found to stand."""
    return policy_of(found.case.application).sources.get(found.clause) if found.clause else None


def listed(*, closed: bool, words: str = "") -> Select[Any]:
    """Return the query for the appeals that wait, the longest overdue first; or for those that are closed."""
    query = select(Appeal).join(Appeal.case).join(Case.application).join(Application.applicant)
    query = query.options(
        contains_eager(Appeal.case)
        .contains_eager(Case.application)
        .contains_eager(Application.applicant)
        .lazyload(Person.roles)
    )
    if words:
        reference = Application.reference.icontains(words.replace(" ", ""), autoescape=True)
        query = query.where(or_(Person.name.icontains(words, autoescape=True), reference))
    waits = Appeal.state == AppealState.FILED
    if closed:
        return query.where(~waits).order_by(func.coalesce(Appeal.decided_at, Appeal.withdrawn_at).desc(), Appeal.id)
    return query.where(waits).order_by(Appeal.due_on, Appeal.id)


def counts(on: date) -> dict[str, int]:
    """Return how many appeals wait, are overdue, and are closed."""

    def number(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    waits = Appeal.state == AppealState.FILED
    row = db.session.execute(
        select(number(waits), number(waits & (Appeal.due_on < on)), number(~waits)).select_from(Appeal)
    ).one()
    return {"waiting": int(row[0]), "overdue": int(row[1]), "closed": int(row[2])}
