"""How offers stand, in words and colours."""

from flask_babel import lazy_gettext as _l

from talent.applications.offers.models import OfferState

STATES = {
    OfferState.OPEN: (_l("Waits for an answer"), "waiting"),
    OfferState.ACCEPTED: (_l("Accepted"), "good"),
    OfferState.DECLINED: (_l("Not now"), "quiet"),
    OfferState.LAPSED: (_l("No longer stands"), "quiet"),
}
