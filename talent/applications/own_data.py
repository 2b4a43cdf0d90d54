"""What applications keep of a person, what of it has to stay, and what can be erased."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from rules.policy import Policy
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, File, Kept, Link, Part
from talent.applications import queries
from talent.applications.evidence.files import spend
from talent.applications.evidence.queries import names_of
from talent.applications.models import Application, Evidence, KeptFile, Stage
from talent.database import db
from talent.web.days import policy_day
from talent.web.filters import said, size
from talent.web.language import language


def parts(person: Person) -> list[Part]:
    """Return the person's applications with answers and documents."""
    applications = queries.applications_of(person)
    return [
        Part(
            "applications",
            str(_("Your applications and answers")),
            str(_("To decide what you applied for, and to be able to say later why it was decided so.")),
            str(wording.FROM_YOU),
            str(wording.ON_RECORD),
            str(_("Change drafts yourself. What you handed in: when the clerk asks, or by reporting a change.")),
            [_plain(application) for application in applications],
            [_entry(application) for application in applications],
            link=Link(str(_("My applications")), "applications.index") if applications else None,
        ),
        Part(
            "documents",
            str(_("Your documents")),
            str(_("To prove your answers.")),
            str(wording.FROM_YOU),
            str(wording.ON_RECORD),
            str(_("Remove or replace documents of drafts yourself. What you handed in stays as the clerk checked it.")),
            [_plain_document(each) for application in applications for each in application.evidence],
            [
                Entry(each.filename, [(application.reference, size(each.size)), ("SHA-256", each.sha256)])
                for application in applications
                for each in application.evidence
            ],
            [
                File(f"documents/{application.reference}/{each.id}-{each.filename}", _path(each))
                for application in applications
                for each in application.evidence
            ],
        ),
    ]


def _plain(application: Application) -> dict[str, object]:
    policy, pilot = queries.policy_of(application), application.pilot
    return {
        "reference": application.reference,
        "stage": application.stage.value,
        "pilot": {"id": pilot.slug, "zh": pilot.name_zh, "en": pilot.name_en},
        "policy": {"id": policy.id, "digest": application.policy_digest, **both(policy.title)},
        "started_at": instant(application.started_at),
        "submitted_at": instant(application.submitted_at),
        "declared_at": instant(application.declared_at),
        "withdrawn_at": instant(application.withdrawn_at),
        "withdrawn_reason": application.withdrawn_reason,
        "answers": [
            {
                "fact": answer.fact,
                "question": _question(policy, answer.fact),
                "value": answer.value,
                "answered_at": instant(answer.answered_at),
                "taken_from": answer.source,
                "filled_in_by": _named(answer.filled_by_id),
            }
            for answer in sorted(application.answers, key=lambda each: each.id)
        ],
        "rules_said": application.decision,
    }


def _named(person_id: int | None) -> str | None:
    """Return who filled something in for the applicant, None where that was the applicant."""
    return None if person_id is None else db.session.get_one(Person, person_id).name


def _question(policy: Policy, name: str) -> dict[str, str] | None:
    return both(policy.facts[name].ask) if name in policy.facts else None


def _plain_document(document: Evidence) -> dict[str, object]:
    former = document.former
    return {
        "application": document.application.reference,
        "kind": document.kind,
        **_plain_file(document),
        "added_by": _named(document.filled_by_id),
        "took_the_place_of": _plain_file(former) if former else None,
    }


def _plain_file(file: KeptFile) -> dict[str, object]:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "bytes": file.size,
        "sha256": file.sha256,
        "uploaded_at": instant(file.uploaded_at),
        "issued_on": file.issued_on.isoformat() if file.issued_on else None,
        "valid_until": file.valid_until.isoformat() if file.valid_until else None,
    }


def _entry(application: Application) -> Entry:
    policy, facts = queries.policy_of(application), queries.facts_of(application)
    pilot = application.pilot
    rows = [(said(policy.facts[name].ask), queries.shown(policy.facts[name], value)) for name, value in facts.items()]
    return Entry(f"{application.reference} · {pilot.name_en if language() == 'en' else pilot.name_zh}", rows)


def _path(document: Evidence) -> Path:
    folder: Path = current_app.config["EVIDENCE"]
    return folder / document.stored_as


def kept(person: Person) -> list[Kept]:
    """Return the applications that have to stay on record: all that were handed in."""
    return [
        Kept(application.reference, policy_day(application.submitted_at))
        for application in queries.applications_of(person)
        if application.submitted_at is not None
    ]


def erase(person: Person, *, at: datetime) -> None:
    """Delete the person's drafts; the files of their documents go when that is committed."""
    for draft in queries.applications_of(person):
        if draft.stage is Stage.DRAFT:
            for name in names_of(*draft.evidence):
                spend(current_app.config["EVIDENCE"] / name)
            db.session.delete(draft)
    db.session.flush()
