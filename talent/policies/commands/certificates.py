"""Commands of certificates: make a key, certify a decision, check a certificate offline."""

import json
import os
from datetime import date

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rules import keys
from rules.certificate import (
    MOST_CHARACTERS,
    CertificateInvalid,
    Finding,
    Verification,
    certify,
    parse,
    policy_digest,
    verify,
)
from rules.hits import Conflict
from rules.library import FOLDER, with_digest
from rules.policy import Policy
from rules.reading import PolicyInvalid, read
from talent.policies.commands.arguments import about_a_person, policy_named, refuse, tell, text_of
from talent.policies.commands.people import facts_of

#: Longest file of a key and longest text of a policy, in characters.
_MOST_KEY = 10_000
_MOST_POLICY = 2_000_000

_MEANS = {
    Finding.SAME: "the policy text gives this decision again from these facts",
    Finding.DIFFERENT: "the policy text does not give this decision again from these facts",
    Finding.NO_TEXT: "no policy here has the text it was made under; name the file with --policy",
}
#: How 'verify' ends: what a script can tell apart.
_ENDS = {Finding.SAME: 0, Finding.DIFFERENT: 1, Finding.SIGNATURE_WRONG: 1, Finding.NO_TEXT: 2}


@click.command("key")
@click.argument("file", metavar="FILE")
def make_key(file: str) -> None:
    """Make a private key that only you can read, and print the public key to hand out; no file is overwritten."""
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        refuse(file, "there is a file already, and a key overwritten is lost; choose another name")
    except (OSError, ValueError) as error:
        refuse(repr(file), getattr(error, "strerror", None) or "it cannot be written")
    pem = keys.new_key()
    with os.fdopen(made, "wb") as written:
        written.write(pem)
    click.echo(keys.written_key(keys.private_key(pem).public_key()))


@click.command("certificate")
@about_a_person
@click.option("--key", "key_file", required=True, metavar="FILE", help="Private key in PEM; 'key FILE' makes one.")
def certificate(name: str, source: str, on: date, key_file: str) -> None:
    """Decide one person and print the decision, signed; exit 2 on facts or a key that cannot be used."""
    try:
        key = keys.private_key(text_of(key_file, _MOST_KEY).encode())
    except keys.KeyInvalid as error:
        refuse(key_file, str(error))
    found = policy_named(name)
    try:
        document = certify(found, facts_of(found, source, on), on=on, key=key)
    except Conflict as conflict:
        refuse(found.id, f"{conflict}; mend the policy")
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@click.command("verify")
@click.argument("file", metavar="FILE|-")
@click.option("--policy", "policy_file", metavar="FILE", help="The policy text; looked for by its digest if not given.")
@click.option("--key", "trusted", metavar="PUBLIC", help="The key that should have signed: 'ed25519:…' or a PEM file.")
def check_certificate(file: str, policy_file: str | None, trusted: str | None) -> None:
    """Check a certificate offline: exit 0 if it holds, 1 if it does not, 2 if that cannot be told."""
    key = None if trusted is None else _public_key(trusted)
    try:
        document = parse(text_of(file, MOST_CHARACTERS))
        policy = _text(policy_digest(document), policy_file)
        checked = verify(document, policy, trusted=key)
    except CertificateInvalid as error:
        refuse(file, f"not a certificate: {error}")
    for line in _said(checked):
        click.echo(line)
    raise SystemExit(_ENDS[checked.finding])


def _said(checked: Verification) -> list[str]:
    """Say what was found: the finding first, then whose signature it is, then what differs."""
    key = checked.signed_by
    if not checked.signature_fits:
        found = "it does not fit what the certificate says, which was changed or never signed"
    elif checked.trusted is False:
        found = f"it was made by another key than the one you trust: {key}"
    else:
        found = _MEANS[checked.finding]
    lines = [f"{checked.finding}: {found}"]
    if checked.signature_fits and checked.trusted is None:
        lines.append(f"The signature fits the key in the certificate, {key}.")
        lines.append("Whose key that is was not checked: name the one you trust with --key.")
    elif checked.signature_fits and checked.trusted:
        lines.append("The signature was made by the key you trust.")
    return lines + [f"  {difference}" for difference in checked.differences or ()]


def _public_key(given: str) -> Ed25519PublicKey:
    """Read the key somebody trusts, as text or from a file."""
    try:
        return keys.public_key(given if given.startswith("ed25519:") else text_of(given, _MOST_KEY))
    except keys.KeyInvalid as error:
        refuse(given[:80], str(error))


def _text(digest: str, policy_file: str | None) -> Policy | None:
    """Return the policy to decide under again: of the file named, or the one that comes with the product."""
    try:
        if policy_file is not None:
            return read(text_of(policy_file, _MOST_POLICY), policy_file, checked=False)
        return with_digest(FOLDER, digest)
    except PolicyInvalid as error:
        tell(error.problems)
        raise SystemExit(2) from None
