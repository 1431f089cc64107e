"""Published and recomputed values of agreement, with their data, source and page.

`python -m tests.analysis.golden` prints them all.
"""
