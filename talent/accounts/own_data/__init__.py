"""Own data: see, take along, correct, be forgotten (Personal Information Protection Law of the PRC, 44-50)."""
