"""Spouses who both apply: linked when both have agreed, until either ends it."""
