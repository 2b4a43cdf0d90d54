"""Certificates: a decision signed, made again from the policy text, and nothing in it changed unnoticed."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from rules import keys
from rules.certificate import MOST_CHARACTERS, CertificateInvalid, Finding, canonical, certify, parse, verify
from rules.facts import parse_facts
from rules.hits import Conflict
from rules.library import FOLDER, Library
from tests.rules.conftest import DAY, small

POLICY = small()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FACTS = {"degree": "doctor", "honours": [], "months": 6, "born_on": "1976-06-01", "owns": False, "pay": "1234.56",
         "prefers": "grant"}  # fmt: skip


def certified(policy=POLICY, facts=FACTS, *, on=DAY, key=KEY):
    return certify(policy, parse_facts(policy, facts, on=on), on=on, key=key)


def signed(document, key=KEY):
    """Sign a document anew, whatever it says."""
    content = {name: value for name, value in document.items() if name != "signature"}
    return {**document, "signature": keys.signature_of(canonical(content), key)}


PRINTED = json.dumps(certified(), ensure_ascii=False, indent=2).encode()


def test_a_certificate_is_made_again_to_the_same():
    checked = verify(parse(PRINTED.decode()), POLICY)
    assert (checked.finding, checked.differences, checked.trusted) == (Finding.SAME, (), None)
    assert checked.signed_by == keys.written_key(KEY.public_key())


def test_it_holds_the_facts_the_digest_and_every_reason():
    decision = certified()["decision"]
    assert decision["digest"] == POLICY.digest
    assert decision["facts"] == FACTS
    assert [reason["source"] for reason in decision["incentives"]["grant"]["reasons"]] == ["law", "law"]


def test_any_example_of_any_policy_can_be_certified():
    for policy in Library.load(FOLDER).all():
        for example in policy.examples:
            document = certified(policy, example.given, on=example.on)
            assert verify(parse(json.dumps(document)), policy).finding is Finding.SAME, example.name


def test_another_program_can_check_the_signature_without_ours():
    """As the documentation says it: the other three keys, sorted, no white space, UTF-8."""
    document = json.loads(PRINTED)
    signature = bytes.fromhex(document.pop("signature").removeprefix("ed25519:"))
    content = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    KEY.public_key().verify(signature, content)


def noticed(changed: bytes) -> bool:
    try:
        return verify(parse(changed.decode()), POLICY).finding is not Finding.SAME
    except (UnicodeDecodeError, CertificateInvalid):
        return True


def means_the_same(changed: bytes) -> bool:
    """White space outside strings says nothing in JSON and is not signed."""
    try:
        return json.loads(changed) == json.loads(PRINTED)
    except (ValueError, RecursionError):
        return False


def test_no_bit_of_any_byte_can_be_flipped_unnoticed():
    for place, byte in enumerate(PRINTED):
        changed = PRINTED[:place] + bytes([byte ^ (1 << place % 8)]) + PRINTED[place + 1 :]
        assert noticed(changed) or means_the_same(changed), changed[max(0, place - 40) : place + 40]


@given(st.integers(0, len(PRINTED) - 1), st.integers(0, 255))
def test_no_byte_can_be_exchanged_unnoticed(place, byte):
    changed = PRINTED[:place] + bytes([byte]) + PRINTED[place + 1 :]
    assert noticed(changed) or means_the_same(changed)


@given(st.integers(0, len(PRINTED) - 1), st.integers(1, 40))
def test_no_bytes_can_be_left_out_unnoticed(place, count):
    changed = PRINTED[:place] + PRINTED[place + count :]
    assert noticed(changed) or means_the_same(changed)


def test_white_space_between_values_may_change():
    assert verify(parse(json.dumps(json.loads(PRINTED), indent=7)), POLICY).finding is Finding.SAME
    assert verify(parse(json.dumps(json.loads(PRINTED), ensure_ascii=True)), POLICY).finding is Finding.SAME


def test_white_space_within_a_sentence_may_not():
    changed = PRINTED.decode().replace("Degree", "Degree ", 1).replace("months >= 6", "months >=  6", 1)
    assert verify(parse(changed), POLICY).finding is Finding.SIGNATURE_WRONG


def test_a_decision_that_does_not_follow_is_named_by_path_though_it_is_signed():
    document = json.loads(PRINTED)
    document["decision"]["incentives"]["grant"]["amount"] = "9000.00"
    document["decision"]["tables"]["level"] = True
    checked = verify(signed(document), POLICY)
    assert (checked.finding, checked.signature_fits) == (Finding.DIFFERENT, True)
    assert checked.differences == (
        'tables.level: the certificate has true, decided again it is "B"',
        'incentives.grant.amount: the certificate has "9000.00", decided again it is "1000.00"',
    )


def test_facts_left_out_put_in_or_impossible_are_named():
    document = json.loads(PRINTED)
    document["decision"]["facts"] |= {"months": -1, "shoe": 44}
    named = verify(signed(document), POLICY).differences
    assert [each.partition(":")[0] for each in named] == ["facts.shoe", "facts.months"]
    document = json.loads(PRINTED)
    document["decision"]["facts"]["price"] = "5.00"
    assert "facts.price: " in verify(signed(document), POLICY).differences[0]


def test_a_certificate_cannot_command_the_terminal_it_is_told_on():
    document = json.loads(PRINTED)
    document["decision"]["\x1b[2J"] = document["decision"]["facts"]["\x1b]0;x\x07"] = "\u202e"
    assert all(each.isprintable() for each in verify(signed(document), POLICY).differences)
    with pytest.raises(CertificateInvalid) as caught:
        verify({**document, "\x1b[2J": 1}, POLICY)
    assert str(caught.value).isprintable()


def test_another_text_of_the_policy_is_another_policy():
    other = small(("A small policy", "A small Policy"))
    checked = verify(parse(PRINTED.decode()), other)
    assert checked.finding is Finding.DIFFERENT
    assert [each.partition(":")[0] for each in checked.differences] == ["digest"]
    renamed = small(("  born_on:", "  birthday:"), ("(born_on", "(birthday"), checked=False)
    named = verify(parse(PRINTED.decode()), renamed).differences
    assert [each.partition(":")[0] for each in named] == ["digest", "facts.born_on"]


def test_without_the_policy_text_only_the_signature_can_be_told():
    checked = verify(parse(PRINTED.decode()), None)
    assert (checked.finding, checked.signature_fits, checked.differences) == (Finding.NO_TEXT, True, None)


def test_whoever_signs_with_a_key_of_their_own_is_found_out_by_the_key_one_trusts():
    forged = certified(key=Ed25519PrivateKey.generate())
    assert verify(forged, POLICY).finding is Finding.SAME
    assert verify(forged, POLICY, trusted=KEY.public_key()).finding is Finding.SIGNATURE_WRONG
    assert verify(certified(), POLICY, trusted=KEY.public_key()).trusted is True
    swapped = {**forged, "public_key": keys.written_key(KEY.public_key())}
    assert verify(swapped, POLICY, trusted=KEY.public_key()).finding is Finding.SIGNATURE_WRONG


def test_a_conflict_gets_no_certificate():
    twice = ("      - {when: degree == doctor and age <= 45, gives: B, source: law}",
             "      - {when: degree == doctor, gives: B, source: law}\n"
             "      - {when: months >= 6, gives: A, source: law}")  # fmt: skip
    policy = small(("hit: first", "hit: unique"), twice, checked=False)
    with pytest.raises(Conflict):
        certified(policy)
    document = json.loads(PRINTED)
    assert verify(document, policy).differences[0].startswith("no decision can be made again: The rows in lines")


BAD = {
    "not JSON": "certificate",
    "nothing": "",
    "a list": "[]",
    "a text": '"x"',
    "an empty object": "{}",
    "deep": "[" * 100_000,
    "deeper": '{"a":' * 100_000,
    "huge": " " * (MOST_CHARACTERS + 1),
    "a number too long": '{"format": ' + "9" * 5_000 + "}",
    "NaN": PRINTED.decode().replace('"format": 1', '"format": NaN'),
    "a fraction": PRINTED.decode().replace('"format": 1', '"format": 1.0'),
    "true": PRINTED.decode().replace('"format": 1', '"format": true'),
    "another format": PRINTED.decode().replace('"format": 1', '"format": 2'),
    "a key twice": PRINTED.decode().replace('"format": 1', '"format": 1, "format": 1'),
    "half a character": PRINTED.decode().replace('"small"', '"\\ud800"'),
    "one key more": PRINTED.decode().replace('"format": 1', '"format": 1, "note": 1'),
    "a signature in capitals": json.dumps({**certified(), "signature": "ed25519:" + "AB" * 64}),
    "a key that is none": json.dumps({**certified(), "public_key": [1]}),
    "a decision that is none": json.dumps({**certified(), "decision": []}),
    "no digest": json.dumps({**certified(), "decision": {"policy": "small"}}),
    **{f"without {name}": json.dumps({k: v for k, v in certified().items() if k != name}) for name in certified()},
    **{
        f"{name} of the wrong kind": json.dumps({**certified(), "decision": {**certified()["decision"], name: 5}})
        for name in ("policy", "digest", "on", "facts")
    },
    "a day that is none": PRINTED.decode().replace('"on": "2021-06-01"', '"on": "2021-02-30"'),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_what_is_no_certificate_is_told_in_a_sentence(text):
    with pytest.raises(CertificateInvalid) as caught:
        verify(parse(text), POLICY)
    assert 10 < len(str(caught.value)) < 200


def test_what_is_no_json_is_no_certificate_in_memory_either():
    for wrong in ({1, 2}, float("nan"), b"x", 10**5_000):
        with pytest.raises(CertificateInvalid):
            verify({**certified(), "decision": {**certified()["decision"], "more": wrong}}, POLICY)


def test_a_day_at_the_end_of_the_calendar_is_no_crash():
    document = json.loads(PRINTED)
    document["decision"]["on"] = date.max.isoformat()
    assert verify(signed(document), POLICY).differences


def test_a_key_is_made_and_read_back():
    made = keys.private_key(keys.new_key())
    text = keys.written_key(made.public_key())
    assert keys.written_key(keys.public_key(f" {text}\n")) == text
    pem = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert keys.written_key(keys.public_key(pem.decode())) == text


def test_what_is_no_key_is_told():
    other = ec.generate_private_key(ec.SECP256R1())
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    locked = KEY.private_bytes(*private, serialization.BestAvailableEncryption(b"secret"))
    for pem in (b"", b"\xff", b"key", locked, other.private_bytes(*private, serialization.NoEncryption())):
        with pytest.raises(keys.KeyInvalid):
            keys.private_key(pem)
    public = other.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for text in ("", "ed25519:12", "ed25519:" + "g" * 64, "\ud800", public.decode()):
        with pytest.raises(keys.KeyInvalid):
            keys.public_key(text)
