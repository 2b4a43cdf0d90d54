"""The pre-check: what somebody may get, asked one question at a time, without an account and without a trace."""
