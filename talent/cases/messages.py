"""Telling the two sides of a case, each in their language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale

from rules.policy import Text
from talent.accounts.models import Person
from talent.cases.models import Case
from talent.cases.words import TO_APPLICANT, TO_CLERK
from talent.notices.mails import Mail
from talent.notices.operations import tell
from talent.web import filters
from talent.web.language import LANGUAGES


def path(endpoint: str, **values: object) -> str:
    """Return the path of a page."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def address(endpoint: str, **values: object) -> str:
    """Return the public address of a page, whatever address the visitor came by."""
    return f"{current_app.config['PUBLIC_URL']}{path(endpoint, **values)}"


def in_both(write: Callable[[], str]) -> Text:
    """Return what is written in Chinese and in English."""

    def in_one(language: str) -> str:
        with force_locale(LANGUAGES[language]):
            return write()

    return Text(in_one("zh"), in_one("en"))


def day(value: date) -> Text:
    """Return a day in both languages."""
    return in_both(lambda: filters.day(value))


def tell_applicant(case: Case, what: str, *, at: datetime, about: str = "", link: str = "", **values: object) -> None:
    """Tell the applicant one of `TO_APPLICANT`.

    about: which of several ('request:2'). link: the page that shows more; that of the application where it is none.
    """
    link = link or path("applications.show", reference=case.reference)
    mail = _filled(case, TO_APPLICANT[what], link, values)
    tell(_key(case, about, what), case.application.applicant, mail, at, link=link)


def tell_clerk(case: Case, clerk: Person, what: str, *, at: datetime, about: str = "", **values: object) -> None:
    """Tell a clerk one of `TO_CLERK`."""
    link = path("cases.show", reference=case.reference)
    tell(_key(case, about, f"{what} clerk"), clerk, _filled(case, TO_CLERK[what], link, values), at, link=link)


def _key(case: Case, about: str, what: str) -> str:
    return ":".join(part for part in (case.about, about, what) if part)


def _filled(case: Case, mail: Mail, link: str, values: Mapping[str, object]) -> Mail:
    public = f"{current_app.config['PUBLIC_URL']}{link}"
    return mail.filled({"reference": case.reference, "link": public, **values})
