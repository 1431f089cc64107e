"""Small controls that panels and dialogs share; none of them knows the workspace."""
