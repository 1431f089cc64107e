"""A reader for every format: what a file holds of each dialogue, to be compared with the project."""
