"""What the menus and the window do with the overview: when it is shown, and where its rows lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.workspace.go_to_turn import go_to_turn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.model import TurnFilter
    from annotator.ui.overview.overview_figures import Open
    from annotator.ui.overview.overview_page import OverviewPage
    from annotator.ui.settings.settings import Settings
    from annotator.ui.window.panes import Columns
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlaceInWindow:
    """Where the overview stands: the panes whose place it takes, how its page gets into the window, and
    what shows the page that is to be seen."""

    columns: Callable[[], Columns]
    add_page: Callable[[QWidget], object]
    show_page: Callable[[], None]


class OverviewCommands(QObject):
    """Shows the overview in place of the turns, and goes back to exactly where one was.

    It comes by itself when a project with more than one dialogue is opened. Whatever goes to a turn leaves
    it, for then the turn is to be seen.
    """

    def __init__(
        self, workspace: Workspace, settings: Settings, place: PlaceInWindow, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._place = place
        self._workspace = workspace
        self._settings = settings
        self._page: OverviewPage | None = None
        self._shown = False
        self._opening = False
        self._workspace.project_changed.connect(self._on_project)
        self._workspace.cursor.turn_changed.connect(self._on_turn)

    @property
    def shown(self) -> bool:
        """Whether the overview stands in place of the turns."""
        return self._shown and len(self._workspace.cursor.dialogue_ids) > 0

    @property
    def page(self) -> OverviewPage:
        """The page; made when it is first asked for."""
        if self._page is None:
            from annotator.ui.overview.overview_page import OverviewPage  # noqa: PLC0415 - after the first paint

            self._page = OverviewPage(self._workspace, self._settings, self._window)
            self._place.add_page(self._page)
            self._page.turns_wanted.connect(self.open_turns)
            self._page.dialogue_wanted.connect(self.open_dialogue)
            self._page.next_wanted.connect(self.go_on)
            self._page.left.connect(self.leave)
        return self._page

    def toggle(self) -> None:
        """Show the overview; where it is shown, go back to the turns."""
        if self.shown:
            self.leave()
        else:
            self._place.columns().flush()
            self._show(shown=True)

    def leave(self) -> None:
        """Show the turns again, as they were left."""
        if self._shown:
            self._show(shown=False)

    def open_turns(self, wanted: TurnFilter) -> None:
        """Show all turns of the project that fit."""
        self.leave()
        bar = self._place.columns().filter_bar
        bar.show_everywhere(wanted)
        self._place.columns().turns.setFocus()

    def open_dialogue(self, dialogue_id: int, facet: str) -> None:
        """Go to the first turn from the beginning of that dialogue on that lacks an answer to the facet."""
        workspace = self._workspace
        self._leave_to_dialogues()
        workspace.set_facet(facet)
        workspace.cursor.select_dialogue(dialogue_id)
        workspace.cursor.select_turn(workspace.cursor.turn_ids[0] if len(workspace.cursor.turn_ids) else None)
        turn = workspace.cursor.turn()
        if turn is not None and workspace.tagging.own_tags(turn, facet):
            workspace.moving.next_untagged()
        self._place.columns().turns.setFocus()

    def go_on(self, found: Open) -> None:
        """Go to a turn that lacks an answer."""
        self._leave_to_dialogues()
        self._workspace.set_facet(found.facet)
        go_to_turn(self._workspace, found.turn_id)
        self._place.columns().turns.setFocus()

    def _leave_to_dialogues(self) -> None:
        """Show all turns of a dialogue, whatever was looked for before."""
        self.leave()
        if self._workspace.cursor.filter is not None:
            self._place.columns().filter_bar.leave()

    def close(self) -> None:
        """End what is being counted: the project is about to be left, or written out."""
        if self._page is not None and self._page.reader.stop():
            self._page.reader.again()

    def _show(self, *, shown: bool) -> None:
        self._shown = shown
        self._place.show_page()

    def _on_project(self) -> None:
        self._shown = self._settings.overview_first and len(self._workspace.cursor.dialogue_ids) > 1
        # To open a project is to go to a turn of it, too: all that happens with the opening is no leaving.
        self._opening = True
        QTimer.singleShot(0, self, self._on_opened)

    def _on_opened(self) -> None:
        self._opening = False

    def _on_turn(self) -> None:
        if not self._opening:
            self.leave()
