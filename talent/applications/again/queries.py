"""What of earlier applications fits a new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from rules.calendar import add_months
from rules.facts import FactError, parse_fact
from rules.policy import EvidenceKind, Fact, Policy
from talent.applications import queries
from talent.applications.documents import ACCEPTED
from talent.applications.models import Answer, Application, Evidence, Source, Stage
from talent.applications.signals import proved
from talent.database import db
from talent.web.days import policy_day
from talent.web.filters import day


@dataclass(frozen=True)
class Carried:
    """An earlier answer. value: as `rules.facts.written` gives it. on: when it was proved or given."""

    fact: str
    value: object
    reference: str
    kind: Source
    on: date


@dataclass(frozen=True)
class Copy:
    """What of an application fits a policy. unfit, expired: questions and documents, in the words of their policy."""

    answers: list[Carried]
    documents: list[Evidence]
    unfit: list[Fact]
    expired: list[EvidenceKind]


def copy_of(application: Application, policy: Policy, *, on: date) -> Copy:
    """Return what of an application can be filled into a new one under a policy. on: today."""
    before, verified = queries.policy_of(application), verified_days(application)
    answers: list[Carried] = []
    unfit: list[Fact] = []
    for given in application.answers:
        if given.fact not in before.facts:
            continue
        if fits(given, before, policy, on=on):
            answers.append(_carried(given, verified))
        else:
            unfit.append(before.facts[given.fact])
    usable = [document for document in application.evidence if is_usable(document, policy, on=on)]
    kinds = {each.kind for each in application.evidence} - {each.kind for each in usable}
    gone = [before.evidence[kind] for kind in before.evidence if kind in kinds]
    return Copy(answers, usable, unfit, gone)


def proved_before(draft: Application, *, on: date) -> list[Carried]:
    """Return what a clerk found proved in the person's earlier applications and still fits, the newest finding first.

    An answer of the draft's own is never among them.
    """
    policy, there = queries.policy_of(draft), {answer.fact for answer in draft.answers}
    found = [
        _carried(given, verified)
        for application in earlier(draft)
        for verified in [verified_days(application)]
        for given in application.answers
        if given.fact in verified and fits(given, queries.policy_of(application), policy, on=on)
    ]
    newest = {each.fact: each for each in sorted(found, key=lambda each: each.on)}
    return [each for each in newest.values() if each.fact not in there]


def documents_for(draft: Application, answers: Sequence[Carried], *, on: date) -> Iterator[Evidence]:
    """Return the documents that proved answers and have not expired."""
    policy = queries.policy_of(draft)
    for application in earlier(draft):
        taken = [each.fact for each in answers if each.reference == application.reference]
        kinds = {kind for name in taken for kind in policy.facts[name].evidence}
        yield from (each for each in application.evidence if each.kind in kinds and is_usable(each, policy, on=on))


def earlier(draft: Application) -> Sequence[Application]:
    """Return what the person of a draft has handed in, newest first."""
    return handed_in_by(draft.applicant_id)


def handed_in_by(person_id: int) -> Sequence[Application]:
    """Return what a person has handed in, newest first."""
    handed_in = (Application.applicant_id == person_id) & (Application.stage != Stage.DRAFT)
    newest_first = Application.submitted_at.desc(), Application.id.desc()
    return db.session.scalars(select(Application).where(handed_in).order_by(*newest_first)).all()


def certain(person_id: int, policy: Policy, *, on: date) -> list[Carried]:
    """Return what is certain of a person and answers a policy: proved, or said beside what was proved with no need to.

    Only what the person said last counts; that may have been proved in an application before the last one.
    """
    last: dict[str, object] = {}
    found: dict[str, Carried] = {}
    for application in handed_in_by(person_id):
        verified, before = verified_days(application), queries.policy_of(application)
        for given in application.answers:
            if last.setdefault(given.fact, given.value) != given.value or given.fact in found or not verified:
                continue
            if fits(given, before, policy, on=on) and (given.fact in verified or _needs_none(given, policy, on=on)):
                found[given.fact] = _carried(given, verified)
    return [found[name] for name in policy.facts if name in found]


def _needs_none(given: Answer, policy: Policy, *, on: date) -> bool:
    fact = policy.facts[given.fact]
    return not queries.needs_proof(fact, parse_fact(fact, given.value, on=on))


def verified_days(application: Application) -> dict[str, date]:
    """Return the answers that a clerk found proved, with the day."""
    return {name: on for _receiver, days in proved.send(application) for name, on in days.items()}


def fits(given: Answer, before: Policy, now: Policy, *, on: date) -> bool:
    """Return whether an answer to one policy's question answers that of another: alike and right."""
    asked, asks = before.facts.get(given.fact), now.facts.get(given.fact)
    if asked is None or asks is None or asks.at_review or (asked.type, asked.unit) != (asks.type, asks.unit):
        return False
    try:
        return parse_fact(asks, given.value, on=on) is not None
    except FactError:
        return False


def is_usable(document: Evidence, policy: Policy, *, on: date) -> bool:
    """Return whether a document is asked for under a policy and has not expired."""
    kind = policy.evidence.get(document.kind)
    if kind is None or document.content_type not in {each for word in kind.accepts for each in ACCEPTED[word]}:
        return False
    months = kind.expires_after_months
    return months is None or on <= (document.valid_until or add_months(policy_day(document.uploaded_at), months))


def _carried(given: Answer, verified: dict[str, date]) -> Carried:
    application = given.application
    if given.fact in verified:
        return Carried(given.fact, given.value, application.reference, Source.VERIFIED, verified[given.fact])
    return Carried(given.fact, given.value, application.reference, Source.COPIED, policy_day(given.answered_at))


def sources(application: Application) -> dict[str, str]:
    """Say of each answer that was not typed in where it comes from."""
    return {answer.fact: _said(answer, answer.source_on) for answer in application.answers if answer.source_on}


def _said(answer: Answer, on: date) -> str:
    named = {"reference": answer.source, "day": day(on)}
    if answer.source_kind is Source.SPOUSE:
        return str(
            _("From your spouse's application %(reference)s, as of %(day)s. Change it if it is not right.", **named)
        )
    if answer.source_kind is Source.VERIFIED:
        return str(
            _("From your application %(reference)s, verified on %(day)s. Change it if it is no longer right.", **named)
        )
    return str(
        _("From your application %(reference)s, answered on %(day)s. Change it if it is no longer right.", **named)
    )
