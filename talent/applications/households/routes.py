"""The pages on which two spouses link their applications, and end that."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rules.policy import Policy
from talent.applications.households import operations, queries
from talent.applications.households.errors import InvitedAlready, OwnAddress
from talent.applications.households.forms import AgreementForm, EndForm, InvitationForm
from talent.applications.households.models import SpouseLink
from talent.applications.households.wording import Sharing, sharing
from talent.applications.queries import shown
from talent.database import db, now
from talent.web.access import Role, open_to

households = Blueprint("households", __name__, url_prefix="/spouse")


@households.route("/", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def index() -> str | AnyResponse:
    """Show how the person is linked; where they are not, who invites them, and a form to invite."""
    link, invited = queries.link_of(g.person), queries.invitations_to(g.person)
    policies = queries.asking_policies(g.person) if link is None else queries.shared(link)
    form = InvitationForm()
    if link is None and policies and g.person.has_details and form.validate_on_submit() and (found := _invite(form)):
        return found
    return render_template(
        "households/index.html",
        link=link,
        other=link.other(g.person) if link else None,
        invited=invited,
        shared=_shared(policies),
        standings=queries.standings_of(g.person),
        shown=shown,
        form=form,
    )


def _invite(form: InvitationForm) -> AnyResponse | None:
    """Send the invitation; lead to the other's where there is one; None where the address is one's own."""
    try:
        operations.invite(g.person, email=form.email.data, at=now())
    except OwnAddress as error:
        form.email.errors = [error.says()]
        return None
    except InvitedAlready as error:
        db.session.rollback()
        flash(error.says())
        return redirect(url_for("households.answer", number=error.number))
    db.session.commit()
    flash(_("The invitation is sent. It is your spouse's turn now."), "success")
    return redirect(url_for("households.index"))


@households.route("/<int:number>", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def answer(number: int) -> str | AnyResponse:
    """Say who invites, and what would be shared with whom; take the consent."""
    link = queries.link(number, seen_by=g.person)
    if not _is_to_answer(link):
        return redirect(url_for("households.index"))
    form = AgreementForm()
    if form.validate_on_submit():
        operations.agree(link, person=g.person, at=now())
        db.session.commit()
        flash(_("You are linked now. Answers that follow from the other's application are filled in."), "success")
        return redirect(url_for("households.index"))
    return render_template("households/answer.html", link=link, shared=_shared(queries.shared(link)), form=form)


@households.route("/<int:number>/end", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def end(number: int) -> str | AnyResponse:
    """Say what ending means; end the link, take the invitation back, or decline it."""
    link = queries.link(number, seen_by=g.person)
    form = EndForm()
    if form.validate_on_submit():
        declined, waited = _is_to_answer(link), link.waits
        operations.end(link, person=g.person, at=now())
        db.session.commit()
        flash(_said(declined, waited), "success")
        return redirect(url_for("applications.index") if declined else url_for("households.index"))
    return render_template("households/end.html", link=link, to_answer=_is_to_answer(link), form=form)


def _said(declined: bool, waited: bool) -> str:
    if declined:
        return str(_("You have declined. Nothing is shared."))
    return str(_("The invitation is taken back.") if waited else _("The link is ended. Nothing is shared any more."))


def _is_to_answer(link: SpouseLink) -> bool:
    return link.waits and link.inviter_id != g.person.id


def _shared(policies: Sequence[Policy]) -> list[Sharing]:
    return [sharing(policy) for policy in policies]
