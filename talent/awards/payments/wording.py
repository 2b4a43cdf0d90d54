"""How payment runs are spoken of on pages."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.accounts.models import Person
from talent.awards.payments.models import PaymentRun, PaymentState, RunState
from talent.awards.payments.selection import Holdup
from talent.awards.payments.settling import Problem, Wrong
from talent.web.access import Role
from talent.web.filters import money

RUN_STATES = {
    RunState.SELECTING: (_l("With the clerk"), "waiting"),
    RunState.FROZEN: (_l("With the approver"), "waiting"),
    RunState.EXPORTED: (_l("With the treasury"), "quiet"),
    RunState.SETTLED: (_l("Settled"), "good"),
    RunState.DISCARDED: (_l("Discarded"), "quiet"),
}
PAYMENT_STATES = {
    PaymentState.SELECTED: (_l("Selected"), "quiet"),
    PaymentState.SENT: (_l("Sent, no result yet"), "quiet"),
    PaymentState.PAID: (_l("Paid"), "good"),
    PaymentState.FAILED: (_l("Failed"), "bad"),
    PaymentState.RETURNED: (_l("Returned by the bank"), "bad"),
}
HOLDUPS = {
    Holdup.NOTICE: (
        _l("On public notice"),
        _l("It is paid when the days of the notice are over and no objection stands against it."),
    ),
    Holdup.REVIEW: (_l("Under review"), _l("A change was reported: a clerk reviews it before it is paid.")),
    Holdup.BANK_DETAILS: (
        _l("Waiting for bank details"),
        _l("The applicant was told by e-mail. As soon as they give an account, the next run takes it."),
    ),
    Holdup.FAILED: (
        _l("Failed before"),
        _l("The last payment did not arrive and the account has not changed since. Retry from its run, or wait."),
    ),
    Holdup.IN_RUN: (_l("In a run"), _l("A run has it already: it is not paid twice.")),
}


def standing(run: PaymentRun, person: Person) -> tuple[str, str]:
    """Say where a run stands; in the warm colour when it waits for this person."""
    text, tone = RUN_STATES[run.state]
    if tone == "waiting" and not (prepares(run, person) or sends(run, person)):
        tone = "quiet"
    return str(text), tone


def prepares(run: PaymentRun, person: Person) -> bool:
    """Return whether this person changes and freezes the run."""
    return run.state is RunState.SELECTING and person.has(Role.CLERK) and run.clerk_id == person.id


def sends(run: PaymentRun, person: Person) -> bool:
    """Return whether the run waits for this person to send it."""
    return run.state is RunState.FROZEN and settles(run, person)


def settles(run: PaymentRun, person: Person) -> bool:
    """Return whether this person may send the run and take in its results."""
    return person.has(Role.APPROVER) and run.clerk_id != person.id


def discards(run: PaymentRun, person: Person) -> bool:
    """Return whether this person may give the run up."""
    return prepares(run, person) or sends(run, person) or (run.state is RunState.FROZEN and run.clerk_id == person.id)


def problem(found: Problem) -> str:
    """Say what is wrong with a line of a result file, and what we have instead."""
    kept = found.kept
    if found.wrong is Wrong.OTHER_RUN and isinstance(kept, int):
        return str(_("This payment belongs to another run, %(run)s.", run=f"P{kept:06d}"))
    if found.wrong is Wrong.TWICE and isinstance(kept, int):
        return str(_("The same key stands in line %(line)d already.", line=kept))
    if found.wrong is Wrong.AMOUNT and isinstance(kept, int):
        return str(_("The amount is not the one we sent: %(amount)s.", amount=money(kept)))
    if found.wrong is Wrong.CONTRADICTS and isinstance(kept, PaymentState):
        return str(_("It was reported before as: %(state)s.", state=PAYMENT_STATES[kept][0]))
    return str(_PLAIN[found.wrong])


_PLAIN = {
    Wrong.FOREIGN: _l("No payment of ours has this key."),
    Wrong.RESULT: _l("The result is none of: paid, failed, returned."),
    Wrong.DAY: _l("The date is no day, or lies ahead."),
}
