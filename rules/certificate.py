"""Certificates: a decision as a signed document that anybody can check offline, from the policy text alone.

A certificate is a JSON object with four keys:

- `format`: 1.
- `decision`: the decision as docs/policy-language.md tells it: policy, digest of the policy text, day, facts, outcomes
  and every reason. What would change an outcome is advice, not decided, and stays empty.
- `public_key`: 'ed25519:' and the 32 bytes of the key in hexadecimal.
- `signature`: 'ed25519:' and 64 bytes in hexadecimal, of the other three keys as one object in canonical JSON.

Canonical JSON has its keys sorted, no white space outside strings, and is UTF-8 with nothing escaped that JSON lets
stand (RFC 8785; a certificate has no fractions). White space between values is thus not signed: a certificate may be
indented otherwise, or not at all. Any other change is noticed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rules import engine, keys
from rules.facts import FactErrors, Value, parse_facts
from rules.hits import Conflict
from rules.policy import Policy

FORMAT = 1
#: Longest certificate, in characters. One of the default policy has about 30,000.
MOST_CHARACTERS = 2_000_000
#: How many differences are named: the first tell where to look.
MOST_DIFFERENCES = 5

_KEYS = ("format", "decision", "public_key", "signature")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CertificateInvalid(Exception):  # noqa: N818  it names what happened
    """A document is not a certificate; the message is a sentence that says why."""


class Finding(StrEnum):
    """What came of checking a certificate."""

    SAME = "same"
    DIFFERENT = "different"
    SIGNATURE_WRONG = "signature wrong"
    NO_TEXT = "policy text not found"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about a certificate.

    signed_by: the public key it names. signature_fits: whether that key signed it as it stands.
    trusted: whether it is the key that was asked for; None when none was, and nobody knows whose it is.
    differences: where the decision made again differs, 'path: written, again so'; None without a policy text.
    """

    signed_by: str
    signature_fits: bool
    trusted: bool | None
    differences: tuple[str, ...] | None

    @property
    def finding(self) -> Finding:
        """The whole in a word; the signature counts first."""
        if not self.signature_fits or self.trusted is False:
            return Finding.SIGNATURE_WRONG
        if self.differences is None:
            return Finding.NO_TEXT
        return Finding.DIFFERENT if self.differences else Finding.SAME


def certify(policy: Policy, facts: Mapping[str, Value], *, on: date, key: Ed25519PrivateKey) -> dict[str, object]:
    """Decide one person and return the decision as a signed document.

    facts: typed values as `parse_facts` returns them. on: the day of application.
    Raises Conflict when rows of the policy contradict one another for this person.
    """
    document: dict[str, object] = {
        "format": FORMAT,
        "decision": engine.decide(policy, facts, on=on).as_json(),
        "public_key": keys.written_key(key.public_key()),
    }
    return {**document, "signature": keys.signature_of(canonical(document), key)}


def verify(
    document: Mapping[str, object], policy: Policy | None, *, trusted: Ed25519PublicKey | None = None
) -> Verification:
    """Check the signature of a certificate and make its decision again from the policy text.

    document: as `certify` or `parse` returns it. policy: read from the text at hand, None where there is none.
    trusted: the key of whoever should have signed it.
    Raises CertificateInvalid when it is not a certificate.
    """
    _check(document)
    signed_by = str(document["public_key"])
    content = canonical({name: document[name] for name in _KEYS if name != "signature"})
    return Verification(
        signed_by,
        keys.fits(str(document["signature"]), content, keys.public_key(signed_by)),
        None if trusted is None else keys.written_key(trusted) == signed_by,
        None
        if policy is None
        else tuple(map(_printable, islice(_again(_decision(document), policy), MOST_DIFFERENCES))),
    )


def parse(text: str) -> dict[str, object]:
    """Read a certificate from JSON. Raises CertificateInvalid."""
    if len(text) > MOST_CHARACTERS:
        raise CertificateInvalid(f"it has more than {MOST_CHARACTERS} characters")
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CertificateInvalid(f"it is not the JSON of a certificate: {error}") from None
    _check(document)
    checked: dict[str, object] = document
    return checked


def canonical(document: Mapping[str, object]) -> bytes:
    """Return the bytes that are signed. Raises CertificateInvalid for what JSON cannot say."""
    try:
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (TypeError, ValueError, RecursionError):
        raise CertificateInvalid("it holds something that JSON in UTF-8 cannot say") from None


def policy_digest(document: Mapping[str, object]) -> str:
    """Return the digest of the policy text a certificate was made under: 'sha256:…'."""
    return str(_decision(document)["digest"])


def _decision(document: Mapping[str, object]) -> Mapping[str, object]:
    decision = document["decision"]
    if not isinstance(decision, Mapping):
        raise CertificateInvalid("its decision is not an object")
    return decision


def _check(document: object) -> None:
    """Refuse what lacks a part, has one too many or one of the wrong kind."""
    if not isinstance(document, Mapping):
        raise CertificateInvalid("it is not a JSON object")
    for name in _KEYS:
        if name not in document:
            raise CertificateInvalid(f"it lacks '{name}'")
    for name in document:
        if name not in _KEYS:
            raise CertificateInvalid(f"'{_printable(str(name)[:40])}' is no part of a certificate")
    if type(document["format"]) is not int or document["format"] != FORMAT:
        raise CertificateInvalid(f"its format is not {FORMAT}, the one this program knows")
    _check_signature(document)
    _check_decision(_decision(document))


def _check_signature(document: Mapping[str, object]) -> None:
    key, signature = document["public_key"], document["signature"]
    if not (isinstance(key, str) and keys.is_key(key)):
        raise CertificateInvalid("its public_key is not 'ed25519:' and 64 hexadecimal digits")
    if not (isinstance(signature, str) and keys.is_signature(signature)):
        raise CertificateInvalid("its signature is not 'ed25519:' and 128 hexadecimal digits")


def _check_decision(decision: Mapping[str, object]) -> None:
    """Refuse a decision that cannot be made again; the rest of it is compared."""
    digest, facts = decision.get("digest"), decision.get("facts")
    if not isinstance(decision.get("policy"), str):
        raise CertificateInvalid("its decision does not name a policy")
    if not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        raise CertificateInvalid("its decision has no digest, 'sha256:' and 64 hexadecimal digits")
    if not isinstance(facts, Mapping) or not all(isinstance(name, str) for name in facts):
        raise CertificateInvalid("its decision has no facts by name")
    _day(decision.get("on"))


def _day(written: object) -> date:
    try:
        if isinstance(written, str) and _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise CertificateInvalid("the day of its decision is not a day of the calendar written YYYY-MM-DD")


def _again(decision: Mapping[str, object], policy: Policy) -> Iterator[str]:
    """Make a decision again and yield where it differs."""
    on, facts = _day(decision["on"]), decision["facts"]
    assert isinstance(facts, Mapping)  # noqa: S101
    try:
        again = engine.decide(policy, parse_facts(policy, facts, on=on), on=on).as_json()
    except FactErrors as refused:
        yield from _differences("digest", decision["digest"], policy.digest)
        yield from (
            f"facts.{error.name}: the policy does not take this answer: {error.says.en}" for error in refused.errors
        )
    except (Conflict, OverflowError) as error:
        yield f"no decision can be made again: {error}"
    else:
        yield from _differences("", decision, again)


def _differences(path: str, written: object, again: object) -> Iterator[str]:
    """Yield the places where two JSON values differ, in the order of the second."""
    if isinstance(written, Mapping) and isinstance(again, Mapping):
        for name in (*again, *(name for name in written if name not in again)):
            place = f"{path}.{name}" if path else str(name)
            yield from _differences(place, written.get(name, _ABSENT), again.get(name, _ABSENT))
    elif isinstance(written, list) and isinstance(again, list):
        for index in range(max(len(written), len(again))):
            pair = (each[index] if index < len(each) else _ABSENT for each in (written, again))
            yield from _differences(f"{path}[{index}]", *pair)
    elif _shown(written) != _shown(again):
        yield f"{path}: the certificate has {_shown(written)[:80]}, decided again it is {_shown(again)[:80]}"


class _Absent:
    """Stands for a part that one of two documents lacks."""


_ABSENT = _Absent()


def _shown(value: object) -> str:
    """Write a JSON value so that true and 1 are told apart."""
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _printable(text: str) -> str:
    """Write marks that a terminal would obey by their codes."""
    return "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key written twice, of which JSON would let the last one win."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is written twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no number of a certificate")
