"""What the applicant sees of a case: whose turn it is, what has happened, what was promised, which days to keep."""
