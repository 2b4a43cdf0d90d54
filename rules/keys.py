"""Ed25519 keys that sign certificates: made, read from PEM, and written as 'ed25519:' with the bytes in hex.

Source: RFC 8032 for the signature, RFC 8410 for the PEM of its keys.
"""

import re

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_KEY = re.compile(r"ed25519:([0-9a-f]{64})")
_SIGNATURE = re.compile(r"ed25519:([0-9a-f]{128})")


class KeyInvalid(Exception):  # noqa: N818  it names what happened
    """Something is not a key that can be used; the message is a sentence that says why."""


def new_key() -> bytes:
    """Return a new private key as PEM (PKCS 8, without a password)."""
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return Ed25519PrivateKey.generate().private_bytes(encoding, form, serialization.NoEncryption())


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """Read a private key from PEM. Raises KeyInvalid."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise KeyInvalid("the private key is locked with a password; give one without") from None
    except (ValueError, UnsupportedAlgorithm):
        raise KeyInvalid("it is not a private key in PEM; 'flask policy key FILE' makes one") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyInvalid("it is a private key of another kind than Ed25519; 'flask policy key FILE' makes one")
    return key


def public_key(text: str) -> Ed25519PublicKey:
    """Read a public key from 'ed25519:…' or PEM. Raises KeyInvalid."""
    written = _KEY.fullmatch(text.strip())
    if written:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(written[1]))
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise KeyInvalid("it is not a public key; write 'ed25519:' and 64 hexadecimal digits, or PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyInvalid("it is a public key of another kind than Ed25519")
    return key


def written_key(key: Ed25519PublicKey) -> str:
    """Write a public key: 'ed25519:' and 64 hexadecimal digits."""
    return "ed25519:" + key.public_bytes_raw().hex()


def signature_of(content: bytes, key: Ed25519PrivateKey) -> str:
    """Sign bytes: 'ed25519:' and 128 hexadecimal digits."""
    return "ed25519:" + key.sign(content).hex()


def is_key(text: str) -> bool:
    """Tell whether a text is written as a public key."""
    return _KEY.fullmatch(text) is not None


def is_signature(text: str) -> bool:
    """Tell whether a text is written as a signature, in lower case, so that there is one way to write each."""
    return _SIGNATURE.fullmatch(text) is not None


def fits(signature: str, content: bytes, key: Ed25519PublicKey) -> bool:
    """Tell whether a written signature of bytes was made by a key."""
    try:
        key.verify(bytes.fromhex(signature.removeprefix("ed25519:")), content)
    except InvalidSignature:
        return False
    return True
