"""The file of a run for the treasury: the same bytes however often it is written."""

import csv
import io
from collections.abc import Iterator
from functools import cache
from typing import IO, Any

from sqlalchemy import select
from xlsxwriter import Workbook

from rules.facts import yuan
from talent.applications.models import Application
from talent.awards.models import Award, Instalment
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import Payment, PaymentRun
from talent.cases.models import Case
from talent.database import db
from talent.policies.library import policy_by_digest
from talent.web.spreadsheets import guarded

#: What the treasury fills in follows what it is told. Both languages stand in one cell: the file is nobody's page.
COLUMNS = (
    ("付款编号 / Key", 18),
    ("收款人 / Payee", 16),
    ("开户银行 / Bank", 30),
    ("账号 / Account", 24),
    ("金额（元） / Amount (yuan)", 24),
    ("用途 / Purpose", 40),
    ("结果（成功、失败、退回） / Result (paid, failed, returned)", 30),
    ("日期 / Date", 14),
    ("说明 / Reason", 30),
)
AMOUNT = 4


def rows(run: PaymentRun) -> Iterator[tuple[str, ...]]:
    """Return what the treasury is told of each payment that was sent; the amount in yuan, as text."""
    query = (
        select(
            Payment.instalment_id,
            Payment.attempt,
            Payment.fen,
            Payment.holder,
            Payment.bank,
            Payment.number,
            Instalment.number.label("part"),
            Award.incentive,
            Award.policy_digest,
            Application.reference,
        )
        .join(Instalment, Instalment.id == Payment.instalment_id)
        .join(Award, Award.id == Instalment.award_id)
        .join(Case, Case.id == Award.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(Payment.run_id == run.id)
        .order_by(Payment.id)
    )
    title = cache(lambda digest, incentive: policy_by_digest(digest).incentives[incentive].title.zh)
    for row in db.session.execute(query.execution_options(yield_per=1000)):
        purpose = f"{title(row.policy_digest, row.incentive)} {row.reference} 第{row.part}期"
        texts = (row.holder, row.bank, row.number)
        yield (key_of(row.instalment_id, row.attempt), *map(guarded, texts), yuan(row.fen), guarded(purpose))


def write_csv(run: PaymentRun, file: IO[bytes]) -> None:
    """Write a run as CSV, UTF-8 with its mark."""
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(out)
    sheet.writerow([title for title, _width in COLUMNS])
    for row in rows(run):
        sheet.writerow([*row, "", "", ""])
    out.detach()


def write_xlsx(run: PaymentRun, file: IO[bytes]) -> None:
    """Write a run as a spreadsheet: keys and accounts as text, so that no digit is lost."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = Workbook(file, options)
    sent_at = run.exported_at.replace(tzinfo=None) if run.exported_at else None
    book.set_properties({"title": run.name, "created": sent_at})
    sheet, bold, money = book.add_worksheet(run.name), book.add_format({"bold": True}), book.add_format()
    money.set_num_format("#,##0.00")
    sheet.freeze_panes(1, 1)
    for place, (title, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(rows(run), start=1):
        for place, value in enumerate(row):
            if place == AMOUNT:
                sheet.write_number(line, place, float(value), money)
            else:
                sheet.write_string(line, place, value)
    book.close()
