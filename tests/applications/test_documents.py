"""Uploaded files are believed by what is in them, never by what they are called."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from PIL import Image

from talent.applications.documents import checked, keep, pages, picture, plain_name
from talent.applications.errors import UnfitFile
from tests.applications.files import pdf, photo

MOST = 10 * 1024 * 1024
ANY = ("pdf", "image")


@pytest.fixture(autouse=True)
def words(tmp_path):
    """Sentences need an application to know their language."""
    from talent.web.language import babel

    app = Flask("words")
    babel.init_app(app)
    with app.test_request_context():
        yield


def is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("content", "kind"), [(photo("PNG"), "image/png"), (photo("JPEG"), "image/jpeg"), (pdf(), "application/pdf")]
)
def test_a_pdf_a_jpeg_and_a_png_are_taken(content, kind):
    assert checked(content, "x", ANY, MOST).content_type == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" + b"\0" * 500,
        b"PK\x03\x04" + b"\0" * 200,
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 nothing",
        photo()[:60],
        photo("GIF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["empty", "program", "zip", "page", "broken pdf", "cut picture", "gif", "svg"],
)
def test_what_is_not_a_document_is_refused_in_words(content):
    with pytest.raises(UnfitFile) as refused:
        checked(content, "degree.pdf", ANY, MOST)
    assert refused.value.reason.endswith(".")


def test_a_file_one_byte_too_large_is_refused():
    content = photo()
    assert checked(content, "x.png", ANY, len(content))
    with pytest.raises(UnfitFile):
        checked(content, "x.png", ANY, len(content) - 1)


def test_a_picture_is_refused_where_only_a_pdf_will_do():
    with pytest.raises(UnfitFile, match="PDF"):
        checked(photo(), "x.png", ("pdf",), MOST)


def test_a_small_file_that_unfolds_to_a_huge_picture_is_refused():
    with pytest.raises(UnfitFile, match="pixels"):
        checked(photo("PNG", (9000, 6000)), "bomb.png", ANY, MOST)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\secret\\学位.pdf", "学位.pdf"),
        ("a\x00b\u202egnp.exe", "abgnp.exe"),
        ("...", "document"),
        ("", "document"),
    ],
)
def test_a_file_name_loses_its_path_and_what_is_not_written(given, shown):
    assert plain_name(given) == shown


def test_a_very_long_file_name_keeps_its_beginning_and_its_end():
    name = plain_name("首" + "长" * 300 + ".pdf")
    assert name.startswith("首长")
    assert name.endswith("长.pdf")
    assert len(name) == 120


def test_every_page_of_a_document_can_be_looked_at_and_no_other(tmp_path):
    document = checked(pdf(2), "x.pdf", ANY, MOST)
    path = tmp_path / keep(document, tmp_path)
    assert pages(path, document.content_type) == 2
    assert is_webp(picture(path, document.content_type, 2))
    assert picture(path, document.content_type, 3) is None
    assert picture(path, document.content_type, 0) is None


def test_a_kept_file_has_a_name_of_ours(tmp_path):
    document = checked(photo(), "name.png", ANY, MOST)
    name = keep(document, tmp_path)
    assert "name" not in name
    assert (tmp_path / name).read_bytes() == document.content


def test_a_page_as_thin_as_a_thread_is_drawn_small(tmp_path):
    path = tmp_path / keep(checked(pdf(1, (3, 14_400)), "x.pdf", ANY, MOST), tmp_path)
    with Image.open(io.BytesIO(picture(path, "application/pdf", 1))) as drawn:
        assert drawn.width <= 1000 and drawn.height <= 2000


def test_a_photo_whose_upload_was_cut_off_is_refused():
    whole = io.BytesIO()
    Image.effect_noise((400, 300), 60).save(whole, "JPEG")
    with pytest.raises(UnfitFile, match="damaged"):
        checked(whole.getvalue()[: len(whole.getvalue()) // 2], "x.jpg", ANY, MOST)


def test_a_file_that_went_bad_on_the_disk_is_no_picture(tmp_path):
    (tmp_path / "bad").write_bytes(b"%PDF-1.7 gone")
    assert picture(tmp_path / "bad", "application/pdf", 1) is None
    assert picture(tmp_path / "bad", "image/png", 1) is None


def test_many_threads_may_look_at_documents_at_once(tmp_path):
    path = tmp_path / keep(checked(pdf(5), "x.pdf", ANY, MOST), tmp_path)
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda number: picture(path, "application/pdf", number % 5 + 1), range(64)))
    assert all(is_webp(page) for page in drawn)
