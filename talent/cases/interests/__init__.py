"""Conflicts of interest: what staff declare of themselves, the cases it meets, and who steps back from which."""
