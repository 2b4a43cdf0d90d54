"""Telling the person who is asked, and the employer's HR."""

from datetime import datetime

from flask import current_app

from rules.policy import Text
from talent.accounts.employers import mails
from talent.accounts.employers.models import Mandate, MandateState, Representative
from talent.accounts.models import Person
from talent.accounts.queries import person_by_email
from talent.database import db
from talent.notices.mails import Mail
from talent.notices.operations import post, tell

#: How a mail begins to somebody of whom only the address is known.
UNKNOWN = Text("您好：", "Dear Sir or Madam,")


def path(endpoint: str, **values: object) -> str:
    """Return the path of a page."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def named(made: Representative, *, at: datetime) -> None:
    """Tell somebody that they may act for an employer."""
    link = path("on_behalf.index")
    said = mails.NAMED.filled({"employer": made.employer.name, "link": _public(link)})
    tell(f"representative:{made.id}", made.person, said, at, link=link)


def asked(mandate: Mandate, *, at: datetime) -> None:
    """Ask the person; the mail says the same whether the address has an account or not."""
    link, key = path("mandates.show", number=mandate.id), f"mandate:{mandate.id}:asked"
    said = mails.ASKED.filled({"employer": mandate.employer.name, "link": _public(link)})
    person = person_by_email(mandate.email)
    if person is not None and person.active:
        tell(key, person, said, at, link=link)
        return
    subject = f"{said.subject.zh} / {said.subject.en}"
    body = "\n\n".join(f"{UNKNOWN.to(each)}\n\n{said.body.to(each)}" for each in ("zh", "en"))
    post(key, mandate.email, subject, f"{body}\n", at, link=link)


def answered(mandate: Mandate, *, at: datetime) -> None:
    """Tell who asked what the person said."""
    agreed = mandate.state is MandateState.AGREED
    _tell_hr(mandate, mails.ANSWERED[agreed], "answered", at)


def withdrawn(mandate: Mandate, *, at: datetime) -> None:
    """Tell who asked that the consent has ended."""
    _tell_hr(mandate, mails.WITHDRAWN, "withdrawn", at)


def _tell_hr(mandate: Mandate, mail: Mail, what: str, at: datetime) -> None:
    link = path("on_behalf.person", number=mandate.id)
    asker = db.session.get_one(Person, mandate.asked_by_id)
    if asker.active:
        said = mail.filled({"person": mandate.called, "link": _public(link)})
        tell(f"mandate:{mandate.id}:{what}", asker, said, at, link=link)


def _public(link: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{link}"
