"""Where a recovery stands, in words for people."""

from flask_babel import lazy_gettext as _l

from talent.awards.recoveries.models import RecoveryState, RepaymentKind

#: With a tone.
STATES = {
    RecoveryState.PROPOSED: (_l("Waits to be confirmed"), "waiting"),
    RecoveryState.OPEN: (_l("Owed"), "waiting"),
    RecoveryState.SETTLED: (_l("Paid back"), "good"),
    RecoveryState.WAIVED: (_l("Waived"), "quiet"),
}
KINDS = {RepaymentKind.PAID: _l("Paid back"), RepaymentKind.OFFSET: _l("Kept from an instalment")}
