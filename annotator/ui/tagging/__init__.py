"""What a person does while tagging: moving, answering facets, the loop of one key a turn.

- :mod:`~annotator.ui.tagging.moving` - going from turn to turn
- :mod:`~annotator.ui.tagging.answers` - giving, changing and clearing the tags of the selected turns
- :mod:`~annotator.ui.tagging.loop` - the same again, from the turn before, all findings, not applicable
- :mod:`~annotator.ui.tagging.seeking` - the next turn of a kind
- :mod:`~annotator.ui.tagging.sweeps` - edits of many turns: asked about, in the background, one undo

:class:`annotator.ui.workspace.Workspace` has the first two as its verbs.
"""
