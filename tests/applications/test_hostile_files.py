"""Files that are too large, locked, damaged or made to do harm: refused in words, soon, with little memory."""

import io
import resource

import pytest
from flask import Flask
from PIL import Image

from talent.applications import opening, sandbox
from talent.applications.documents import checked, keep, pages, picture, plain_name, shortened
from talent.applications.errors import UnfitFile
from tests.applications.files import (
    GPS,
    locked_pdf,
    pdf,
    pdf_bomb,
    photo,
    photo_from_a_phone,
    png_bomb,
    written,
)

MOST = 10 * 1024 * 1024
ANY = ("pdf", "image")


@pytest.fixture(autouse=True)
def words():
    """Sentences need an application to know their language."""
    from talent.web.language import babel

    app = Flask("words")
    babel.init_app(app)
    with app.test_request_context():
        yield


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (locked_pdf, "password"),
        (lambda: pdf(1000), "between 1 and 200 pages"),
        (lambda: pdf()[:300], "damaged"),
        (lambda: b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (pdf_bomb, "memory or time"),
        (lambda: png_bomb(60_000), "pixels"),
    ],
    ids=["locked", "1,000 pages", "cut off", "heic", "pdf bomb", "picture bomb"],
)
def test_what_cannot_be_taken_is_refused_in_words_that_help(make, says):
    content = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnfitFile, match=says):
        checked(content, "degree.pdf", ANY, MOST)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime <= opening.SECONDS + 1
    assert max(after.ru_maxrss - before.ru_maxrss, 0) << 10 <= opening.MEMORY


def test_a_picture_that_unpacks_to_more_than_it_shows_is_kept_as_what_it_shows():
    document = checked(png_bomb(100), "x.png", ANY, MOST)
    assert opened(document.content).size == (100, 100)
    assert len(document.content) < 10_000


def test_a_process_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0.01)
    with pytest.raises(UnfitFile, match="again in a minute"):
        checked(pdf(), "x.pdf", ANY, MOST)


def test_a_photo_is_turned_upright_and_tells_nothing_but_what_it_shows():
    sent = photo_from_a_phone()
    assert opened(sent).getexif().get_ifd(GPS)
    kept = checked(sent, "x.jpg", ANY, MOST).content
    assert opened(kept).size == (300, 400)
    assert not opened(kept).getexif()
    assert b"at home" not in kept


def test_a_large_photo_is_made_small_enough_to_look_at():
    sent = written(Image.effect_noise((1500, 1100), 20).resize((12_000, 8_800)).convert("RGB"), "JPEG", quality=30)
    assert opened(checked(sent, "x.jpg", ANY, MOST).content).size == (3000, 2200)


def test_the_same_photo_sent_twice_is_the_same_file():
    sent = photo_from_a_phone()
    assert checked(sent, "a.jpg", ANY, MOST).sha256 == checked(sent, "b.jpg", ANY, MOST).sha256


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_picture_is_kept_on_white(mode):
    clear = Image.new(mode, (30, 20)) if mode in {"LA", "RGBA"} else Image.new(mode, (30, 20), 1)
    kept = opened(checked(written(clear), "x.png", ANY, MOST).content)
    assert (kept.mode, kept.size) == ("RGB", (30, 20))
    if mode in {"LA", "RGBA"}:
        assert kept.getpixel((3, 3)) == (255, 255, 255)


def test_a_picture_that_would_become_too_large_as_it_is_becomes_a_jpeg():
    grey = written(Image.effect_noise((900, 900), 200))
    assert checked(grey, "图.png", ANY, MOST).content_type == "image/png"
    document = checked(grey, "图.png", ANY, len(grey))
    assert (document.content_type, document.filename) == ("image/jpeg", "图.jpg")


def test_pictures_of_a_document_are_drawn_once_and_go_with_it(tmp_path):
    from talent.applications.documents import discard

    path = tmp_path / keep(checked(pdf(3), "x.pdf", ANY, MOST), tmp_path)
    first = picture(path, "application/pdf", 2)
    assert picture(path, "application/pdf", 2) == first
    assert [each.name for each in (tmp_path / f"{path.name}.d").glob("2-*")] == ["2-1000.webp"]
    discard(path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_lost_has_no_pages_though_it_was_drawn_before(tmp_path):
    path = tmp_path / keep(checked(photo(), "x.png", ANY, MOST), tmp_path)
    assert pages(path, "image/png") == 1
    path.unlink()
    assert pages(path, "image/png") == 0
    assert picture(path, "image/png", 1) is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("👩‍👩‍👧 家.png", "👩‍👩‍👧 家.png"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("می‌خواهم.pdf", "می‌خواهم.pdf"),
        ("\u200d\u200d", "document"),
    ],
)
def test_names_in_every_script_stay_as_they_are_and_turn_nothing_round(given, shown):
    assert plain_name(given) == shown


def test_a_name_is_cut_in_the_middle_and_no_sign_torn_apart():
    assert shortened("short.pdf") == "short.pdf"
    name = shortened("a" * 40 + "e\u0301" + "b" * 9 + ".pdf", 32)
    assert len(name) <= 32
    assert "…\u0301" not in name
    assert name.endswith(".pdf")
