"""Taking a decision back on its day, as long as nothing was paid on it and nobody has objected."""
