"""Sentences about data that every feature says alike."""

from flask_babel import lazy_gettext as _l

from talent.accounts.own_data.models import WishOutcome

FROM_YOU = _l("You told us.")
FROM_BUREAU = _l("Made by the bureau when it dealt with your application.")
FROM_SERVICE = _l("Noted by this service by itself.")

UNTIL_DELETED = _l("Until you delete your account.")
ON_RECORD = _l("As long as the bureau has to keep records of applications and payments. Drafts: until you delete them.")

NOT_CHANGED = _l("This is a record of what happened: it is not changed. Write to the bureau if it is wrong.")

OUTCOMES = {
    None: _l("It is the bureau's turn to answer."),
    WishOutcome.ACCEPTED: _l("Accepted"),
    WishOutcome.REFUSED: _l("Not accepted"),
    WishOutcome.WITHDRAWN: _l("Taken back"),
}
