"""Payment runs: what is due is selected, frozen, exported to the treasury, and settled by what the treasury reports."""
