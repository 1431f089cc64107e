"""What the menu calls: the codebook's window, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from annotator.ui.codebook_editor.codebook_window import CodebookWindow
    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.workspace import Workspace


class CodebookCommands(QObject):
    """Opens the codebook's window beside the main one."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        keymap: KeyMap,
        leaving: SignalInstance,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._settings = settings
        self._keymap = keymap
        self._window = window
        self.editor: CodebookWindow | None = None
        leaving.connect(self.flush)

    def edit(self) -> None:
        """Show the codebook's window on the active facet, or bring it to the front."""
        from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs  # noqa: PLC0415 - after the first paint
        from annotator.ui.codebook_editor.codebook_window import CodebookWindow  # noqa: PLC0415
        from annotator.ui.keys.key_changes import KeyChanges  # noqa: PLC0415

        workspace = self._workspace
        if workspace.project is None:
            return
        if self.editor is None:
            keys = KeyChanges(workspace, self._keymap)
            self.editor = CodebookWindow(workspace, keys, CodebookDialogs(self), self._window)
            self.editor.restoreGeometry(self._settings.state("codebook"))
            self.editor.finished.connect(self._remember)
        if not self.editor.isVisible():
            self.editor.refresh()
            self.editor.tree.select(workspace.facet)
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()

    def _remember(self) -> None:
        if self.editor is not None:
            self._settings.set_state("codebook", self.editor.saveGeometry())

    def flush(self) -> None:
        """Keep what was typed in the codebook's window."""
        if self.editor is not None and self.editor.isVisible():
            self.editor.flush()
