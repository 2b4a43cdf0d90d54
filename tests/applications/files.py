"""Files that people send: photos, PDFs, and such as are made to do harm; and sending them."""

import io
import struct
import zlib

import pypdf
import pypdfium2
from PIL import Image
from sqlalchemy import select

from talent.applications.models import Evidence
from talent.database import db

BY_SCRIPT = {"Accept": "application/json"}
ORIENTATION, GPS, LATITUDE = 0x0112, 0x8825, 2


def written(image: Image.Image, format_name: str = "PNG", **settings: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_name, **settings)
    return out.getvalue()


def photo(format_name: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "white") -> bytes:
    return written(Image.new("RGB", size, colour), format_name)


WHITE, BLACK = photo(), photo(colour="black")


def send(visitor, address, *files, dated=None, headers=None, **more):
    """Send files as (name, content), with the date on them."""
    data = {"document": [(io.BytesIO(content), name) for name, content in files], **more}
    if dated is not None:
        data |= {f"issued_on-{part}": str(getattr(dated, part)) for part in ("year", "month", "day")}
    return visitor.post(address, data=data, content_type="multipart/form-data", headers=headers)


def kept() -> list[Evidence]:
    """The documents there are now."""
    db.session.expire_all()
    return list(db.session.scalars(select(Evidence).order_by(Evidence.id)))


def photo_from_a_phone() -> bytes:
    """A picture held sideways, 400 wide and 300 high as it was taken, that tells where that was."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[LATITUDE] = (29.0, 5.0, 24.0)
    return written(Image.effect_noise((400, 300), 60).convert("RGB"), "JPEG", exif=exif, comment=b"at home")


def pdf(page_count: int = 2, size: tuple[int, int] = (200, 300)) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _page in range(page_count):
        document.new_page(*size)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(pdf())))
    writer.encrypt("a password")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def thin(gigabytes: int) -> bytes:
    """Nothing but zeros, packed: the same packed megabyte over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    megabyte = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + megabyte * (gigabytes << 10)


def pdf_bomb() -> bytes:
    """A few kilobytes; the one page unpacks to four gigabytes."""
    stream = zlib.compress(thin(4), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.5\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    return out + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def png_bomb(side: int) -> bytes:
    """A PNG that says it is so wide and so high, and unpacks to a gigabyte whatever it says."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", thin(1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
