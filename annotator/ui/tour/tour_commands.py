"""Begins the tour: over the project in hand, or over the samples where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.ui.window.window_base import WindowBase

translate = QCoreApplication.translate


class TourCommands:
    """The tour as the menu and the welcome page call it."""

    def __init__(self, window: WindowBase) -> None:
        self._window = window
        self._waiting = self._offering = False
        for signal in (window.workspace.busy_changed, window.workspace.cursor.dialogue_changed):
            signal.connect(self._on_progress)

    def show(self) -> None:
        """Begin the tour; without a project the samples are opened first."""
        if not self._ready():
            self._waiting = self._window.workspace.project is not None or self._window.files.open_samples()
        self._begin_when_ready(asked=not self._waiting)

    def open_samples(self) -> bool:
        """Open the samples, and offer the tour where it was neither taken nor offered before."""
        opened = self._window.files.open_samples()
        settings = self._window.settings
        if opened and not settings.tour_offered:
            settings.tour_offered = self._offering = True
            self._on_progress()
        return opened

    def _offer(self) -> None:
        """Offer the tour; after the import has said what it did, or that would take its place."""
        if self._ready():
            self._window.workspace.say(
                Message(
                    "info",
                    translate("TourCommands", "New here?"),
                    translate("TourCommands", "A short tour shows where everything is."),
                    (MessageAction(translate("TourCommands", "Take the tour"), self.show),),
                )
            )

    def _ready(self) -> bool:
        workspace = self._window.workspace
        return (
            workspace.project is not None
            and workspace.busy is None
            and len(workspace.cursor.dialogue_ids) > 0
        )

    def _on_progress(self, *_: object) -> None:
        if self._offering and self._ready():
            self._offering = False
            QTimer.singleShot(0, self._window, self._offer)
        self._begin_when_ready(asked=False)

    def _begin_when_ready(self, *, asked: bool) -> None:
        if not (asked or self._waiting) or not self._ready():
            return
        from annotator.ui.tour.tour_overlay import Coach  # noqa: PLC0415 - rarely needed

        self._waiting = False
        self._window.settings.tour_offered = True
        for old in self._window.findChildren(Coach):
            old.finish()
        self._window.columns.furnish()
        Coach(self._window).begin()
