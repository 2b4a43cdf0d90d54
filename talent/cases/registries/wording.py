"""How registries are spoken of on pages."""

from flask_babel import lazy_gettext as _l

from rules.policy import Registry
from talent.cases.registries.queries import Heard

NAMES = {
    Registry.DEGREES: _l("degree register"),
    Registry.SOCIAL_INSURANCE: _l("social insurance register"),
    Registry.REAL_ESTATE: _l("property register"),
    Registry.TAX: _l("tax register"),
}
HEARD = {
    Heard.AGREES: (_l("Agrees"), "good"),
    Heard.DIFFERS: (_l("Differs"), "bad"),
    Heard.ABSENT: (_l("Not in the extract"), "quiet"),
}
#: What the null connector warns of.
UNCONNECTED = {
    Registry.DEGREES: _l("No registry is connected for degrees: look at the certificates."),
    Registry.SOCIAL_INSURANCE: _l("No registry is connected for social insurance: look at the records."),
    Registry.REAL_ESTATE: _l("No registry is connected for real estate: look at the extracts handed in."),
    Registry.TAX: _l("No registry is connected for tax: look at the tax records."),
}
