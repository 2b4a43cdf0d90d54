"""The options of an applicant where incentives exclude one another: side by side, and changed until the decision."""
