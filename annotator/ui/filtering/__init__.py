"""Which turns are shown: search and filter over the list, in the dialogue and in the whole project.

Nothing is imported here: its commands are needed before the first paint, its bar is not.
"""
