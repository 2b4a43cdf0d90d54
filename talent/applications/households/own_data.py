"""With whom a person is, was, or was to be linked as spouse."""

from flask_babel import gettext as _

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Link, Part
from talent.applications.households.models import SpouseLink
from talent.applications.households.queries import links_of
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return every link and invitation of a person."""
    links = links_of(person)
    if not links:
        return []
    return [
        Part(
            "household",
            str(_("Links with your spouse")),
            str(_("To fill in what a policy asks about your spouse, and to see whether both applications agree.")),
            str(_("You and your spouse told us.")),
            str(wording.ON_RECORD),
            str(_("End the link yourself, or take the invitation back; that it stood stays on record.")),
            [_plain(link, person) for link in links],
            [_entry(link, person) for link in links],
            link=Link(str(_("My spouse")), "households.index"),
        )
    ]


def _plain(link: SpouseLink, person: Person) -> dict[str, object]:
    other = link.other(person)
    return {
        "invited_by_you": link.inviter_id == person.id,
        "with": other.name if other is not None else None,
        "invited_email": link.invited_email,
        "invited_at": instant(link.invited_at),
        "agreed_at": instant(link.agreed_at),
        "ended_at": instant(link.ended_at),
        "ended_by_you": None if link.ended_by_id is None else link.ended_by_id == person.id,
        "policies": link.policies,
    }


def _entry(link: SpouseLink, person: Person) -> Entry:
    other = link.other(person)
    title = (other.name or other.email) if other is not None else link.invited_email
    days = ((_("Invited"), link.invited_at), (_("Agreed"), link.agreed_at), (_("Ended"), link.ended_at))
    return Entry(title or str(_("Nobody agreed")), [(str(name), moment(at)) for name, at in days if at is not None])
