"""What a clerk asks of an applicant, and what the applicant answers: the clock of the case stands still meanwhile."""
