"""What a clerk gives who recommends otherwise than the rules say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Override:
    """Why an incentive is recommended that the rules do not grant, or not recommended although they do.

    clause: the id of a source of the policy. fen: what is granted, None where what the rules grant is refused.
    """

    incentive: str
    reason: str
    clause: str
    fen: int | None = None
