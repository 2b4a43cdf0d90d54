"""Automatic checks beside a case: each says in words what it compared, and with what result."""
