"""Cases that are copied in bulk are what the operations make, each of another person, and can be worked on."""

import json

import pytest
from sqlalchemy import func, select

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.queries import decide, facts_of
from talent.audit.queries import records
from talent.audit.verification import first_broken
from talent.awards.bank_details.models import BankAccount
from talent.awards.budgets.models import Budget, Commitment
from talent.awards.models import Award
from talent.awards.public_notices.models import PublicNotice
from talent.cases.models import Case, CaseStage
from talent.cases.operations import approve
from talent.database import db, now
from talent.demo import commands
from talent.demo.commands import load
from talent.demo.people import PASSWORD, account
from talent.notices.models import Letter, OutboxMessage

STAGES = 12


@pytest.fixture
def many(app, monkeypatch):
    """One case of each stage by operations, two copies of each."""
    monkeypatch.setattr(commands, "HAND_MADE", 0)
    monkeypatch.setattr(commands, "PATTERNS", STAGES)
    app.config["DEMO"] = True
    load(3 * STAGES)


def applications(pattern):
    query = select(Application).join(Application.applicant).where(Person.email.like(pattern)).order_by(Person.email)
    return db.session.scalars(query).all()


def told(application):
    """What the product tells of an application, but for who it is and the hour of the day."""
    case = db.session.scalar(select(Case).where(Case.application_id == application.id))
    person = application.applicant
    of_case = select(Award).join(Case).where(Case.application_id == application.id).order_by(Award.id)
    awards = db.session.scalars(of_case).all()
    letters = db.session.scalars(select(Letter).where(Letter.person_id == person.id)).all()
    mails = select(OutboxMessage).where(OutboxMessage.person_id == person.id).order_by(OutboxMessage.id)
    notice = case and db.session.scalar(select(PublicNotice).where(PublicNotice.case_id == case.id))
    entries = [*records(about=f"application:{application.reference}"), *records(about=f"case:{application.reference}")]
    found = {
        "stage": (application.stage, application.pilot.slug, application.policy_digest, application.decision),
        "facts": facts_of(application),
        "evidence": [(file.kind, file.sha256, file.valid_until) for file in application.evidence],
        "case": case and (case.stage, case.due_on, case.outcome, case.decision, case.version, case.recommender_id),
        "approver": case and case.approver_id,
        "incentives": case and [(each.incentive, each.verdict, each.fen, each.recommended) for each in case.incentives],
        "verified": case and sorted((each.fact, each.state, each.clerk_id) for each in case.verifications),
        "awards": [(award.incentive, award.fen, award.case.reference) for award in awards],
        "parts": [(part.number, part.due_on, part.fen, part.state) for award in awards for part in award.instalments],
        "notice": notice and (notice.opens_on, notice.closes_on, notice.ended_at is None),
        "letters": [(letter.content.to_json(), letter.case_reference) for letter in letters],
        "mails": [(mail.recipient, mail.subject, mail.body, mail.other_body, mail.link) for mail in mail_of(mails)],
        "done": [(entry.action, entry.actor_id == person.id, entry.details) for entry in entries],
    }
    text = json.dumps(found, default=str, sort_keys=True, ensure_ascii=False)
    for letter in letters:
        text = text.replace(letter.number, "LETTER").replace(letter.code, "CODE")
    return text.replace(application.reference, "REFERENCE").replace(person.email, "EMAIL").replace(person.name, "NAME")


def mail_of(query):
    return db.session.scalars(query).all()


def test_copies_are_what_operations_make_of_the_same_answers(many, app, client):
    patterns, copies = applications("person___@demo.example"), applications("person_______@demo.example")
    assert (len(patterns), len(copies)) == (STAGES, 2 * STAGES)
    for place, copy in enumerate(copies):
        assert told(copy) == told(patterns[place % STAGES]), place
    assert len({copy.reference for copy in copies}) == len({copy.applicant.identity_number for copy in copies}) == 24
    decided = db.session.scalars(select(Case).where(Case.decision.is_not(None))).all()
    assert all(json.loads(json.dumps(decide(case.application).as_json())) == case.decision for case in decided)
    accounts = db.session.scalars(select(BankAccount)).all()
    assert all(account.fits for account in accounts) and len({account.number for account in accounts}) == len(accounts)
    taken = select(func.coalesce(func.sum(Commitment.fen), 0)).where(Commitment.budget_id == Budget.id)
    sums = db.session.execute(select(Budget.committed_fen, taken.scalar_subquery())).all()
    assert sums and all(promised == committed for promised, committed in sums)
    count, broken, _last = first_broken()
    assert broken is None and count > 500
    _is_worked_on(copies)
    client.post("/login", data={"email": "clerk@demo.example", "password": PASSWORD})
    for copy in copies[:STAGES]:
        expected = 404 if copy.submitted_at is None else 200
        assert client.get(f"/cases/{copy.reference}").status_code == expected


def _is_worked_on(copies):
    """A copy that was recommended is approved; nothing it writes meets what was copied."""
    waiting = select(Case).where(Case.stage == CaseStage.RECOMMENDED, Case.application_id.in_([c.id for c in copies]))
    case = db.session.scalars(waiting.limit(1)).one()
    approve(case, approver=account("approver", at=now()), at=now())
    db.session.commit()
    assert first_broken()[1] is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_loading_goes_on_where_it_stopped(many):
    assert load(3 * STAGES) == 0
    assert load(3 * STAGES + 5) == 5
    assert len(applications("person%@demo.example")) == 3 * STAGES + 5
    assert first_broken()[1] is None
