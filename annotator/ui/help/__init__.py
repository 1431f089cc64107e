"""The user guide in the window: pages of `resources/help`, readable without network."""
