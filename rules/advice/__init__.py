"""Advice: what would change an outcome, and which question is worth asking next."""

from rules.advice.changes import MOST_CHANGES, advised
from rules.advice.questions import next_question, open_questions, settled

__all__ = ["MOST_CHANGES", "advised", "next_question", "open_questions", "settled"]
