"""What a main window consists of, for its commands; :mod:`~annotator.ui.window.main_window` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from annotator.ui.actions.menu_bar import Actions
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.backups.backup_schedule import BackupKeeper
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.overview.overview_commands import OverviewCommands
    from annotator.ui.settings.settings import Settings
    from annotator.ui.study.study_commands import StudyCommands
    from annotator.ui.turn_list import TurnList
    from annotator.ui.window.file_commands import FileCommands
    from annotator.ui.window.panes import Columns
    from annotator.ui.window.toasts import Toasts
    from annotator.ui.workspace.workspace import Workspace


class WindowBase(QMainWindow):
    """The parts of a window on one project. Commands are built on them, the window on the commands."""

    settings: Settings
    workspace: Workspace
    jobs: Jobs
    dialogs: Dialogs
    files: FileCommands
    overview: OverviewCommands
    study: StudyCommands
    backups: BackupKeeper
    keymap: KeyMap
    action_set: Actions
    messages: Toasts

    @property
    def columns(self) -> Columns:
        """The panes of a project; made when they are first asked for."""
        raise NotImplementedError

    @property
    def turns(self) -> TurnList:
        """The turn list."""
        return self.columns.turns

    def has_columns(self) -> bool:
        """Whether the panes of a project have been made and are on the screen."""
        raise NotImplementedError

    def wait_for_project(self) -> None:
        """Show an empty page instead of the welcome page: a project is about to be opened."""
        raise NotImplementedError

    def stop_waiting(self) -> None:
        """Show what there is, where no project came."""
        raise NotImplementedError
