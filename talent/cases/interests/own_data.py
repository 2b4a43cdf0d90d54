"""What somebody of the bureau declared of themselves and of cases, for their own data."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Link, Part
from talent.cases.interests.models import Declaration, Interest, StepBack
from talent.cases.interests.queries import interests_of
from talent.cases.interests.wording import KINDS
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return the person's interests, their declarations, and the cases they stepped back from."""
    listed = interests_of(person)
    declared = db.session.scalars(select(Declaration).filter_by(officer_id=person.id).order_by(Declaration.id)).all()
    stepped = db.session.scalars(select(StepBack).filter_by(officer_id=person.id).order_by(StepBack.id)).all()
    if not (listed or declared or stepped):
        return []
    return [
        Part(
            "interests",
            str(_("Conflicts of interest")),
            str(_("So that nobody at the bureau decides about their own employer or family.")),
            str(wording.FROM_YOU),
            str(wording.ON_RECORD),
            str(_("Take an interest off your list yourself. What you declared of a case stays on record.")),
            {
                "interests": [_plain(each) for each in listed],
                "declarations": [
                    {"case": each.case.reference, "words": each.words, "at": instant(each.declared_at)}
                    for each in declared
                ],
                "stepped_back": [
                    {"case": each.case.reference, "reason": each.reason, "at": instant(each.stepped_back_at)}
                    for each in stepped
                ],
            },
            [
                *(_entry(str(KINDS[each.kind]), each.name or str(each.code), each.declared_at) for each in listed),
                *(_entry(each.case.reference, each.words, each.declared_at) for each in declared),
                *(_entry(each.case.reference, each.reason, each.stepped_back_at) for each in stepped),
            ],
            link=Link(str(_("My interests")), "interests.mine"),
        )
    ]


def _plain(each: Interest) -> dict[str, object]:
    return {
        "kind": each.kind.value,
        "name": each.name,
        "code": each.code,
        "has_identity_number": each.identity_lookup is not None,
        "declared_at": instant(each.declared_at),
    }


def _entry(title: str, text: str, at: datetime) -> Entry:
    return Entry(title, [(str(_("Declared")), text), (str(_("Recorded")), moment(at))])
