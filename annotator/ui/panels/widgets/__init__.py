"""Small controls that the panels share; none of them knows the workspace.

Each is imported from its own module: what the turns are shown with should not wait for all of them.
"""
