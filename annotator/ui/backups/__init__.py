"""Backups of the project in hand: made beside the work, and put back from a list."""
