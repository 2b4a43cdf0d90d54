"""Applying again: what was answered and proved before is filled in, with where it comes from and of which day."""
