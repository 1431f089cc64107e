"""The window: puts the parts together and remembers its size. It holds no state of the study."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QStyle,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.actions.menu_bar import Actions, CodebookMenu
from annotator.ui.backups.backup_schedule import BackupKeeper
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.keys.input_method import WideKeys
from annotator.ui.keys.keymap import KeyMap
from annotator.ui.overview.overview_commands import OverviewCommands, PlaceInWindow
from annotator.ui.single_instance.answering import Answering
from annotator.ui.study.study_commands import StudyCommands
from annotator.ui.texts.translation import available, window_language
from annotator.ui.window.action_handlers import bound_checks, bound_handlers
from annotator.ui.window.drive_bar import DriveWatch
from annotator.ui.window.drop_zone import DropHint
from annotator.ui.window.empty_states import EmptyState, EmptyStateButton, Welcome
from annotator.ui.window.file_commands import FileCommands
from annotator.ui.window.status_line import StatusLine
from annotator.ui.window.toasts import Toasts
from annotator.ui.window.window_base import WindowBase
from annotator.ui.window.window_commands import Commands, title_of
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent

    from annotator.store.first_page import FirstPage
    from annotator.ui.settings.settings import Settings
    from annotator.ui.window.messages import Message
    from annotator.ui.window.panes import Columns

SMALLEST = (480, 320)  # half of a screen of 1280 × 720 at 200 %, less what the system keeps
FIRST_SIZE = (1280, 800)


class MainWindow(WindowBase):
    """One window on one project at a time."""

    first_painted = Signal()  # once; whatever is slow to load waits for it

    def __init__(self, settings: Settings, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.dialogs = dialogs if dialogs is not None else Dialogs(self)
        self.workspace = Workspace(settings, self, asks=self.dialogs)
        self.jobs = self.workspace.jobs
        self.files = FileCommands(self.workspace, settings, self.jobs, self.dialogs, self)
        self.files.leaving.connect(self._flush)
        place = PlaceInWindow(lambda: self.columns, self._add_page, self.show_page)
        self.overview = OverviewCommands(self.workspace, settings, place, self)
        self.study = StudyCommands(self.workspace, self.jobs, self.dialogs, self)
        self.backups = BackupKeeper(self.workspace, settings, self)
        self.keymap = KeyMap(settings, self)
        self.commands = Commands(self)
        self.answering = Answering(self.workspace, self.files, self)
        self._painted = False
        self._waits = False  # for a project that is about to be opened
        self._ahead = False  # what is shown is of a project that is about to be opened
        self._columns: Columns | None = None
        self.setMinimumSize(*SMALLEST)
        self._build()
        self.drive = DriveWatch(self.workspace, settings, self, self.pages)
        self.action_set = Actions(
            self, self.workspace, bound_handlers(self.commands), bound_checks(self.commands), self.keymap
        )
        self.action_set.build(self.menuBar())
        self.codebook_menu = CodebookMenu(self.action_set, self.workspace)
        self.wide_keys = WideKeys(self.codebook_menu.press, self)
        self._build_recent()
        self._build_bookmarks()
        self._connect()
        self._restore()
        self.drop_hint = DropHint(self)  # behind all that is built, of which it would hear
        self.drop_hint.dropped.connect(self._on_dropped)
        self.setWindowTitle(title_of(""))
        self.status.wait_for("")

    # --- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.waiting = QWidget(self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.waiting)
        self.status = StatusLine(self.workspace, self)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.messages = Toasts(whole)

    @property
    def columns(self) -> Columns:
        """The panes of a project; made when they are first asked for."""
        if self._columns is None:
            from annotator.ui.window.panes import Columns  # noqa: PLC0415 - after the first paint

            self._columns = Columns(self.workspace, self.settings, self)
            self.pages.addWidget(self._columns)
        return self._columns

    def _add_page(self, page: QWidget) -> None:
        self.pages.addWidget(page)

    # Made when they are first to be seen.

    @cached_property
    def welcome(self) -> Welcome:
        """What is shown without a project."""
        page = self._welcome()
        self._add_page(page)
        return page

    @cached_property
    def no_dialogues(self) -> EmptyState:
        """What is shown of a project without dialogues."""
        page = self._no_dialogues()
        self._add_page(page)
        return page

    @cached_property
    def reading(self) -> EmptyState:
        """What is shown while the first dialogues come in."""
        page = self._reading()
        self._add_page(page)
        return page

    def has_columns(self) -> bool:
        """Whether the panes of a project have been made and are on the screen."""
        return self._columns is not None and self.pages.currentWidget() is self._columns

    def _welcome(self) -> Welcome:
        offers = (
            EmptyStateButton(
                self.tr("Open the samples"),
                self.commands.tour.open_samples,
                primary=True,
                hint=self.tr("Five dialogues to try everything on, with a tour"),
            ),
            EmptyStateButton(self.tr("New project…"), self.files.new),
            EmptyStateButton(self.tr("Open project or transcripts…"), self.files.open),
            EmptyStateButton(self.tr("Take the tour"), self.commands.tour.show, link=True),
            EmptyStateButton(self.tr("Read the guide"), self.commands.dialogs.guide, link=True),
            *(
                EmptyStateButton(name, partial(setattr, self.settings, "language", code), link=True)
                for code, name in available()
                if code != window_language()
            ),
        )
        return Welcome(self.settings, offers, self.files.open_project, self, choose=self.files.open)

    def _no_dialogues(self) -> EmptyState:
        return EmptyState(
            self.tr("No dialogues yet"),
            self.tr("Drop transcripts or a folder of them on this window, or choose them."),
            (
                EmptyStateButton(self.tr("Import files…"), self.files.import_files, primary=True),
                EmptyStateButton(self.tr("Import folder…"), self.files.import_folder),
            ),
            self,
        )

    def _reading(self) -> EmptyState:
        return EmptyState(
            self.tr("Reading…"),
            self.tr("Dialogues appear as soon as the first of them have been read."),
            parent=self,
        )

    def _build_recent(self) -> None:
        menu = self.action_set.menus["recent"]
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._fill_recent)
        menu.menuAction().setEnabled(bool(self.settings.recent))

    def _build_bookmarks(self) -> None:
        menu = self.action_set.menus["bookmarks"]
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self.commands.marks.fill(menu))

    def _fill_recent(self) -> None:
        # Only when it is about to show: an entry must not be deleted while it is being triggered.
        menu = self.action_set.menus["recent"]
        menu.clear()
        for text in self.settings.recent:
            entry = menu.addAction(Path(text).stem.replace("&", "&&"))
            entry.setToolTip(text)
            entry.setStatusTip(text)
            entry.triggered.connect(lambda _=False, path=Path(text): self.files.open_project(path))

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.message.connect(self._show_message)
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(self.show_page)
        workspace.cursor.dialogue_changed.connect(self.show_page)
        workspace.busy_changed.connect(self.show_page)
        self.settings.changed.connect(self._on_setting)
        self.status.job.cancel_asked.connect(self.jobs.cancel)
        self.drive.wait.began.connect(lambda: self.status.say_waiting(reading=self.drive.wait.reading))
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - no widget exists without it
        application.focusChanged.connect(self._on_focus)

    # --- reacting ----------------------------------------------------------------------

    def _on_project(self) -> None:
        project = self.workspace.project
        self.setWindowTitle(title_of(project.name if project is not None else ""))
        self.status.wait_for("")
        self.show_page()

    def _show_message(self, message: Message) -> None:
        """Show it; an error of the project in hand with the buttons for what can be done about it."""
        if message.error is not None:
            from annotator.store import ProjectWaits  # noqa: PLC0415 - after the first paint

            if self.drive.wait.refuses and isinstance(message.error, ProjectWaits):
                return  # what is asked meanwhile is asked again afterwards
            buttons = self.files.recovering.remedies(message.error)
            message = replace(message, actions=(*message.actions, *buttons))
        self.messages.show_message(message)

    def _flush(self) -> None:
        """Store what stands in a text field before the project is left or written out."""
        self.overview.close()
        if self._columns is not None:
            self._columns.flush()

    def wait_for_project(self, name: str = "") -> None:
        """Show an empty page instead of the welcome page: a project of that name is about to be opened."""
        self._waits = True
        self.pages.setCurrentWidget(self.waiting)
        self.setWindowTitle(title_of(name))
        self.status.wait_for(name)

    def show_ahead(self, first: FirstPage) -> tuple[str, QWidget]:
        """Show what a project that is about to be opened begins with: turns, or the overview without figures.

        Returns its name, "turns" or "overview", and the widget that is painted.
        """
        self._ahead = True
        self.setWindowTitle(title_of(first.name))
        self.status.say_opening()
        if self.settings.overview_first and first.several:
            self.overview.page.show_ahead(first.name)
            self.pages.setCurrentWidget(self.overview.page)
            return "overview", self.overview.page.viewport()
        self.columns.show_ahead(first)
        self.pages.setCurrentWidget(self.columns)
        return "turns", self.turns.viewport()

    def stop_waiting(self) -> None:
        """Show what there is, where no project came."""
        self._waits = False
        self._on_project()

    def show_page(self, *_: object) -> None:
        """Show the page that fits what is in hand."""
        workspace = self.workspace
        page: QWidget
        if self.overview.shown:
            page = self.overview.page
        elif workspace.project is not None:
            page = self.columns if len(workspace.cursor.dialogue_ids) else self._without_dialogues()
        else:
            page = self.welcome
        if self.pages.currentWidget() is not page or self._ahead:
            self._ahead = False
            self.pages.setCurrentWidget(page)
            if page is self._columns:
                self.turns.setFocus()
            elif self.overview.shown:
                page.setFocus()
            self._on_focus(None, QApplication.focusWidget())
        if "no_dialogues" in self.__dict__:
            self.no_dialogues.setEnabled(workspace.writable and workspace.busy is None)

    def _without_dialogues(self) -> QWidget:
        """What stands where there are no dialogues: they may be on their way."""
        return self.no_dialogues if self.workspace.busy is None else self.reading

    def _on_dropped(self, paths: list[Path]) -> None:
        # The system's drag is still under way; a dialog from within it would block the other program.
        QTimer.singleShot(0, self, lambda: self.files.open_paths(paths))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        # While the overview is shown nobody sees the turn that a letter would tag.
        typing = takes_text(new)
        away = self.overview.shown
        self.action_set.set_typing(typing, away=away)
        self.codebook_menu.set_typing(typing or away)
        self.wide_keys.watch(
            new if new is not None and not typing and not away and new.window() is self else None
        )
        self.action_set.set_pressing(isinstance(new, QAbstractButton))
        if new is None:
            QTimer.singleShot(0, self, self._keep_focus)

    def _keep_focus(self) -> None:
        """What had the keyboard is gone (a button that was removed, say): the turns get it, not nobody."""
        nobody = QApplication.focusWidget() is None and QApplication.activePopupWidget() is None
        if nobody and self.isActiveWindow() and self.pages.currentWidget() is self._columns:
            self.turns.setFocus()

    def _on_setting(self, _key: str) -> None:
        self.action_set.menus["recent"].menuAction().setEnabled(bool(self.settings.recent))
        self.action_set.refresh()

    # --- remembering -------------------------------------------------------------------

    def _restore(self) -> None:
        if not self.restoreGeometry(self.settings.state("geometry")):
            # A smaller screen gets all of the window, title bar too; Qt bounds a remembered size by itself.
            title = QSize(0, self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight))
            self.resize(QSize(*FIRST_SIZE).boundedTo(self.screen().availableSize() - title))

    def _remember(self) -> None:
        self.settings.set_state("geometry", self.saveGeometry())
        if self._columns is not None:
            self._columns.remember()
        self.files.remember_place()
        self.settings.store.sync()

    # --- Qt's calls --------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Show the page that fits, unless a project is about to be opened."""
        super().showEvent(event)
        if not self._waits and self.pages.currentWidget() is self.waiting:
            self.show_page()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the window has been painted."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the newest message away, where nobody else wanted it."""
        if event.key() != Qt.Key.Key_Escape or not self.messages.dismiss_newest():
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the messages above the status line."""
        super().resizeEvent(event)
        self.messages.stand_above(self.status.height())

    def changeEvent(self, event: QEvent) -> None:
        """Keep the check mark of full screen right when the system's own button was used."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "action_set"):
            self.action_set.refresh()
        if event.type() == QEvent.Type.ActivationChange and hasattr(self, "action_set"):
            QTimer.singleShot(0, self, self._keep_focus)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before a running job is stopped; then remember sizes and let go of the project."""
        self._flush()
        if self.jobs.running and self.workspace.busy is not None:
            if not self.dialogs.stop_job(self.workspace.busy.title):
                event.ignore()
                return
            self.jobs.finish()
        self._remember()
        self.backups.stop()
        self.workspace.close()
        event.accept()


def takes_text(widget: QWidget | None) -> bool:
    """Whether typed characters belong to this widget and not to the window's keys."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)
