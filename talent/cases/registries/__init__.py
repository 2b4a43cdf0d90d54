"""What registries know of applicants: extracts that the bureau's officer uploads, compared with the answers."""
