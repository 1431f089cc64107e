"""What the menus do with adjudication: begin it, leave it, begin it at one kind of disagreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.reliability.disagreements import Kind
    from annotator.ui.adjudicating.adjudication_mode import Adjudication
    from annotator.ui.adjudicating.adjudication_panel import AdjudicationPanel
    from annotator.ui.adjudicating.decisions_for_annotators import DecisionsShown
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.window.panes import Columns
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Beside:
    """What the panel leads to beside the turns, and who is told that the mode began or ended."""

    merge: Callable[[], None]
    packets: Callable[[], None]
    changed: Callable[[], None]


class AdjudicationCommands:
    """Makes the mode and its panel when they are first wanted."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        dialogs: Dialogs,
        columns: Callable[[], Columns],
        beside: Beside,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._dialogs = dialogs
        self._columns = columns
        self._beside = beside
        self._mode: Adjudication | None = None
        self._panel: AdjudicationPanel | None = None
        self._shown: DecisionsShown | None = None

    @property
    def mode(self) -> Adjudication:
        """The mode of the window's turn list."""
        if self._mode is None:
            from annotator.ui.adjudicating.adjudication_keys import AdjudicationKeys  # noqa: PLC0415 - after the first paint
            from annotator.ui.adjudicating.adjudication_mode import Adjudication  # noqa: PLC0415

            turns = self._columns().turns
            self._mode = Adjudication(self._workspace, self._jobs, self._dialogs, turns)
            self._mode.changed.connect(self._follow)
            AdjudicationKeys(self._mode, turns)
        return self._mode

    @property
    def panel(self) -> AdjudicationPanel:
        """The panel beside the turns."""
        if self._panel is None:
            from annotator.ui.adjudicating.adjudication_panel import AdjudicationPanel  # noqa: PLC0415 - after the first paint

            self._panel = AdjudicationPanel(self.mode)
            self._panel.done.connect(self._columns().turns.setFocus)
            self._panel.merge_wanted.connect(self._beside.merge)
            self._panel.packets_wanted.connect(self._beside.packets)
        return self._panel

    @property
    def active(self) -> bool:
        """Whether annotators' disagreements are being decided."""
        return self._mode is not None and self._mode.active

    def toggle(self) -> None:
        """Begin to decide where annotators differ, or leave off."""
        if self.active:
            self.mode.leave()
        else:
            self.begin()

    def begin(
        self, facet: str = "", kind: Kind | None = None, meeting: frozenset[tuple[str, ...]] = frozenset()
    ) -> None:
        """Show where annotators differ on a facet, or only one kind of disagreement on it."""
        if self._workspace.project is None:
            return
        columns = self._columns()
        columns.filter_bar.leave()
        columns.show_aside(self.panel, self.panel.accessibleName())
        self.mode.begin(facet, kind, meeting)
        columns.turns.setFocus()

    def show_decided(self) -> None:
        """Show what was decided beside what the person answered."""
        from annotator.ui.adjudicating.decisions_for_annotators import DecisionsShown  # noqa: PLC0415 - after the first paint

        if self.active:
            self.mode.leave()
        columns = self._columns()
        if self._shown is None:
            self._shown = DecisionsShown(self._workspace, self._jobs, columns.turns)
        columns.filter_bar.leave()
        self._shown.begin()
        columns.turns.setFocus()

    def _follow(self) -> None:
        if self._panel is not None and not self.mode.active and not self.mode.loading:
            self._columns().hide_aside(self._panel)
        self._beside.changed()
