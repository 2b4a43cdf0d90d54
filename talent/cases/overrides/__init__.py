"""Recommending otherwise than the rules say: only with a reason and a clause, read by the approver, and counted."""
