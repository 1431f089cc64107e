"""What the menu calls: the window of pictures, one at a time; and writing and copying them as jobs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from annotator.ui.background.jobs import Handle, Job, Jobs
from annotator.ui.workspace.go_to_turn import go_to_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.pictures import Data
    from annotator.ui.pictures.picture_export_dialog import ExportChoice
    from annotator.ui.pictures.pictures_window import PicturesWindow
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.workspace import Workspace

COPIED_DPI = 200


class PictureCommands(QObject):
    """Opens the window of pictures beside the main one, and does what is asked for in it."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        jobs: Jobs,
        leave_overview: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._settings = settings
        self._jobs = jobs
        self._leave_overview = leave_overview
        self._window = window
        self.shown: PicturesWindow | None = None

    def show(self) -> None:
        """Show the window of pictures, or bring it to the front."""
        from annotator.ui.pictures.pictures_window import PicturesWindow  # noqa: PLC0415 - after the first paint

        if self._workspace.project is None:
            return
        if self.shown is None:
            self.shown = PicturesWindow(self._workspace, self._settings, self._window)
            self.shown.turn_wanted.connect(self.go)
            self.shown.turns_wanted.connect(self.select)
            self.shown.export_wanted.connect(self.ask_export)
            self.shown.copy_wanted.connect(self.copy)
        self.shown.show()
        self.shown.raise_()
        self.shown.activateWindow()

    def close(self) -> None:
        """The project is about to be left: nothing is drawn of it any more."""
        if self.shown is not None:
            self.shown.rest()

    def go(self, turn_id: int) -> None:
        """Go to a turn in the list."""
        self._leave_overview()
        go_to_turn(self._workspace, turn_id)

    def select(self, turn_ids: Sequence[int]) -> None:
        """Select turns of the dialogue in the list, as far as a filter shows them."""
        workspace = self._workspace
        if len(turn_ids) and go_to_turn(workspace, turn_ids[0]):
            self._leave_overview()
            workspace.cursor.select_turns(turn_ids, turn_ids[0])

    def ask_export(self) -> None:
        """Ask how the picture shall be written, and write it."""
        from annotator.ui.pictures.picture_export_dialog import ExportPictureDialog  # noqa: PLC0415 - on demand

        shown = self.shown
        if shown is None or shown.seen is None:
            return
        drawn = shown.seen.drawn
        project = self._workspace.project
        folder = Path(project.path).parent if project is not None else Path.home()
        dialog = ExportPictureDialog(drawn.picture.name, drawn.picture.size_for(drawn.data), folder, shown)
        dialog.exec()
        if dialog.choice is not None:
            self.export(drawn.picture.name, drawn.data, dialog.choice)

    def export(self, name: str, data: Data, choice: ExportChoice) -> bool:
        """Write a picture from its table, with what lies beside it."""
        from annotator.ui.texts.error_texts import in_words  # noqa: PLC0415 - after the first paint

        def work(_handle: Handle) -> list[Path]:
            from dataclasses import replace  # noqa: PLC0415 - on the job's thread

            from annotator import pictures  # noqa: PLC0415
            from annotator.exporters.atomic_files import replacing  # noqa: PLC0415

            style = replace(pictures.STYLES[choice.style], say=in_words)
            drawn = pictures.draw(name, data, style, choice.size)
            contents = [(choice.path, pictures.file_of(drawn, choice.format, choice.dpi))]
            if choice.table:
                contents.append((choice.path.with_suffix(".csv"), pictures.csv_of(data)))
            if choice.caption:
                contents.append((choice.path.with_suffix(".txt"), f"{drawn.caption}\n".encode()))
            for path, content in contents:
                with replacing(path) as out:
                    out.write(content)
            return [path for path, _ in contents]

        def done(paths: list[Path]) -> None:
            names = ", ".join(path.name for path in paths)
            self._workspace.inform(self.tr("Saved {files}.").format(files=names))

        return self._jobs.start(Job(self.tr("Exporting a picture"), work, done, cancellable=False))

    def copy(self) -> None:
        """Put the picture on the clipboard, as it would be printed."""
        from annotator.ui.texts.error_texts import in_words  # noqa: PLC0415 - after the first paint

        shown = self.shown
        if shown is None or shown.seen is None:
            return
        name, data = shown.seen.drawn.picture.name, shown.seen.drawn.data

        def work(_handle: Handle) -> tuple[bytes, int, int]:
            from dataclasses import replace  # noqa: PLC0415 - on the job's thread

            from annotator import pictures  # noqa: PLC0415

            drawn = pictures.draw(name, data, replace(pictures.STYLES["print"], say=in_words))
            pixels, width, height, _ = pictures.pixels_of(drawn, COPIED_DPI)
            return pixels, width, height

        def done(made: tuple[bytes, int, int]) -> None:
            pixels, width, height = made
            image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
            QGuiApplication.clipboard().setImage(image.copy())
            self._workspace.inform(self.tr("The picture is on the clipboard."))

        self._jobs.start(Job(self.tr("Copying a picture"), work, done, cancellable=False))
