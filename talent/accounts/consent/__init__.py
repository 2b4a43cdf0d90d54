"""Consent by purpose: in words that are kept, withdrawn at any time (Personal Information Protection Law, 13-17)."""
