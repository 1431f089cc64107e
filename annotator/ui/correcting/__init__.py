"""Correcting a turn's text by hand: the command, its window, and its field."""
