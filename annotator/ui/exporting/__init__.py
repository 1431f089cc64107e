"""Exports and imported tags in the window: what is asked, what is done in the background, what is said."""
