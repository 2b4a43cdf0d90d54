"""Letters as pages and PDFs, the page that confirms a letter is genuine, and what a person was told."""

from io import BytesIO

from flask import Blueprint, Response, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from talent.database import begin_writing, db, now
from talent.notices import operations, queries
from talent.notices import pdf as pdfs
from talent.notices.forms import ReadForm
from talent.notices.mails import TEMPLATES
from talent.notices.models import OutboxMessage
from talent.notices.wording import outcome_said, sentences
from talent.web.access import EVERYONE, SIGNED_IN, Role, open_to
from talent.web.language import language
from talent.web.numbers import whole_number
from talent.web.pagination import page_of
from talent.web.routes import own_page

letters = Blueprint("letters", __name__, url_prefix="/letters")
notifications = Blueprint("notifications", __name__, url_prefix="/notifications")


@letters.route("/<number>")
@open_to(SIGNED_IN)
def show(number: str) -> str:
    """Show a letter to the person it was written to, or to the bureau."""
    letter = queries.letter(number, seen_by=g.person)
    return render_template("letters/show.html", letter=letter, written=sentences(letter.content, language()))


@letters.route("/<number>/pdf")
@open_to(SIGNED_IN)
def pdf(number: str) -> Response:
    """Give the letter as a document to keep."""
    letter = queries.letter(number, seen_by=g.person)
    document = BytesIO(pdfs.letter_pdf(letter, language()))
    return send_file(
        document, mimetype="application/pdf", as_attachment=True, download_name=f"letter-{letter.number}.pdf"
    )


@letters.route("/check/<code>")
@open_to(EVERYONE)
def check(code: str) -> str:
    """Confirm to whoever holds a letter that it is genuine, without telling more than is needed."""
    letter = queries.letter_by_code(code)
    return render_template("letters/check.html", letter=letter, outcome=outcome_said(letter.content, language()))


@notifications.route("/")
@open_to(SIGNED_IN)
def index() -> str:
    """List what the visitor was told, unread first."""
    page = page_of(queries.notifications_of(g.person.id), request.args.get("page", 1, type=whole_number))
    newest = max((message.id for message in page.items), default=0)
    return render_template("notices/index.html", page=page, form=ReadForm(data={"upto": newest}))


@notifications.route("/<int:number>")
@open_to(SIGNED_IN)
def message(number: int) -> str:
    """Show a message as it was sent, and note that it was opened."""
    return render_template("notices/message.html", message=_opened(number))


@notifications.route("/<int:number>/page")
@open_to(SIGNED_IN)
def follow(number: int) -> AnyResponse:
    """Go to the page a message tells of."""
    return redirect(own_page(_opened(number).link or url_for("notifications.index")))


@notifications.route("/templates")
@open_to(Role.OFFICER, Role.ADMINISTRATOR)
def templates() -> str:
    """Show every mail that people are sent, in both languages side by side."""
    return render_template("notices/templates.html", mails=[mail.blank() for mail in TEMPLATES])


@notifications.route("/read", methods=["POST"])
@open_to(SIGNED_IN)
def read_all() -> AnyResponse:
    """Mark everything as read that was there when the page was opened."""
    form = ReadForm()
    if form.validate_on_submit():
        operations.mark_all_read(g.person.id, upto=form.upto.data, at=now())
        db.session.commit()
    return redirect(url_for("notifications.index"))


def _opened(number: int) -> OutboxMessage:
    message = queries.notification(number, seen_by=g.person)
    if message.read_at is None:
        begin_writing()
        operations.mark_read(message, at=now())
        db.session.commit()
        g.pop("unread", None)
    return message


def unread_notifications() -> int:
    """Return how many messages the visitor has not opened: asked once a page, and never for who is not signed in."""
    if g.get("person") is None:
        return 0
    if "unread" not in g:
        g.unread = queries.unread_count(g.person.id)
    return int(g.unread)
