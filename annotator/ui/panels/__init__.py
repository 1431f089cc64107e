"""The panels beside the turn list: the dialogues, the tags of a turn, the history, the repairs.

Each panel is a widget that takes the workspace and nothing else:

- :class:`~annotator.ui.panels.dialogue_list.DialogueList`: which dialogue, how far it is.
- :class:`~annotator.ui.panels.tag_panel.TagPanel`: the codebook's questions about the turn.
- :class:`~annotator.ui.panels.history.HistoryPanel`: who changed what, and taking it back.
- :class:`~annotator.ui.panels.repairs.RepairPanel`: doubts about repairs, and deciding on them.

They are imported from there: the turns are shown before a panel is loaded.
"""
