"""Bank details: where an applicant's money goes. Encrypted where they are kept, checked when typed, shown masked."""
