"""Identity numbers: checked, encrypted where they are kept, found by a keyed hash, shown masked."""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator
from stdnum.cn import ric


class IdentityKind(StrEnum):
    """The document a number stands on."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    OTHER = "other"


def _key(purpose: bytes) -> bytes:
    """Derive a key of its own for every purpose from the one secret."""
    secret = str(current_app.config["IDENTITY_KEY"]).encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)


class EncryptedText(TypeDecorator[str]):
    """Text that the database sees only encrypted and authenticated (Fernet)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else Fernet(base64.urlsafe_b64encode(_key(b"encryption"))).encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypt; a value that was tampered with raises InvalidToken."""
        if value is None:
            return None
        return Fernet(base64.urlsafe_b64encode(_key(b"encryption"))).decrypt(bytes(value)).decode()


def normal(number: str) -> str:
    """Return the number without spaces, in capitals."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number)).upper()


def is_card(number: str) -> bool:
    """Return whether the number is one of a resident identity card: place, birth day and check digit fit."""
    return re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None and bool(ric.is_valid(number))


def is_valid(kind: IdentityKind, number: str) -> bool:
    """Return whether the number can exist: as an identity card's, else as letters and digits."""
    if kind is IdentityKind.IDENTITY_CARD:
        return is_card(number)
    return re.fullmatch(r"[A-Z0-9]{5,20}", number) is not None


def lookup(number: str) -> str:
    """Return the keyed hash under which a number is found again, whatever kind it is called (HMAC-SHA256, hex)."""
    return hmac.new(_key(b"look-up"), number.encode(), hashlib.sha256).hexdigest()


def in_bulk() -> tuple[Callable[[str], bytes], Callable[[str], str]]:
    """Return what encrypts a number and what looks it up, for very many: their keys are derived once."""
    fernet, key = Fernet(base64.urlsafe_b64encode(_key(b"encryption"))), _key(b"look-up")
    return (
        lambda number: fernet.encrypt(number.encode()),
        lambda number: hmac.new(key, number.encode(), hashlib.sha256).hexdigest(),
    )


def masked(number: str) -> str:
    """Return the number with all but its ends hidden: 3307**********1234."""
    keep = 4 if len(number) > 12 else 2
    return number[:keep] + "*" * (len(number) - 2 * keep) + number[-keep:]


def birth_date(number: str) -> date:
    """Return the day of birth that an identity card's number tells."""
    return date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
