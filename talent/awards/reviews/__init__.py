"""The yearly review: the applicant confirms what must still hold, and a clerk continues or stops what is to come."""
