"""Talent incentives for future communities: apply, adjudicate, grant, explain."""
