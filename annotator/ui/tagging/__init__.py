"""What a person does while tagging: moving, answering facets, the loop of one key a turn.

- :mod:`~annotator.ui.tagging.moving` - going from turn to turn
- :mod:`~annotator.ui.tagging.answers` - giving, changing and clearing the tags of the selected turns

:class:`annotator.ui.workspace.Workspace` has all of them as its verbs.
"""
