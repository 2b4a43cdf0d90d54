"""Letters as pages and PDFs, and the page that confirms a letter is genuine."""

from io import BytesIO

from flask import Blueprint, Response, g, render_template, send_file

from talent.notices import pdf as pdfs
from talent.notices import queries
from talent.notices.wording import outcome_said, sentences
from talent.web.access import EVERYONE, SIGNED_IN, open_to
from talent.web.language import language

letters = Blueprint("letters", __name__, url_prefix="/letters")


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
