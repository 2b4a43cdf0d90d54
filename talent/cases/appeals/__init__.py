"""Appeals: the applicant asks the bureau to look at a decision again; an officer who had no part in it answers."""
