"""The letter as a document."""

from dataclasses import replace
from io import BytesIO

import segno
from flask import Flask
from pypdf import PdfReader

from talent.notices.models import Letter
from talent.notices.pdf import check_address, letter_pdf, modules
from talent.notices.words import GREETING
from tests.notices.samples import letter_content


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def test_the_same_letter_gives_the_same_document(app: Flask, letter: Letter):
    assert letter_pdf(letter) == letter_pdf(letter)


def test_chinese_comes_first_unless_english_is_asked_for(app: Flask, letter: Letter):
    english = GREETING.en % {"name": "王小明"}
    for first in ("zh", "en"):
        text = text_of(letter_pdf(letter, language_first=first))
        assert (text.index("王小明，您好") < text.index(english)) is (first == "zh")


def test_what_people_write_is_never_read_as_markup(app: Flask, letter: Letter):
    written = '#panic("x") *bold* $x^2$ `raw` @ref <label> #{1+1} // no comment \\ "quoted" [b] = Title'
    letter.content = replace(letter_content(name="#sys.version"), reason=written)
    text = " ".join(text_of(letter_pdf(letter)).split())
    assert written in text
    assert "#sys.version，您好" in text


def test_a_long_reason_and_name_stay_on_the_page(app: Flask, letter: Letter):
    letter.content = replace(letter_content(name="名" * 60), reason="理由\n" * 200)
    assert text_of(letter_pdf(letter)).count("理由") >= 400


def test_the_code_leads_to_the_page_that_confirms_the_letter(app: Flask, letter: Letter):
    app.config["PUBLIC_URL"] = "https://talent.example"
    address = check_address(letter.code)
    assert address == f"https://talent.example/letters/check/{letter.code}"
    assert len(modules(address)) == segno.make_qr(address, error="m").symbol_size(border=0)[0]
    (link,) = {
        annotation.get_object()["/A"]["/URI"]
        for page in PdfReader(BytesIO(letter_pdf(letter))).pages
        for annotation in page.get("/Annots", [])
    }
    assert link == address
