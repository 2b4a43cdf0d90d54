"""Many cases: copies of patterns that operations made, each of another person, written in bulk.

Every row of a copy is what the operations wrote for its pattern, of another person and at another hour of the same
days. So nothing here knows what a decision leads to: a feature that adds a table to a case is copied with it.
"""
