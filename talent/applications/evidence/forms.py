"""Choosing files, and telling the date on a document."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import HiddenField, MultipleFileField

from rules.policy import EvidenceKind
from talent.applications.forms import DayField
from talent.web.forms import Form


class VersionForm(Form):
    """Something is done with a document as it was looked at."""

    seen = HiddenField()


class DateForm(VersionForm):
    """The date on a document."""

    issued_on = DayField(_l("The date on the document"))

    def day(self) -> date | None:
        """Return the date typed; None where it is not asked, or after saying beside the field what is wrong."""
        if self.issued_on is None:
            return None
        try:
            return date.fromisoformat(self.issued_on.data)
        except ValueError:
            typed = bool(self.issued_on.data)
            self.issued_on.errors = [
                _("This is no day of the calendar. Write year, month and day in figures.")
                if typed
                else _("Fill in the date on the document: year, month and day.")
            ]
            return None


class UploadForm(DateForm):
    """Files, with the date on them where their kind grows old."""

    document = MultipleFileField(_l("Choose files or take a photo"))

    @property
    def files(self) -> Sequence[FileStorage]:
        """The files that were sent, in the order they were chosen."""
        return [sent for sent in self.document.data or () if isinstance(sent, FileStorage) and sent.filename]


def upload_form(
    kind: EvidenceKind, *, seen: str = "", known: date | None = None, typed: MultiDict[str, str] | None = None
) -> UploadForm:
    """Return the form for documents of a kind. known: the date told before. typed: what was typed before a sign-in."""
    given = {"formdata": typed} if typed else {}
    form = UploadForm(data={"seen": seen, "issued_on": known.isoformat() if known else None}, **given)
    if kind.expires_after_months is None:
        del form.issued_on
    return form


def named_apart(form: UploadForm, kind: EvidenceKind) -> UploadForm:
    """Give the fields ids of their own, for a page with several such forms."""
    for field in form:
        field.id = f"{field.id}-{kind.id}"
    return form
