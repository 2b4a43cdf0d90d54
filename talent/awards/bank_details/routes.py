"""The applicant's own page: where to be paid."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.awards.bank_details import operations
from talent.awards.bank_details.errors import AccountTaken, HolderDiffers, NumberUnfit
from talent.awards.bank_details.forms import KINDS, BankDetailsForm
from talent.awards.bank_details.models import AccountKind
from talent.awards.bank_details.queries import account_of
from talent.database import db, now
from talent.web.access import Role, open_to

bank_details = Blueprint("bank_details", __name__)


@bank_details.route("/bank-details", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def edit() -> str | Response:
    """Ask where the person is to be paid; the number is never written back into the form."""
    account = account_of(g.person)
    known = {"kind": account.kind, "bank": account.bank} if account else {"kind": AccountKind.CARD}
    form = BankDetailsForm(data={**known, "holder": account.holder if account else g.person.name})
    form.has_number = account is not None and form.kind.data == account.kind
    if form.validate_on_submit() and _saved(form):
        flash(_("Your bank details are saved. You are paid into this account from now on."), "success")
        return redirect(url_for("bank_details.edit"))
    if form.errors and form.number.data and not form.number.errors:
        form.number.errors = [_("The number is not shown again, for safety. Type it once more.")]
    return render_template("bank_details/edit.html", form=form, account=account, kinds=KINDS)


def _saved(form: BankDetailsForm) -> bool:
    """Save, or say beside the field why not."""
    try:
        operations.save(
            g.person,
            kind=AccountKind(form.kind.data),
            holder=form.holder.data,
            bank=form.bank.data,
            number=form.number.data or "",
            at=now(),
        )
    except HolderDiffers as error:
        db.session.rollback()
        form.holder.errors = [error.says()]
    except (NumberUnfit, AccountTaken) as error:
        db.session.rollback()
        form.number.errors = [error.says()]
    db.session.commit()
    return not form.errors
