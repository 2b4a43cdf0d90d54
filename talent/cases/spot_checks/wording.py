"""How spot checks are spoken of."""

from flask_babel import lazy_gettext as _l

from talent.cases.spot_checks.models import Finding

FINDINGS = {
    Finding.AGREES: (_l("Would have decided the same"), "good"),
    Finding.DIFFERS: (_l("Would have decided otherwise"), "bad"),
}
