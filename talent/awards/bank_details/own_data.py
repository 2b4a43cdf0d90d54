"""Where a person is paid, as it is kept of them: the number masked."""

from flask_babel import gettext as _

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Link, Part
from talent.awards.bank_details.forms import KINDS
from talent.awards.bank_details.models import BankAccount
from talent.awards.bank_details.queries import account_of, former_until
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return the account of a person."""
    account = account_of(person)
    if account is None:
        return []
    return [
        Part(
            "bank_details",
            str(_("Bank details")),
            str(_("To pay you what you are granted.")),
            str(wording.FROM_YOU),
            str(_("Until you delete your account. Payments keep the account they were made to.")),
            str(_("Change it yourself.")),
            _plain(account),
            [_entry(account)],
            link=Link(str(_("Bank details")), "bank_details.edit"),
        )
    ]


def _plain(account: BankAccount) -> dict[str, object]:
    return {
        "kind": account.kind.value,
        "holder": account.holder,
        "bank": account.bank,
        "number": account.masked_number,
        "changed_at": instant(account.changed_at),
        "former_accounts_until": [instant(each) for each in former_until(account.person)],
    }


def _entry(account: BankAccount) -> Entry:
    rows = [
        (str(_("Whose account")), account.holder),
        (str(KINDS[account.kind]), f"{account.bank} {account.masked_number}"),
        (str(_("Recorded")), moment(account.changed_at)),
    ]
    return Entry(str(_("The account you are paid into")), rows)
