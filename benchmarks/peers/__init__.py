"""What the evaluators are measured against: the same policy, written anew for each peer from the same parsed tree."""
