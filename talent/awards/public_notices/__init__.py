"""Public notice: what was granted is shown with masked names; an objection stops payment; afterwards it is final."""
