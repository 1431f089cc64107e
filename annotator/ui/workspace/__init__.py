"""The one object widgets talk to, and what it knows about the order of turns."""
