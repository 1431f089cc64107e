"""Damaged projects in the window: checked, and recovered into a new file."""
