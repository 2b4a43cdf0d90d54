"""Telling the approvers of a case that comes near its promised day without a decision, once."""
