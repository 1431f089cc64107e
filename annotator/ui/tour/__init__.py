"""A tour of the window: marks that point at its parts, one after the other."""
