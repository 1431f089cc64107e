"""The command palette: everything the window can do or go to, found by typing some of its letters.

- :mod:`~annotator.ui.command_palette.fuzzy_match` - how well typed letters fit a text
- :mod:`~annotator.ui.command_palette.palette_entries` - commands, facets, labels, views, dialogues
- :mod:`~annotator.ui.command_palette.palette_dialog` - the field and the list
"""
