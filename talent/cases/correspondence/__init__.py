"""What the applicant and the bureau write to each other about a case."""
