"""What the window does that is asked for by a program started later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from annotator.ui.single_instance.receiver import Receiver
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.ui.window.file_commands import FileCommands
    from annotator.ui.workspace.workspace import Workspace


class Answering(QObject):
    """Listens while the window has a project it may write to; comes forward and takes files in."""

    def __init__(self, workspace: Workspace, files: FileCommands, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._files = files
        self._window = window
        self.receiver = Receiver(self)
        self.receiver.asked.connect(self._on_asked)
        workspace.project_changed.connect(self._follow)

    def _follow(self) -> None:
        project = self._workspace.project
        alone = project is not None and not project.read_only
        self.receiver.listen(Path(project.path) if project is not None and alone else None)

    def _on_asked(self, paths: list[Path]) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if not paths:
            return
        if QApplication.activeModalWidget() is None:
            self._files.open_paths(paths)
            return
        # A dialog is open: the files wait behind a button, rather than a second dialog on the first.
        text = counted(
            len(paths),
            QT_TRANSLATE_NOOP("Counted", "1 file is waiting to be imported."),
            QT_TRANSLATE_NOOP("Counted", "{n} files are waiting to be imported."),
        )
        take = MessageAction(self.tr("Import now"), lambda: self._files.open_paths(paths))
        self._workspace.say(Message("warning", text, ", ".join(path.name for path in paths[:5]), (take,)))
