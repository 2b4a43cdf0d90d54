"""How a person is told that bank details are missing, or were changed."""

from datetime import datetime

from rules.policy import Text
from talent.accounts.models import Person
from talent.awards.bank_details.models import BankAccount
from talent.cases.messages import address, path
from talent.notices.mails import template
from talent.notices.operations import Recipient, Telling, tell

PAGE = "bank_details.edit"

MISSING = template(
    Text("请填写收款账户，以便兑现", "Tell us the account to pay you into"),
    Text(
        "您有激励款项将要兑现，但我们还没有您本人名下可用的收款账户，暂时无法付款。请登录填写：\n\n%(link)s",
        "An incentive is to be paid to you, but we know no account in your name that we can pay into. Until you tell "
        "us one, nothing can be paid:\n\n%(link)s",
    ),
)
CHANGED = template(
    Text("您的收款账户已登记", "Your bank details were recorded"),
    Text(
        "今后的款项将付到您名下尾号为 %(end)s 的账户。如果不是您本人登记的，请立即修改密码并联系我们。\n\n%(link)s",
        "From now on you are paid into your account ending in %(end)s. If it was not you who recorded it, change your "
        "password at once and write to us.\n\n%(link)s",
    ),
)


def missing(person: Recipient, key: str) -> Telling:
    """Say that a person cannot be paid yet. key: what is to be paid; told once of each."""
    return Telling(f"{key}:bank details", person, MISSING.filled({"link": address(PAGE)}), path(PAGE))


def tell_changed(person: Person, account: BankAccount, *, at: datetime) -> None:
    """Tell a person that their bank details changed: whoever else did it does not stay hidden."""
    values = {"end": account.number[-4:], "link": address(PAGE)}
    key = f"person:{person.id}:bank details {at.isoformat()}"
    tell(key, person, CHANGED.filled(values), at, link=path(PAGE))
