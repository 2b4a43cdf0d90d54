"""The documents that prove answers: added, looked at, replaced, dated, and what became of each."""
