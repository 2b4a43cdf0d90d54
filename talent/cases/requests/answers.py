"""The page on which an applicant answers a request: what is right is kept, what is wrong is told beside its field."""

from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from rules.facts import Value, parse_fact, written
from talent.applications import documents
from talent.applications import queries as applications
from talent.applications.errors import UnfitFile
from talent.cases.requests import answering, queries
from talent.cases.requests.answering import Draft
from talent.cases.requests.errors import SameFile, TooManyFiles
from talent.cases.requests.forms import answer_form, field_of
from talent.cases.requests.models import ItemKind, Request, RequestItem


class Answers:
    """The form of an open request, and what becomes of what was typed into it."""

    def __init__(self, asked: Request, typed: MultiDict[str, str] | None = None) -> None:
        application = asked.case.application
        self.asked = asked
        self.policy = applications.policy_of(application)
        self.on = applications.applied_on(application)
        self.form = answer_form(asked, self.policy, self._known(), typed)

    def _known(self) -> dict[str, Value]:
        """Return the answers saved so far."""
        facts = self.policy.facts
        parsed = {
            name: parse_fact(facts[name], value, on=self.on) for name, value in queries.drafted(self.asked).items()
        }
        return {name: value for name, value in parsed.items() if value is not None}

    def save(self, at: datetime) -> answering.Saved:
        """Keep what is right; errors go to the fields of the rest."""
        self.form.validate()
        right = self.form.values(self.on)
        drafts = {item.id: draft for item in self.asked.items if (draft := self._draft(item, right)) is not None}
        saved = answering.save(self.asked, drafts, at=at)
        for item in self.asked.items:
            if item.id in saved.clashes:
                self._tell_clash(item)
        return saved

    def _draft(self, item: RequestItem, right: dict[str, Value | None]) -> Draft | None:
        """Return what stands in the form for a thing, None where it is wrong or the page did not have it."""
        name = f"said-{item.id}"
        if name not in self.form or self.form[name].errors:
            return None
        value: object = None
        if item.kind is ItemKind.ANSWER and item.subject is not None:
            if item.subject not in right:
                return None
            value = written(self.policy.facts[item.subject], right[item.subject])
        seen = self.form[f"seen-{item.id}"].data or ""
        return Draft(int(seen) if seen.isdecimal() else -1, value, self.form[name].data)

    def _tell_clash(self, item: RequestItem) -> None:
        field_of(self.form, item).errors = [
            _("You changed this in another window meanwhile. Save again if what stands here is right.")
        ]
        self.form[f"seen-{item.id}"].data = str(item.version)

    def take_files(self, folder: Path, most_bytes: int, at: datetime) -> None:
        """Check and keep the files that came; one that is refused is told beside its field, the others are kept."""
        for item in [each for each in self.asked.items if f"document-{each.id}" in self.form]:
            field = self.form[f"document-{item.id}"]
            refused = [says for sent in field.data or [] if (says := self._refused(item, sent, folder, most_bytes, at))]
            if refused:
                field.errors = [*field.errors, *refused]

    def _refused(self, item: RequestItem, sent: object, folder: Path, most_bytes: int, at: datetime) -> str:
        """Keep a file. Returns why it is refused, '' when it is not."""
        if not isinstance(sent, FileStorage) or not sent.filename:
            return ""
        kind = self.policy.evidence[item.subject or ""]
        try:
            document = documents.checked(sent.read(most_bytes + 1), sent.filename, kind.accepts, most_bytes)
            answering.add_document(item, document, folder, at=at)
        except (UnfitFile, SameFile, TooManyFiles) as error:
            return str(_("%(file)s: %(why)s", file=documents.plain_name(sent.filename), why=error.says()))
        return ""

    def removed(self, number: str) -> list[str]:
        """Forget the file of this number. Returns its name on the disk, nothing when there is no such file."""
        for file in [file for item in self.asked.items for file in item.documents if str(file.id) == number]:
            return [answering.remove_document(file)]
        return []

    def point_out_missing(self) -> None:
        """Say beside everything that is not answered that it is still to be."""
        for number, item in enumerate(self.asked.items, start=1):
            if not item.is_answered:
                says = _("Answer no. %(number)d, or say why you cannot.", number=number)
                field_of(self.form, item).errors = [says]
