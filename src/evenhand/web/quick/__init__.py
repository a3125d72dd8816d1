"""Templates that render with less work: compiled once more when they are loaded, with the same output."""
