"""The command palette: everything the window can do or go to, found by typing some of its letters.

- :mod:`~annotator.ui.palette.fuzzy` - how well typed letters fit a text
- :mod:`~annotator.ui.palette.entries` - what there is to find: commands, facets, labels, views, dialogues
- :mod:`~annotator.ui.palette.dialog` - the field and the list
"""
