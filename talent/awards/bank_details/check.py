"""Whether the account an applicant is to be paid into was ever another person's, and is in their name."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.awards.bank_details.models import BankAccount, FormerAccount
from talent.awards.bank_details.operations import plain_name
from talent.awards.bank_details.queries import account_of
from talent.cases.checks.check import Check, Result
from talent.cases.checks.elsewhere import NAMED, open_cases
from talent.cases.models import Case
from talent.database import db


def checks(case: Case) -> list[Check]:
    """Compare the account with the name of its person and, by its fingerprint, with everybody's earlier accounts."""
    applicant = case.application.applicant
    account = account_of(applicant)
    if account is None:
        says = _("The applicant has given no account yet.")
        return [Check(_("Bank account"), _("The account with those of all other people."), Result.UNKNOWN, says)]
    return [_holder(account, applicant.name), _elsewhere(account, case)]


def _holder(account: BankAccount, name: str) -> Check:
    compared = _("The holder %(holder)s with the name of the applicant.", holder=account.holder)
    if plain_name(account.holder) == plain_name(name):
        return Check(_("Holder of the bank account"), compared, Result.AGREES, _("Both say the same."))
    return Check(_("Holder of the bank account"), compared, Result.LOOK, _("The account is in another name."))


def _elsewhere(account: BankAccount, case: Case) -> Check:
    """No two people have one account at a time: the database holds that. One may have had it before."""
    title = _("The same bank account elsewhere")
    compared = _("The account, by its keyed fingerprint, with those of all other people, also those they had before.")
    others = select(FormerAccount.person_id).where(
        FormerAccount.number_lookup == account.number_lookup, FormerAccount.person_id != account.person_id
    )
    people = db.session.scalars(others.order_by(FormerAccount.id).limit(NAMED)).all()
    if not people:
        return Check(title, compared, Result.AGREES, _("It is nobody else's and was not before."))
    says = _("Somebody else was to be paid into it before.")
    return Check(title, compared, Result.LOOK, says, open_cases(people, but=case))
