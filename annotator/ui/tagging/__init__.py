"""What a person does while tagging: moving, answering facets, the loop of one key a turn.

- :mod:`~annotator.ui.tagging.navigation` - going from turn to turn
- :mod:`~annotator.ui.tagging.facet_answers` - giving, changing, clearing tags of the selected turns
- :mod:`~annotator.ui.tagging.tag_commands` - the same again, as the turn before, all findings
- :mod:`~annotator.ui.tagging.find_turn` - the next turn of a kind
- :mod:`~annotator.ui.tagging.bulk_edits` - edits of many turns: asked about, in the background, one undo

:class:`annotator.ui.workspace.workspace.Workspace` has the first two as its verbs.
"""
