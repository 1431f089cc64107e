"""Correcting who spoke and where turns begin: the commands and their windows."""
