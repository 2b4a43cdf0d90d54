"""The key by which the treasury and we speak of one payment: the same attempt always has the same key."""

from stdnum.iso7064 import mod_97_10


def key_of(instalment_id: int, attempt: int) -> str:
    """Return the key of a payment: 'T', instalment, attempt, two check digits (ISO 7064, mod 97,10)."""
    plain = f"T{instalment_id:010d}{attempt:02d}"
    return f"{plain}{mod_97_10.calc_check_digits(plain)}"


def read_key(key: str) -> tuple[int, int] | None:
    """Return instalment and attempt of a key, or None when it is none of ours: one wrong character is found out."""
    if len(key) != 15 or key[0] != "T" or not (key[1:].isascii() and key[1:].isdigit()):
        return None
    if mod_97_10.checksum(key) != 1:
        return None
    return int(key[1:11]), int(key[11:13])
