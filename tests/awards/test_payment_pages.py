"""The pages by which a newcomer is paid: account, run, file out, file in; and who sees what."""

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from xlsxwriter import Workbook

from talent.audit.models import Record
from talent.awards.bank_details.models import BankAccount
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments import operations, queries, results, routes
from talent.awards.payments.models import Payment, PaymentRun, RunState
from talent.awards.payments.sheets import COLUMNS
from talent.database import db
from talent.web.access import Role
from tests.awards.paying import CARD, LATER, exported, frozen, give_account, payments_of, run_of
from tests.conftest import Visitor

ACCOUNT = {"kind": "card", "holder": "陈晓", "bank": "金华银行八一南街支行", "number": "6222 0210 0111 6245 702"}


@pytest.fixture
def visitor(app):
    """Sign somebody in: `visitor("clerk@example.org")`, in English."""

    def signed_in(email: str) -> Visitor:
        client = Visitor(app, app.response_class).sign_in(email)
        client.get("/language/en")
        return client

    return signed_in


@pytest.fixture
def due_case(decided_case):
    give_account(decided_case)
    return decided_case


def filled(run: PaymentRun, *said: str) -> bytes:
    """Return the file of a run as the treasury sends it back."""
    out = io.BytesIO()
    routes.write_csv(run, out)
    lines = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    for line, result in zip(lines[1:], said, strict=False):
        line[6:] = [result, "2026-03-03", ""]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("gb18030")


def send_in(client: Visitor, run: PaymentRun, content: bytes, name: str = "r.csv"):
    return client.post(f"/payments/{run.id}/results", data={"file": (io.BytesIO(content), name)})


class TestBankDetails:
    """The applicant's own page."""

    def test_an_account_is_given_kept_encrypted_and_shown_masked(self, app, decided_case, visitor):
        client = visitor("newcomer@example.org")
        assert client.post("/bank-details", data=ACCOUNT).status_code == 302
        page = client.get("/bank-details").text
        assert "**** 5702" in page and CARD not in page
        raw = db.session.execute(text("SELECT number FROM bank_account")).scalar()
        assert CARD.encode() not in bytes(raw)
        records = db.session.scalars(select(Record).where(Record.action == "bank details recorded")).all()
        assert len(records) == 1 and CARD not in str(records[0].details)
        assert CARD not in client.get("/account/data").text

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"number": "6222021001116245703"}, "This number cannot be right"),
            ({"number": "62220210"}, "This number cannot be right"),
            ({"number": ""}, "Type the number"),
            ({"holder": "王小明"}, "in your own name"),
            ({"bank": ""}, "Name the bank"),
            ({"kind": "cheque"}, "Error:"),
        ],
    )
    def test_what_cannot_be_is_told_beside_the_field(self, decided_case, visitor, change, says):
        page = visitor("newcomer@example.org").post("/bank-details", data={**ACCOUNT, **change})
        assert page.status_code == 200 and says in page.text
        assert db.session.scalar(select(BankAccount.id)) is None

    def test_the_number_may_stay_and_the_same_again_changes_nothing(self, due_case, visitor):
        client = visitor("newcomer@example.org")
        before = len(db.session.scalars(select(Record.id).where(Record.action == "bank details recorded")).all())
        client.post("/bank-details", data={**ACCOUNT, "number": ""})
        assert db.session.scalars(select(BankAccount)).one().number == CARD
        after = len(db.session.scalars(select(Record.id).where(Record.action == "bank details recorded")).all())
        assert after == before

    def test_one_account_belongs_to_one_person(self, due_case, submit, visitor):
        submit("other@example.org")
        page = visitor("other@example.org").post("/bank-details", data=ACCOUNT).text
        assert "recorded for somebody else" in page

    def test_a_passbook_needs_no_check_digit(self, decided_case, visitor):
        data = {**ACCOUNT, "kind": "passbook", "number": "1208020109200123456"}
        assert visitor("newcomer@example.org").post("/bank-details", data=data).status_code == 302


def test_the_whole_way_through_the_pages(due_case, clerk, approver, visitor):
    clerks, approvers = visitor("clerk@example.org"), visitor("approver@example.org")
    first = db.session.scalars(select(Instalment.due_on).order_by(Instalment.due_on)).first()
    day = {f"due_until-{part}": str(getattr(first, part)) for part in ("year", "month", "day")}
    place = clerks.post("/payments/new", data={**day, "pilot": ""}).location
    page = clerks.get(place).text
    assert "Freeze the run" in page and CARD not in page
    clerks.post(f"{place}/freeze", data={"conditions": "y"})
    page = approvers.get(place).text
    seen = dict(re.findall(r'name="(count|fen)" value="(\d+)"', page))
    assert approvers.post(f"{place}/export", data=seen).status_code == 302
    run = db.session.scalars(select(PaymentRun)).one()
    assert run.state is RunState.EXPORTED
    answers = [approvers.get(f"{place}/{run.name}.{kind}") for kind in ("xlsx", "csv", "xlsx")]
    assert answers[0].data == answers[2].data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answers[0].data)).get_sheet_by_index(0).to_python()
    lines = list(csv.reader(io.StringIO(answers[1].data.decode("utf-8-sig"))))
    assert sheet[0] == lines[0] and sheet[1][3] == lines[1][3] == CARD
    assert "no result yet" not in send_in(approvers, run, filled(run, "成功", "成功", "成功")).text
    db.session.expire_all()
    assert run.state is RunState.SETTLED
    paid = db.session.scalars(select(Instalment.state).where(Instalment.due_on == first)).all()
    assert set(paid) == {InstalmentState.PAID}
    for place in ("/payments/", f"/payments/{run.id}?search=陈&state=paid", "/budgets/", "/budgets/forecast"):
        assert clerks.get(place).status_code == 200
    own = visitor("newcomer@example.org").get("/account/data").text
    assert "Paid" in own and CARD not in own


def test_wrong_lines_are_told_by_number_and_change_nothing(due_case, clerk, approver, visitor):
    run = exported(clerk, approver)
    content = filled(run, "成功", "bounced", "成功")
    page = send_in(visitor("approver@example.org"), run, content).text
    assert "1 line is wrong" in page and "Line 3" in page and "paid, failed, returned" in page
    assert {payment.state.value for payment in payments_of(run)} == {"sent"}
    for nonsense in (b"", b"PK\x03\x04nonsense", b"\xff\xfe\x00", b"a,b\n1,2\n", b'"open'):
        assert "cannot be read" in send_in(visitor("approver@example.org"), run, nonsense).text


def test_who_may_do_what(due_case, clerk, approver, people, visitor):
    run = exported(clerk, approver)
    people("auditor@example.org", Role.AUDITOR)
    for email, path, status in (
        ("clerk@example.org", f"/payments/{run.id}/{run.name}.xlsx", 403),
        ("auditor@example.org", f"/payments/{run.id}/{run.name}.xlsx", 403),
        ("auditor@example.org", f"/payments/{run.id}", 200),
        ("newcomer@example.org", f"/payments/{run.id}", 403),
        ("clerk@example.org", "/bank-details", 403),
        ("approver@example.org", f"/payments/{run.id}/P000099.xlsx", 404),
        ("approver@example.org", "/payments/99", 404),
        ("approver@example.org", "/payments/waiting/nothing", 404),
        ("clerk@example.org", "/budgets/set", 403),
    ):
        assert visitor(email).get(path).status_code == status, path


def test_a_run_is_thinned_out_given_up_and_tried_again(due_case, clerk, approver, visitor):
    clerks = visitor("clerk@example.org")
    run = run_of(clerk)
    first = payments_of(run)[0]
    clerks.post(f"/payments/{run.id}/take-out/{first.id}")
    page = clerks.post(f"/payments/{run.id}/freeze").text
    assert "Check them and say so" in page
    clerks.post(f"/payments/{run.id}/discard")
    db.session.expire_all()
    assert run.state is RunState.DISCARDED
    again = frozen(clerk)
    operations.export(again, approver=approver, seen=queries.fit(again), at=LATER)
    db.session.commit()
    send_in(visitor("approver@example.org"), again, filled(again, "失败"))
    assert clerks.post(f"/payments/{again.id}/retry").status_code == 302
    assert clerks.post(f"/payments/{again.id}/freeze").status_code == 409
    assert "Waiting" in clerks.get("/payments/waiting/bank_details").text
    assert db.session.scalar(select(Payment.attempt).order_by(Payment.id.desc())) == 2


def test_no_cell_is_a_formula(due_case, clerk, approver):
    applicant = due_case.application.applicant
    applicant.name = "=cmd|' /C calc'!A0"
    db.session.commit()
    give_account(due_case, "6222021001116245710")
    run = exported(clerk, approver)
    out = io.BytesIO()
    routes.write_csv(run, out)
    cells = [cell for line in csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_spreadsheet_of_results_is_read_as_it_is_typed():
    out = io.BytesIO()
    book = Workbook(out)
    sheet = book.add_worksheet()
    for place, (title, _width) in enumerate(COLUMNS):
        sheet.write(0, place, title)
    sheet.write_row(1, 0, [" t0000000001011 ", "", "", "", "1,234.50", "", "已付", "2026/3/3", "x"])
    sheet.write_row(2, 0, ["T1", "", "", "", 12.345, "", "？", "soon", ""])
    sheet.write_row(3, 0, ["T2", "", "", "", 1, "", "", "", ""])
    book.close()
    found = results.read(out.getvalue())
    right, wrong = found.rows
    assert (right.key, right.fen, right.result, str(right.day)) == ("T0000000001011", 123450, "paid", "2026-03-03")
    assert (wrong.fen, wrong.result, wrong.day_is_wrong, found.blank) == (None, None, True, 1)


def test_the_officer_sets_a_budget(decided_case, people, visitor):
    people("officer@example.org", Role.OFFICER)
    client = visitor("officer@example.org")
    data = {"pilot": "shanzuitou", "incentive": "jinhua-future-community-talent:rent_reduction", "year": "2026"}
    assert client.get("/budgets/set?pilot=shanzuitou&year=2026").status_code == 200
    for amount, says in (("ten", "Give an amount"), ("1.005", "Give an amount"), ("1", "was promised already")):
        assert says in client.post("/budgets/set", data={**data, "amount": amount}).text
    assert client.post("/budgets/set", data={**data, "amount": "9,000,000"}).location == "/budgets/?year=2026"
    assert "CNY 9,000,000" in client.get("/budgets/?year=2026").text
    assert client.post("/budgets/set", data={**data, "amount": ""}).status_code == 302
    assert "not limited" in client.get("/budgets/?year=2026&pilot=shanzuitou").text
    assert "No budget is set for 2049" in client.get("/budgets/?year=2049").text
