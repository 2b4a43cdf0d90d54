"""Recovery: what is owed back, by the formula of the policy, confirmed by a second officer and paid back or offset."""
