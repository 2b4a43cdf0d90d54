"""What is kept of whom a person began applications for: only that, for the applications are not theirs."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.on_behalf.models import OnBehalf
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return which applications the person began for others."""
    query = select(OnBehalf).where(OnBehalf.begun_by_id == person.id).order_by(OnBehalf.begun_at)
    begun = list(db.session.scalars(query))
    if not begun:
        return []
    return [
        Part(
            "begun_for_others",
            str(_("Applications you began for others")),
            str(_("So that they see who filled in for them.")),
            str(wording.FROM_SERVICE),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [
                {
                    "application": each.application.reference,
                    "employer": each.mandate.employer.code,
                    "begun_at": instant(each.begun_at),
                    "told_ready_at": instant(each.told_ready_at),
                }
                for each in begun
            ],
            [
                Entry(
                    each.application.reference,
                    [
                        (str(_("Employer")), each.mandate.employer.name),
                        (str(_("Begun")), moment(each.begun_at)),
                    ],
                )
                for each in begun
            ],
        )
    ]
