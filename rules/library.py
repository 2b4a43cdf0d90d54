"""Policies read once: those of a folder and those kept elsewhere as text, found by id, day and digest."""

import hashlib
from datetime import date
from pathlib import Path

from rules.policy import Policy
from rules.reading import PolicyInvalid, Problem, read, read_file

#: Where the policies that come with the product lie.
FOLDER = Path(__file__).with_name("policies")


class Library:
    """The policies at hand. A file that is wrong is left out and its problems kept; the others serve."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._by_digest: dict[str, Policy] = {}

    @classmethod
    def load(cls, folder: Path) -> "Library":
        """Read every *.yaml under a folder, in the order of their paths."""
        library = cls()
        for path in sorted(folder.rglob("*.yaml")):
            try:
                library._keep(read_file(path), str(path))
            except PolicyInvalid as error:
                library.problems += error.problems
        return library

    def add(self, text: str, name: str) -> Policy:
        """Return the policy of a text kept elsewhere, read once per digest.

        It was checked when it was kept; checks that came since must not keep what was decided from being read.
        name: what messages call the text. Raises PolicyInvalid.
        """
        known = self._by_digest.get(digest_of(text))
        if known is not None:
            return known
        policy = read(text, name, checked=False)
        self._by_digest[policy.digest] = policy
        return policy

    @property
    def policies(self) -> dict[str, Policy]:
        """Per id the version that came into force last."""
        return {policy.id: policy for policy in sorted(self.all(), key=lambda policy: policy.in_force_from)}

    def all(self) -> list[Policy]:
        """Return every version of every policy, in the order read."""
        return list(self._by_digest.values())

    def by_digest(self, digest: str) -> Policy | None:
        """Return the version with a digest, 'sha256:…'."""
        return self._by_digest.get(digest)

    def in_force(self, policy_id: str, on: date) -> Policy | None:
        """Return the version of a policy in force on a day: of several, the one that began last."""
        versions = [
            policy
            for policy in self.all()
            if policy.id == policy_id
            and policy.in_force_from <= on
            and (policy.in_force_to is None or on <= policy.in_force_to)
        ]
        return max(versions, key=lambda policy: policy.in_force_from, default=None)

    def _keep(self, policy: Policy, file: str) -> None:
        for other in self.all():
            if (other.id, other.in_force_from) == (policy.id, policy.in_force_from) and other.text != policy.text:
                message = f"Another file has policy '{policy.id}' from {policy.in_force_from} too"
                raise PolicyInvalid([Problem(file, 1, message, "give it another id or another day")])
        self._by_digest[policy.digest] = policy


def digest_of(text: str) -> str:
    """Return the digest that names a policy text: 'sha256:' and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def with_digest(folder: Path, digest: str) -> Policy | None:
    """Return the policy of a folder whose text has a digest, reading no other, or None.

    Whether its examples serve is not asked: what was decided under a text stays decided.
    Raises PolicyInvalid when the text is no policy.
    """
    for path in sorted(folder.rglob("*.yaml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if digest_of(text) == digest:
            return read(text, str(path), checked=False)
    return None
