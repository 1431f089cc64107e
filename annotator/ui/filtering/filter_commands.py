"""What the menus do with the filter bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import TurnFilter
    from annotator.ui.window.panes import Columns


class FilterCommands:
    """Search here, search everywhere, from hit to hit, all turns again."""

    def __init__(self, columns: Callable[[], Columns], leave_overview: Callable[[], None]) -> None:
        self._columns = columns
        self._leave_overview = leave_overview

    def find(self, *, everywhere: bool) -> None:
        """Put the keyboard into the filter bar."""
        self._leave_overview()
        self._columns().filter_bar.look(everywhere=everywhere)

    def go(self, step: int) -> None:
        """To the next hit, or the one before; opens the bar where nothing is looked for yet."""
        self._leave_overview()
        bar = self._columns().filter_bar
        if bar.isHidden():
            bar.look()
        else:
            bar.go(step)

    def show_view(self, wanted: TurnFilter) -> None:
        """Put the filter of a view into the bar, and apply it."""
        self._leave_overview()
        self._columns().filter_bar.set_wanted(wanted)

    def clear(self) -> None:
        """Show all turns of the dialogue."""
        self._columns().filter_bar.leave()
