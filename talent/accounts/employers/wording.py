"""How somebody stands to an employer, in a word."""

from flask_babel import lazy_gettext as _l

from talent.accounts.employers.models import MandateState

#: For the employer, with the tone of the tag.
STATES = {
    MandateState.ASKED: (_l("Asked"), "quiet"),
    MandateState.AGREED: (_l("Has agreed"), "good"),
    MandateState.DECLINED: (_l("Declined"), "quiet"),
    MandateState.WITHDRAWN: (_l("Consent withdrawn"), "quiet"),
}

#: For the person who was asked.
OWN_STATES = {
    MandateState.ASKED: (_l("Waits for your answer"), "waiting"),
    MandateState.AGREED: (_l("You agree"), "good"),
    MandateState.DECLINED: (_l("You declined"), "quiet"),
    MandateState.WITHDRAWN: (_l("You withdrew"), "quiet"),
}
