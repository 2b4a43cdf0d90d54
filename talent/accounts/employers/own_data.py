"""What is kept of whom an employer asked, and of who acts for an employer."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from rules.policy import Text
from talent.accounts.employers.models import Mandate, Representative
from talent.accounts.employers.queries import mandates_of
from talent.accounts.employers.terms import VERSIONS
from talent.accounts.employers.wording import OWN_STATES
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, Link, Part
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return who asked to fill in for the person, and for whom the person acts."""
    return [*_mandates(person), *_represented(person)]


def _mandates(person: Person) -> list[Part]:
    asked = mandates_of(person)
    if not asked:
        return []
    return [
        Part(
            "mandates",
            str(_("Employers that asked to fill in for you")),
            str(_("To let nobody fill in for you without your consent, and to prove it.")),
            str(_("The employer asked; you answered.")),
            str(wording.ON_RECORD),
            str(_("Agree, decline or withdraw yourself, at any time.")),
            [_plain(each) for each in asked],
            [_entry(each) for each in asked],
            link=Link(str(_("Who fills in for you")), "mandates.index"),
        )
    ]


def _plain(mandate: Mandate) -> dict[str, object]:
    terms = VERSIONS[mandate.version] if mandate.version else None
    return {
        "employer": {"code": mandate.employer.code, "name": mandate.employer.name},
        "asked_under": {"email": mandate.email, "name": mandate.called},
        "state": mandate.state.value,
        "asked_at": instant(mandate.asked_at),
        "answered_at": instant(mandate.answered_at),
        "withdrawn_at": instant(mandate.withdrawn_at),
        "terms": {"version": mandate.version, "may": _all(terms.may), "never": _all(terms.never)} if terms else None,
    }


def _entry(mandate: Mandate) -> Entry:
    rows = [
        (str(_("State")), str(OWN_STATES[mandate.state][0])),
        (str(_("Asked")), moment(mandate.asked_at)),
        (str(_("Answered")), moment(mandate.answered_at) if mandate.answered_at else "—"),
    ]
    if mandate.withdrawn_at:
        rows.append((str(_("Withdrawn")), moment(mandate.withdrawn_at)))
    return Entry(mandate.employer.name, rows)


def _represented(person: Person) -> list[Part]:
    query = select(Representative).where(Representative.person_id == person.id).order_by(Representative.id)
    acted = list(db.session.scalars(query))
    if not acted:
        return []
    return [
        Part(
            "representatives",
            str(_("Employers you act for")),
            str(_("So that only an employer's own HR fills in for its people.")),
            str(_("The bureau's administrator named you.")),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [
                {
                    "employer": {"code": each.employer.code, "name": each.employer.name},
                    "from": instant(each.named_at),
                    "until": instant(each.ended_at),
                }
                for each in acted
            ],
            [
                Entry(
                    each.employer.name,
                    [
                        (str(_("From")), moment(each.named_at)),
                        (str(_("Until")), moment(each.ended_at) if each.ended_at else "—"),
                    ],
                )
                for each in acted
            ],
        )
    ]


def _all(texts: Sequence[Text]) -> list[dict[str, str]]:
    return [both(each) for each in texts]
