"""All that is kept of a person as one file: JSON, or a ZIP with their documents beside it."""

import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Part

#: Names the shape of the file; keys may be added under the same number, not changed.
FORMAT = "own-data/1"
#: The name of the JSON inside the ZIP.
INSIDE = "data.json"


def as_json(parts: Sequence[Part], at: datetime) -> bytes:
    """Return the parts by their keys, with the day they were taken."""
    whole = {"format": FORMAT, "made_at": instant(at), **{part.key: part.data for part in parts}}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_zip(parts: Sequence[Part], at: datetime) -> IO[bytes]:
    """Return a ZIP of the JSON and every document whose file is there."""
    out = TemporaryFile()  # noqa: SIM115 - sent, and closed by who sends it
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(INSIDE, as_json(parts, at))
        for file in [file for part in parts for file in part.files]:
            if file.path.is_file():
                archive.write(file.path, file.name)
    out.seek(0)
    return out
