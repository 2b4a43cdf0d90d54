"""Telling two spouses what the other has done, each in their language."""

from datetime import datetime

from flask import current_app

from talent.accounts.models import Person
from talent.applications.households.models import SpouseLink
from talent.applications.households.words import MAILS
from talent.notices.mails import Mail
from talent.notices.operations import post, tell


def tell_invited(link: SpouseLink, email: str, invited: Person | None, *, at: datetime) -> None:
    """Tell who is invited; an address without an account gets the mail in the language of who invites."""
    path = _path("households.answer", number=link.id)
    if invited is not None:
        _tell(link, invited, link.inviter, what="invited", path=path, at=at)
        return
    language = link.inviter.language
    subject, body = _filled("invited", link.inviter, path).to(email, language)
    post(_key(link, "invited"), email, subject, body, at, language=language, link=path)


def tell_agreed(link: SpouseLink, *, at: datetime) -> None:
    """Tell who invited that the other has agreed."""
    if link.spouse is not None:
        _tell(link, link.inviter, link.spouse, what="agreed", path=_path("households.index"), at=at)


def tell_ended(link: SpouseLink, other: Person, person: Person, *, declined: bool, at: datetime) -> None:
    """Tell the other that a person has ended the link, or declined the invitation."""
    _tell(link, other, person, what="declined" if declined else "ended", path=_path("households.index"), at=at)


def _tell(link: SpouseLink, to: Person, by: Person, *, what: str, path: str, at: datetime) -> None:
    tell(_key(link, what), to, _filled(what, by, path), at, link=path)


def _key(link: SpouseLink, what: str) -> str:
    return f"household:{link.id}:{what}"


def _filled(what: str, by: Person, path: str) -> Mail:
    return MAILS[what].filled({"name": by.name or by.email, "link": f"{current_app.config['PUBLIC_URL']}{path}"})


def _path(endpoint: str, **values: object) -> str:
    return str(current_app.url_map.bind("localhost").build(endpoint, values))
