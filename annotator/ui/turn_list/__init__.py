"""The turn list: a million rich rows, of which only those on screen are ever measured.

- :mod:`~annotator.ui.turn_list.anchored_rows` - the arithmetic of position and scroll bar
- :mod:`~annotator.ui.turn_list.anchored_view` - that arithmetic as a QListView
- :mod:`~annotator.ui.turn_list.turn_model` - ids, and the pages of turns looked at last
- :mod:`~annotator.ui.turn_list.text_layout`, ``row``, ``chips``, ``marks`` - a turn measured at a width
- :mod:`~annotator.ui.turn_list.row_painter` - and painted
- :mod:`~annotator.ui.turn_list.turn_view` - cursor, selection, keys, folding; ``pointer`` - the mouse
- :mod:`~annotator.ui.turn_list.turn_list_widget` - all of it in step with the workspace
"""

from annotator.ui.turn_list.cursor_view import ListState
from annotator.ui.turn_list.turn_list_widget import TurnList
from annotator.ui.turn_list.turn_view import TurnListView

__all__ = ["ListState", "TurnList", "TurnListView"]
