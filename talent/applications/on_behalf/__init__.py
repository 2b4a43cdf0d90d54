"""An employer's HR fills in for a person with their consent: answers and documents of drafts it began, nothing else."""
