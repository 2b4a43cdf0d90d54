"""Budgets: what a community has for an incentive in a year, what was promised of it, and what is paid when."""
