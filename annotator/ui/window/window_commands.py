"""What the actions call: one object with one part for each field of work, each given what it needs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QGuiApplication

from annotator.ui.adjudicating.adjudication_commands import AdjudicationCommands, Beside
from annotator.ui.filtering.filter_commands import FilterCommands
from annotator.ui.marking import MarkCommands
from annotator.ui.tagging.target_commands import TargetCommands
from annotator.ui.texts.translation import program_name
from annotator.ui.tour.tour_commands import TourCommands

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QWidget

    from annotator.ui.actions.menu_bar import Actions
    from annotator.ui.backups.backup_commands import BackupCommands
    from annotator.ui.codebook_editor.codebook_commands import CodebookCommands
    from annotator.ui.command_palette.palette_entries import ShowView
    from annotator.ui.correcting.correction_commands import CorrectCommands
    from annotator.ui.correcting.repair_again import RepairAgain
    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.overview.overview_commands import OverviewCommands
    from annotator.ui.pictures.picture_commands import PictureCommands
    from annotator.ui.reliability.reliability_commands import ReliabilityCommands
    from annotator.ui.settings.settings import Settings
    from annotator.ui.settings.settings_dialog import SettingsDialog
    from annotator.ui.structure.structure_commands import StructureCommands
    from annotator.ui.window.panes import Columns
    from annotator.ui.window.window_base import WindowBase
    from annotator.ui.workspace.workspace import Workspace

    Palettes = Callable[[], tuple[Actions, ShowView]]  # what the palette of commands looks through

Toggle = Literal[
    "show_dialogues",
    "show_tags",
    "show_outline",
    "show_history",
    "show_languages",
    "speaker_sides",
    "underline_repairs",
    "auto_advance",
]


class ViewCommands:
    """What is shown, how large, in which colours."""

    def __init__(self, window: QMainWindow, settings: Settings, bring: Callable[[str], bool]) -> None:
        """``bring`` brings a panel that is on and not seen to the front, where it is such a one."""
        self._window = window
        self._settings = settings
        self._bring = bring

    def toggle(self, name: Toggle) -> None:
        """Switch one of the yes-or-no settings; a panel that is on and not seen comes to the front."""
        if name in {"show_dialogues", "show_tags", "show_history"} and self._bring(name):
            return
        setattr(self._settings, name, not getattr(self._settings, name))

    def set_theme(self, mode: str) -> None:
        """Light, dark, or like the system."""
        self._settings.theme = mode

    @property
    def theme_is_system(self) -> bool:
        """Whether the system chooses light or dark."""
        return self._settings.theme == "system"

    @property
    def theme_is_light(self) -> bool:
        """Whether the window is always light."""
        return self._settings.theme == "light"

    @property
    def theme_is_dark(self) -> bool:
        """Whether the window is always dark."""
        return self._settings.theme == "dark"

    def set_density(self, density: str) -> None:
        """Show turns comfortably, for reading, or each in one line."""
        self._settings.density = density

    @property
    def density_is_comfortable(self) -> bool:
        """Whether tags are chips under each turn."""
        return self._settings.layout.density == "comfortable"

    @property
    def density_is_reading(self) -> bool:
        """Whether tags are small, in the header line."""
        return self._settings.layout.density == "reading"

    @property
    def density_is_compact(self) -> bool:
        """Whether each turn is one line."""
        return self._settings.layout.density == "compact"

    def grow_font(self, steps: int) -> None:
        """Make the text of the window larger, smaller, or (0) as the system has it."""
        self._settings.grow_font(steps)

    @property
    def full_screen(self) -> bool:
        """Whether the window fills the screen."""
        return self._window.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()


class ListCommands:
    """What is done with the list of turns and in it."""

    def __init__(
        self,
        workspace: Workspace,
        columns: Callable[[], Columns],
        overview: OverviewCommands,
        dismiss_message: Callable[[], bool],
    ) -> None:
        self._workspace = workspace
        self._columns = columns
        self._overview = overview
        self._dismiss_message = dismiss_message

    def review_repairs(self) -> None:
        """Go to the review of repairs, or leave it."""
        self._overview.leave()
        self._columns().review_repairs()

    def copy_turns(self) -> None:
        """Put the selected turns on the clipboard as ``speaker: text`` lines."""
        from annotator.ui.turn_list.turn_texts import copied  # noqa: PLC0415 - after the first paint

        QGuiApplication.clipboard().setText(copied(self._workspace.cursor.selected_turns()))

    def select_all(self) -> None:
        """Select every turn of the dialogue."""
        workspace = self._workspace
        workspace.cursor.select_turns(workspace.cursor.turn_ids, workspace.cursor.turn_id)

    def suggest(self) -> None:
        """Offer topics for the current turn."""
        self._columns().suggester.ask()

    def select_words(self) -> None:
        """Put the keyboard into the text of the current turn."""
        self._columns().turns.setFocus()
        self._columns().turns.view.caret.enter()

    def focus_turns(self) -> None:
        """Put the keyboard back into the turn list; where it is there, take the newest message away."""
        if self._overview.shown:
            self._overview.leave()
            return
        turns = self._columns().turns
        if not (turns.view.hasFocus() and self._dismiss_message()):
            turns.setFocus()


class DialogCommands:
    """Opens the windows in which commands, settings, keys and help are looked up."""

    def __init__(
        self, window: QWidget, workspace: Workspace, settings: Settings, keymap: KeyMap, palette: Palettes
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._settings = settings
        self._keymap = keymap
        self._palette = palette

    def find_command(self) -> None:
        """Open the palette of commands."""
        from annotator.ui.command_palette.palette_dialog import Palette  # noqa: PLC0415 - after the first paint

        actions, show_view = self._palette()
        Palette(self._workspace, actions, self._settings, show_view, self._window).open()

    def edit_settings(self) -> None:
        """Show the settings of the person."""
        self._settings_dialog().open()

    def edit_keys(self) -> None:
        """Show where keys are changed."""
        dialog = self._settings_dialog()
        dialog.open()
        dialog.show_keys()

    def _settings_dialog(self) -> SettingsDialog:
        from annotator.ui.settings.settings_dialog import SettingsDialog  # noqa: PLC0415 - rarely needed

        return SettingsDialog(self._workspace, self._settings, self._keymap, self._window)

    def keys(self) -> None:
        """Show all keys."""
        from annotator.ui.keys.key_sheet_dialog import KeySheet  # noqa: PLC0415 - rarely needed

        KeySheet(self._workspace, self._keymap, self._window).open()

    def log(self) -> None:
        """Show the log."""
        from annotator.ui.help.log_view import LogView  # noqa: PLC0415 - rarely needed

        LogView(self._window).open()

    def guide(self) -> None:
        """Show the guide."""
        from annotator.ui.help.guide import Guide  # noqa: PLC0415 - rarely needed
        from annotator.ui.help.guide_pages import spoken  # noqa: PLC0415

        Guide(self._window, language=spoken(self._settings.language)).show()

    def about(self) -> None:
        """Show version, licences and what the program is built from."""
        from annotator.ui.help.about import AboutDialog  # noqa: PLC0415 - rarely needed

        AboutDialog(self._window).open()


class Commands:
    """Everything an action can call, a part for each field of work."""

    def __init__(self, window: WindowBase) -> None:
        workspace, settings, jobs, files = window.workspace, window.settings, window.jobs, window.files

        def columns() -> Columns:
            return window.columns

        def bring(panel: str) -> bool:
            return window.has_columns() and window.columns.bring(panel)

        def dismiss_message() -> bool:
            return window.messages.dismiss_newest()

        self._window = window
        self.files = files
        self.workspace: Workspace = workspace
        self.settings: Settings = settings
        self.marks = MarkCommands(workspace)
        self.view = ViewCommands(window, settings, bring)
        self.list = ListCommands(workspace, columns, window.overview, dismiss_message)
        self.dialogs = DialogCommands(
            window, workspace, settings, window.keymap, lambda: (window.action_set, self.filter.show_view)
        )
        self.tour = TourCommands(window)
        self.study = window.study
        self.overview = window.overview
        self.targets = TargetCommands(workspace, settings, columns, window)
        self.filter = FilterCommands(columns, self._leave_overview)
        beside = Beside(self._merge, self._packets, self._refresh)
        self.adjudication = AdjudicationCommands(workspace, jobs, window.dialogs, columns, beside)
        self.tagging = workspace.tag_loop
        workspace.project_changed.connect(self._on_project)

    def _on_project(self) -> None:
        project = self.workspace.project
        if project is not None and project.packet_of is not None:
            self.reliability.say_whose_packet()

    def close(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    # Made when they are first called: nothing of them is needed for the first paint.

    @cached_property
    def backups(self) -> BackupCommands:
        """Backups made and put back."""
        from annotator.ui.backups.backup_commands import BackupCommands, Waiting  # noqa: PLC0415

        window = self._window
        waiting = Waiting(window.wait_for_project, window.stop_waiting)
        return BackupCommands(
            self.workspace, window.jobs, window.backups, self.files, waiting=waiting, parent=window
        )

    @cached_property
    def codebook(self) -> CodebookCommands:
        """The editor of the codebook."""
        from annotator.ui.codebook_editor.codebook_commands import CodebookCommands  # noqa: PLC0415

        window = self._window
        return CodebookCommands(self.workspace, self.settings, window.keymap, self.files.leaving, window)

    @cached_property
    def correcting(self) -> CorrectCommands:
        """Texts corrected by hand."""
        from annotator.ui.correcting.correction_commands import CorrectCommands  # noqa: PLC0415

        return CorrectCommands(self.workspace, self._window)

    @cached_property
    def repairs(self) -> RepairAgain:
        """A project repaired anew."""
        from annotator.ui.correcting.repair_again import RepairAgain  # noqa: PLC0415

        return RepairAgain(self.workspace, self._window.jobs, self._window)

    @cached_property
    def reliability(self) -> ReliabilityCommands:
        """Packets, merging, agreement, the report."""
        from annotator.ui.reliability.reliability_commands import ReliabilityCommands  # noqa: PLC0415

        window = self._window
        return ReliabilityCommands(
            self.workspace,
            window.jobs,
            window.dialogs,
            self.files,
            window,
            adjudication=self.adjudication,
            settings=self.settings,
        )

    @cached_property
    def pictures(self) -> PictureCommands:
        """The window of pictures."""
        from annotator.ui.pictures.picture_commands import PictureCommands  # noqa: PLC0415

        window = self._window
        made = PictureCommands(self.workspace, self.settings, window.jobs, self._leave_overview, window)
        self.files.leaving.connect(made.close)
        return made

    @cached_property
    def structure(self) -> StructureCommands:
        """Turns split and joined, speakers corrected."""
        from annotator.ui.structure.structure_commands import StructureCommands  # noqa: PLC0415

        return StructureCommands(self.workspace, self._window)

    def _leave_overview(self) -> None:
        self._window.overview.leave()

    def _merge(self) -> None:
        self.reliability.merge()

    def _packets(self) -> None:
        self.reliability.packets()

    def show_bookmarks(self) -> None:
        """Open the menu of bookmarks over the turns."""
        self.marks.show_bookmarks(self._window.action_set.menus["bookmarks"], self._window.turns)

    def _refresh(self) -> None:
        self._window.action_set.refresh()


def title_of(name: str) -> str:
    """The title of the window: the project first, because task bars cut the end."""
    return f"{name} — {program_name()}" if name else program_name()
