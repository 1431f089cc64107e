"""The window. Widgets talk to one object, the workspace, and to nothing else.

- :mod:`~annotator.ui.workspace.workspace` - what is in hand, and every verb the person has
- :mod:`~annotator.ui.actions.menu_bar` - all actions with their keys, as one table
- :mod:`~annotator.ui.window.main_window` - puts the parts together
- :mod:`~annotator.ui.turn_list` and :mod:`~annotator.ui.panels` - what stands in it
- :mod:`~annotator.ui.background.jobs` - long work, off the UI thread
- :mod:`~annotator.ui.settings.settings` - what the window remembers
"""
