"""The window. Widgets talk to one object, the workspace, and to nothing else.

What everything stands on:

- :mod:`~annotator.ui.workspace` - what is in hand, and every verb the person has
- :mod:`~annotator.ui.actions` - all actions with their keys, as one table; the menus made of it
- :mod:`~annotator.ui.background` - long work, off the UI thread
- :mod:`~annotator.ui.settings` - what the window remembers
- :mod:`~annotator.ui.theme`, :mod:`~annotator.ui.texts`, :mod:`~annotator.ui.widgets` - colours and fonts,
  the words of the window, small controls

What a person sees, a folder each: :mod:`~annotator.ui.window` puts the parts together;
:mod:`~annotator.ui.turn_list`, :mod:`~annotator.ui.panels`, :mod:`~annotator.ui.overview`,
:mod:`~annotator.ui.outline` and :mod:`~annotator.ui.filtering` stand in it; the others are dialogs,
windows and modes, called like what they are for.
"""
