"""The turn list: a million rich rows, of which only those on screen are ever measured.

- :mod:`~annotator.ui.turn_list.anchored` - the arithmetic of position and scroll bar
- :mod:`~annotator.ui.turn_list.anchored_view` - that arithmetic as a QListView
- :mod:`~annotator.ui.turn_list.model` - ids, and the pages of turns looked at last
- :mod:`~annotator.ui.turn_list.text`, ``row``, ``chips``, ``marks`` - a turn measured at a width
- :mod:`~annotator.ui.turn_list.painting` - and painted
- :mod:`~annotator.ui.turn_list.view` - cursor, selection, keys, folding; ``pointer`` - the mouse
- :mod:`~annotator.ui.turn_list.widget` - all of it in step with the workspace
"""

from annotator.ui.turn_list.view import ListState, TurnListView
from annotator.ui.turn_list.widget import TurnList

__all__ = ["ListState", "TurnList", "TurnListView"]
