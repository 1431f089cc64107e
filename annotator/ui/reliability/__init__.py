"""A study of several annotators in the window: packets, merging, agreement, the report."""
