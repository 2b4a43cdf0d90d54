"""Advice: what would change an outcome, and which question is worth asking next."""

from rules.advice.changes import MOST_CHANGES, advised

__all__ = ["MOST_CHANGES", "advised"]
