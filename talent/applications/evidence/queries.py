"""Each fact, its proof, and how that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from flask_babel import gettext as _

from rules.facts import Value
from rules.policy import EvidenceKind, Fact
from talent.accounts.models import Person
from talent.applications import documents, queries
from talent.applications.errors import DocumentGone
from talent.applications.evidence.validity import SOON
from talent.applications.models import Application, Evidence, KeptFile, Stage
from talent.applications.signals import Deadline, Examination, Found, examined
from talent.web.filters import said


class Age(StrEnum):
    """How long a document is still valid. LASTING: it does not grow old. UNDATED: nobody told the date on it."""

    LASTING = "lasting"
    UNDATED = "undated"
    FRESH = "fresh"
    SOON = "soon"
    OVER = "over"


class State(StrEnum):
    """How a proof stands. ADDED: and not looked at yet. OVER: only what is too old was added. SPARE: not called for."""

    NEEDED = "needed"
    ADDED = "added"
    OVER = "over"
    VERIFIED = "verified"
    REFUSED = "refused"
    SPARE = "spare"


@dataclass(frozen=True)
class Sheet:
    """A document as it is shown. pages: 0 when its file cannot be read. also: what else the same file is there for."""

    evidence: Evidence
    age: Age
    pages: int
    also: Sequence[EvidenceKind]


@dataclass(frozen=True)
class Proved:
    """An answer a document proves, and what a clerk found of it, None while nobody has looked."""

    fact: Fact
    value: Value
    found: Found | None


@dataclass(frozen=True)
class Proof:
    """A kind of document, the answers it proves, and the documents of it that are there."""

    kind: EvidenceKind
    answers: Sequence[Proved]
    sheets: Sequence[Sheet]
    state: State
    #: Whether a document may be added: to a draft, or a newer one where what was handed in runs out.
    takes_more: bool
    is_renewal: bool
    age: Age

    @property
    def waits(self) -> bool:
        """Whether the applicant has something to do here."""
        return self.takes_more and (self.is_renewal or self.state in {State.NEEDED, State.OVER})

    @property
    def last_day(self) -> date | None:
        """The last day on which it is valid."""
        return last_day([sheet.evidence for sheet in self.sheets])


def last_day(files: Sequence[KeptFile]) -> date | None:
    """Return the last day on which one of the documents is valid, None where that is not known."""
    days = [file.valid_until for file in files if file.valid_until is not None]
    return max(days) if days and len(days) == len(files) else None


def age(files: Sequence[KeptFile], kind: EvidenceKind, *, on: date) -> Age:
    """Return how long documents of a kind are still valid: the newest of them counts."""
    if kind.expires_after_months is None or not files:
        return Age.LASTING
    last = last_day(files)
    if last is None:
        return Age.UNDATED
    if last < on:
        return Age.OVER
    return Age.SOON if last - on <= SOON else Age.FRESH


def examination(application: Application) -> Examination:
    """Return what the bureau has found of an application; nothing of a draft."""
    answers = examined.send(application) if application.stage is Stage.SUBMITTED else []
    return next((told for _receiver, told in answers if told is not None), Examination())


def proofs(application: Application, folder: Path, *, on: date) -> list[Proof]:
    """Return every kind of document that is called for or there: what waits for the applicant first, spare ones last.

    folder: where the files are. on: the day of the page.
    """
    reader = _Reader(application, folder, on)
    listed = [reader.proof(kind) for kind in queries.policy_of(application).evidence.values()]
    return sorted((each for each in listed if each.answers or each.sheets), key=_urgency)


def proof(application: Application, kind: EvidenceKind, folder: Path, *, on: date) -> Proof:
    """Return one kind of document, called for or not."""
    return _Reader(application, folder, on).proof(kind)


def running_out(application: Application, *, on: date) -> list[Deadline]:
    """Return the last days of documents that run out, those that a newer one has moved too; none of a draft."""
    told = examination(application)
    listed = []
    for kind in queries.evidence_needed(queries.policy_of(application), queries.facts_of(application)):
        files = [each for each in application.evidence if each.kind == kind.id]
        last, is_near = last_day(files), age(files, kind, on=on) in {Age.SOON, Age.OVER}
        if application.stage is Stage.SUBMITTED and last is not None and (is_near or len(files) > 1):
            listed.append(
                Deadline(
                    uid=f"document-{application.reference}-{kind.id}",
                    day=last,
                    title=str(_("Valid until then: %(document)s", document=said(kind.label))),
                    says=str(_("Add a newer document if you have not heard from the bureau by then.")),
                    revision=len(files) - 1 + told.over,
                    over=told.over or not told.awaits or not is_near,
                )
            )
    return listed


def names_of(*files: Evidence) -> list[str]:
    """Return the names on the disk of documents and of what they took the place of."""
    formers = [file.former.stored_as for file in files if file.former is not None]
    return [*(file.stored_as for file in files), *formers]


def own(reference: str, kind: str, number: int, *, seen_by: Person) -> Evidence:
    """Return a document of an application the person may fill in. Raises DocumentGone when it is there no more."""
    application = queries.fillable(reference, seen_by=seen_by)
    found = next((each for each in application.evidence if each.id == number and each.kind == kind), None)
    if found is None:
        raise DocumentGone
    return found


def _urgency(proof: Proof) -> int:
    if proof.state is State.SPARE:
        return 2
    return 0 if proof.waits else 1


def is_renewable(application: Application, kind: EvidenceKind, told: Examination, *, on: date) -> bool:
    """Return whether a newer document may be added to what was handed in: it runs out, and a clerk still has it."""
    there = [each for each in application.evidence if each.kind == kind.id]
    return told.awaits and age(there, kind, on=on) in {Age.SOON, Age.OVER}


class _Reader:
    """Reads the proofs of one application on a day."""

    def __init__(self, application: Application, folder: Path, on: date) -> None:
        self.application, self.folder, self.on = application, folder, on
        self.policy, self.facts = queries.policy_of(application), queries.facts_of(application)
        self.told = examination(application)

    def proof(self, kind: EvidenceKind) -> Proof:
        proved = queries.proves(self.policy, self.facts, kind.id)
        answers = [Proved(fact, self.facts[fact.name], self.told.found.get(fact.name)) for fact in proved]
        sheets = [self.sheet(evidence, kind) for evidence in self.application.evidence if evidence.kind == kind.id]
        more = is_renewable(self.application, kind, self.told, on=self.on)
        return Proof(
            kind,
            answers,
            sheets,
            _state(self.application, answers, sheets),
            self.application.stage is Stage.DRAFT or more,
            more,
            age([sheet.evidence for sheet in sheets], kind, on=self.on),
        )

    def sheet(self, evidence: Evidence, kind: EvidenceKind) -> Sheet:
        count = documents.pages(self.folder / evidence.stored_as, evidence.content_type)
        twins = {each.kind for each in self.application.evidence if each.sha256 == evidence.sha256} - {kind.id}
        also = [other for other in self.policy.evidence.values() if other.id in twins]
        return Sheet(evidence, age([evidence], kind, on=self.on), count, also)


def _state(application: Application, answers: Sequence[Proved], sheets: Sequence[Sheet]) -> State:
    """Return how a proof stands; what is too old, or lost on our side, is needed anew until it is handed in."""
    if not answers:
        return State.SPARE
    if application.stage is Stage.DRAFT:
        readable = [sheet for sheet in sheets if sheet.pages]
        if not readable:
            return State.NEEDED
        return State.OVER if all(sheet.age is Age.OVER for sheet in readable) else State.ADDED
    if not sheets:
        return State.NEEDED
    found = [answer.found for answer in answers]
    if any(each is not None and not each.proved for each in found):
        return State.REFUSED
    return State.VERIFIED if all(found) else State.ADDED
