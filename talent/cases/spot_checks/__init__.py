"""A random share of decisions is looked at again by an officer who had no part, and what they find is counted."""
