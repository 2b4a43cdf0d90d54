"""How people are told that they were paid, or that a payment did not reach them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select

from rules.policy import Text
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.bank_details.messages import PAGE
from talent.awards.models import Instalment
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import Payment, PaymentState
from talent.awards.payments.selection import joined
from talent.cases.messages import address, in_both, path
from talent.database import db
from talent.notices.mails import template
from talent.notices.operations import Telling, tell_all
from talent.web.filters import money

PAID = template(
    Text("一笔激励款项已付给您", "An incentive was paid to you"),
    Text(
        "已向您尾号为 %(end)s 的账户付款 %(amount)s。如果没有收到，请联系我们。\n\n%(link)s",
        "%(amount)s was paid into your account ending in %(end)s. If it has not arrived, write to us.\n\n%(link)s",
    ),
)
FAILED = template(
    Text("一笔款项未能付到您的账户", "A payment did not reach your account"),
    Text(
        "有一笔款项 %(amount)s 未能付到您尾号为 %(end)s 的账户，银行说明：%(reason)s。\n\n"
        "请登录核对收款账户；改正后我们会再次付款：\n\n%(link)s",
        "A payment of %(amount)s did not reach your account ending in %(end)s. The bank says: %(reason)s. Check your "
        "bank details; once they are corrected we pay again:\n\n%(link)s",
    ),
)


def tell_results(payments: Sequence[int], *, at: datetime) -> None:
    """Tell everybody what became of payments. payments: their ids."""
    tell_all(_tellings(_rows(payments)), at)


def _rows(payments: Sequence[int]) -> Iterator[Any]:
    """Return payments with whom they are of, a thousand at a time."""
    query = (
        joined(
            select(
                Payment.id.label("payment_id"),
                Payment.instalment_id,
                Payment.attempt,
                Payment.fen,
                Payment.number,
                Payment.state,
                Payment.reason,
                Person.id,
                Person.email,
                Person.name,
                Person.language,
            )
        )
        .join(Payment, Payment.instalment_id == Instalment.id)
        .join(Person, Person.id == Application.applicant_id)
    )
    for start in range(0, len(payments), 1000):
        found = query.where(Payment.id.in_(payments[start : start + 1000])).order_by(Payment.id)
        yield from db.session.execute(found).all()


def _tellings(rows: Iterable[Any]) -> Iterator[Telling]:
    amounts = cache(lambda fen: in_both(lambda: money(fen)))
    own, bank = "applications.index", PAGE
    links = {endpoint: (address(endpoint), path(endpoint)) for endpoint in (own, bank)}
    for row in rows:
        paid = row.state is PaymentState.PAID
        public, link = links[own if paid else bank]
        values = {
            "amount": amounts(row.fen),
            "end": row.number[-4:],
            "reason": row.reason or "—",
            "link": public,
        }
        key = f"payment:{key_of(row.instalment_id, row.attempt)}:{row.state.value}"
        yield Telling(key, row, (PAID if paid else FAILED).filled(values), link)
