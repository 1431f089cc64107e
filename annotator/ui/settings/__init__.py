"""The settings of the person: what holds in every project, on this computer; where they lie, and their dialog."""
