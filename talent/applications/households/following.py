"""Answers of a draft that follow from the spouse's application: filled in, kept up, taken out."""

from collections.abc import Mapping
from datetime import datetime

from rules.facts import written
from talent.applications.drafts import hold_draft
from talent.applications.households.queries import Said, household_of
from talent.applications.models import Answer, Application, Source, Stage
from talent.audit.operations import record
from talent.database import db


def is_behind(draft: Application) -> bool:
    """Return whether the spouse's application says something that the draft does not, or says it no longer."""
    return draft.stage is Stage.DRAFT and bool(_changes(draft))


def keep_up(draft: Application, *, at: datetime) -> list[str]:
    """Answer the household facts nobody has typed an answer to as the spouse's application now says.

    Returns the names of the facts that changed.
    """
    hold_draft(draft)
    db.session.refresh(draft, attribute_names=["answers"])
    changes = _changes(draft)
    kept = {answer.fact: answer for answer in draft.answers}
    for name, said in changes.items():
        if said is None:
            draft.answers.remove(kept[name])
        else:
            _answer(draft, kept.get(name), said, at)
    db.session.flush()
    if changes:
        _record(draft, changes, at)
    return list(changes)


def take_out(draft: Application) -> None:
    """Take out what came from the spouse's application."""
    for answer in [each for each in draft.answers if each.source_kind is Source.SPOUSE]:
        draft.answers.remove(answer)
    db.session.flush()


def _changes(draft: Application) -> Mapping[str, Said | None]:
    """Return what to answer otherwise, by fact; None where nothing is said any more."""
    household = household_of(draft)
    said = household.said if household is not None else {}
    there = {answer.fact: answer for answer in draft.answers}
    changes: dict[str, Said | None] = {
        name: said.get(name)
        for name, answer in there.items()
        if answer.source_kind is Source.SPOUSE and not _is_said(answer, said.get(name))
    }
    return changes | {name: each for name, each in said.items() if name not in there}


def _is_said(answer: Answer, said: Said | None) -> bool:
    if said is None:
        return False
    now = (written(said.fact, said.value), said.reference, said.on)
    return (answer.value, answer.source, answer.source_on) == now


def _answer(draft: Application, answer: Answer | None, said: Said, at: datetime) -> None:
    if answer is None:
        answer = Answer(fact=said.fact.name)
        draft.answers.append(answer)
    answer.value, answer.answered_at = written(said.fact, said.value), at
    answer.source, answer.source_kind, answer.source_on = said.reference, Source.SPOUSE, said.on


def _record(draft: Application, changes: Mapping[str, Said | None], at: datetime) -> None:
    details: dict[str, object] = {
        "facts": list(changes),
        "from": sorted({each.reference for each in changes.values() if each is not None}),
    }
    record("answers from spouse", by=draft.applicant_id, about=f"application:{draft.reference}", at=at, details=details)
