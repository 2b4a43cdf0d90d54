"""How a proof stands, in a word or two, and what is told about a file that was sent."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from rules.policy import EvidenceKind
from talent.applications.evidence.queries import Age, Proof, Proved, Sheet, State
from talent.applications.models import Stage
from talent.web.filters import day, said

#: How a proof stands, with the tone of its tag.
STATES = {
    State.NEEDED: (_l("To add"), "waiting"),
    State.OVER: (_l("Too old"), "bad"),
    State.ADDED: (_l("Added"), "good"),
    State.VERIFIED: (_l("Verified"), "good"),
    State.REFUSED: (_l("Not accepted"), "bad"),
    State.SPARE: (_l("Not needed"), "quiet"),
}


def standing(proof: Proof, stage: Stage) -> tuple[str, str]:
    """Return how a proof stands and the tone of its tag."""
    if stage is Stage.SUBMITTED and proof.state is State.ADDED:
        return str(_("Being checked")), "quiet"
    text, tone = STATES[proof.state]
    return str(text), tone


def finding(answer: Proved) -> tuple[str, str] | None:
    """Return what was found of an answer and its tone, None while nobody has looked."""
    if answer.found is None:
        return None
    return (str(_("Verified")), "good") if answer.found.proved else (str(_("Not accepted")), "bad")


def validity(sheet: Sheet) -> tuple[str, str] | None:
    """Return until when a document is valid and the tone of that; None where it does not grow old."""
    last = day(sheet.evidence.valid_until)
    match sheet.age:
        case Age.LASTING:
            return None
        case Age.UNDATED:
            return str(_("Date not told")), "waiting"
        case Age.OVER:
            return str(_("Valid until %(day)s: too old now", day=last)), "bad"
        case Age.SOON:
            return str(_("Valid until %(day)s: soon too old", day=last)), "waiting"
    return str(_("Valid until %(day)s", day=last)), "quiet"


def also_for(kinds: Sequence[EvidenceKind]) -> str:
    """Say what else the same file is there for."""
    return str(_("The same file is also there as: %(kinds)s.", kinds=_(", ").join(said(kind.label) for kind in kinds)))
