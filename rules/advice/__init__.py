"""Advice: what would change an outcome, and which question is worth asking next."""

from rules.advice.changes import MOST_CHANGES, advised
from rules.advice.interview import Interview, Sofar
from rules.advice.openings import Opening, opening
from rules.advice.questions import next_question, open_questions, settled

__all__ = [
    "MOST_CHANGES",
    "Interview",
    "Opening",
    "Sofar",
    "advised",
    "next_question",
    "open_questions",
    "opening",
    "settled",
]
