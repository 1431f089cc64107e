"""What the File menu does: projects opened and closed, transcripts in, exports out.

The store, the importers and the exporters are imported when they are first needed, which is
after the window has been painted.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.paths import is_folder, is_there
from annotator.core.resources import samples
from annotator.errors import UserError, cause_of
from annotator.ui.dialogs.new_project import NewProject, file_name_of, person_at_this_computer
from annotator.ui.exporting.export_commands import ExportCommands
from annotator.ui.recovering.recover_commands import RecoverCommands
from annotator.ui.settings import user_folders
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.translation import window_language
from annotator.ui.window.messages import Message, MessageAction, from_error
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.model import Annotator
    from annotator.pipeline.import_job import ImportReport
    from annotator.store import Project
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.exporting.export_plan import ExportPlan
    from annotator.ui.importing.import_plan import ImportPlan
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace


def is_project(path: Path) -> bool:
    """Whether a path looks like a project file and not like something to import."""
    return path.suffix.casefold() == user_folders.PROJECT_SUFFIX and not is_folder(path)


class FileCommands(QObject):
    """Opens, makes, fills, exports and closes projects for one window."""

    leaving = Signal()  # the project is about to be left or written out: store what is half typed
    imported: Carries[ImportReport] = carrying()  # what became of each file

    def __init__(
        self, workspace: Workspace, settings: Settings, jobs: Jobs, dialogs: Dialogs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._jobs = jobs
        self._dialogs = dialogs
        self._exporting = ExportCommands(workspace, jobs, self)
        self.recovering = RecoverCommands(workspace, jobs, dialogs, self)
        self.unattended = False  # nobody is there to answer a question

    # --- projects ----------------------------------------------------------------------

    def annotator(self) -> Annotator:
        """The person at the keyboard, as the project file will know them."""
        from annotator.model import Annotator  # noqa: PLC0415 - after the first paint

        name = self._settings.annotator_name or person_at_this_computer() or self.tr("Annotator")
        return Annotator(self._settings.annotator_key, name)

    def new(self) -> bool:
        """Ask for name and place of a new project, make it and open it."""
        folder = user_folders.documents_folder()  # not where the last transcripts came from
        answer = self._dialogs.new_project(folder, self.annotator().name)
        if answer is None:
            return False
        self._settings.annotator_name = answer.annotator
        return self._create(answer)

    def _create(self, answer: NewProject) -> bool:
        from annotator.codebooks import starter  # noqa: PLC0415 - after the first paint
        from annotator.store import Project  # noqa: PLC0415 - after the first paint

        def make() -> Project:
            try:
                answer.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UserError(
                    self.tr("The folder {folder} cannot be created").format(folder=answer.path.parent),
                    cause_of(error),
                    self.tr("Choose another folder"),
                ) from error
            return Project.create(
                answer.path,
                name=answer.name,
                codebook=starter(answer.codebook, window_language()),
                annotator=self.annotator(),
            )

        return self._take(make)

    def open(self) -> None:
        """Ask what to open: a project, or transcripts."""
        paths = self._dialogs.open_paths(self._folder())
        if paths:
            self.open_paths(paths)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a project file, or import transcripts and folders: what dropping them does too."""
        projects = [path for path in paths if is_project(path)]
        if projects:
            self.open_project(projects[0])
        else:
            self.import_paths(paths)

    def open_project(self, path: Path, *, read_only: bool = False) -> bool:
        """Open a project file in place of the one in hand, where the person stood in it, or say why not."""
        from annotator.store import (  # noqa: PLC0415 - after the first paint
            NotAProject,
            Project,
            ProjectDamaged,
            ProjectLocked,
            ProjectOnFullDisk,
            ProjectReadOnly,
        )

        current = self._workspace.project
        if current is not None and Path(current.path) == path.resolve() and current.read_only == read_only:
            return True
        if not self.may_leave():
            return False
        if current is not None and Path(current.path) == path.resolve():
            self.remember_place()
            self._workspace.close()  # its own lock would be in the way
        try:
            opening = partial(Project.open, path, read_only=read_only, annotator=self.annotator())
            project = self._workspace.run_opening(opening, path.name)
        except ProjectOnFullDisk as error:
            opened = self.open_project(path, read_only=True)
            self._workspace.say(from_error(error))
            return opened
        except (ProjectLocked, ProjectReadOnly) as error:
            button = MessageAction(self.tr("Open read-only"), lambda: self.open_project(path, read_only=True))
            self._workspace.say(from_error(error, button))
            return False
        except UserError as error:
            if not is_there(path):
                self._settings.forget_project(str(path))
            # A file whose first bytes are damaged does not even look like a project.
            lost = isinstance(error, ProjectDamaged | NotAProject) and is_project(path)
            self._workspace.say(from_error(error, *(self.recovering.offer(path) if lost else ())))
            return False
        return self._attach(project, self._settings.place_in(project.path))

    def _take(self, make: Callable[[], Project]) -> bool:
        if not self.may_leave():
            return False
        try:
            project = make()
        except UserError as error:
            self._workspace.say(from_error(error))
            return False
        return self._attach(project)

    def remember_place(self) -> None:
        """Keep where the person stands in the project in hand."""
        project, cursor = self._workspace.project, self._workspace.cursor
        if project is not None:
            self._settings.remember_place(project.path, cursor.dialogue_id or 0, cursor.turn_id or 0)

    def _attach(self, project: Project, place: tuple[int, int] = (0, 0)) -> bool:
        self.remember_place()
        try:
            self._workspace.attach(project, place)
        except UserError as error:  # damage that opening does not meet
            self._workspace.say_error(error)
            self._workspace.close()
            return False
        self._settings.remember_project(Path(project.path))
        return True

    def may_leave(self) -> bool:
        """A job works on the project in hand; it has to end before another one is opened."""
        self.leaving.emit()
        if not self._jobs.running:
            return True
        self._workspace.say(
            Message(
                "warning",
                self.tr("This project is still being worked on."),
                self.tr("Wait until the job has finished or cancel it in the status line, then try again."),
            )
        )
        return False

    def open_samples(self) -> bool:
        """Open the project of the sample transcripts, making and filling it the first time."""
        return self.open_with(user_folders.samples_project(), samples())

    def open_with(self, path: Path, transcripts: Sequence[Path], *, ask: bool = False) -> bool:
        """Open a project, making it where it is missing, and import what it does not hold yet.

        With ``ask`` the person sees first how the transcripts would be read.
        """
        if is_there(path):
            opened = self.open_project(path)
        else:
            opened = self._create(NewProject(path, path.stem, self.annotator().name))
        if not opened or not self._workspace.writable:
            return opened
        if ask and not self.unattended:
            self.import_paths(transcripts)
        elif ask or not len(self._workspace.cursor.dialogue_ids):
            self.import_now(transcripts, None)
        return True

    def project_for(self, transcripts: Sequence[Path]) -> Path:
        """Where transcripts that were given without a project go: a file named after the first."""
        first = transcripts[0].resolve()
        name = file_name_of(first.name if is_folder(first) else first.stem) or self.tr("Transcripts")
        return user_folders.documents_folder() / f"{name}{user_folders.PROJECT_SUFFIX}"

    def save_as(self) -> None:
        """Write a copy of the project to another file; the window goes on in the old one."""
        project = self._workspace.project
        if project is None:
            return
        old = Path(project.path)
        copy = self.tr("copy")
        suggested = old.with_name(f"{old.stem} {copy}{user_folders.PROJECT_SUFFIX}")
        pattern = self.tr("Projects (*{suffix})").format(suffix=user_folders.PROJECT_SUFFIX)
        path = self._dialogs.save_path(self.tr("Save a copy as"), suggested, pattern)
        if path is None:
            return
        self.leaving.emit()
        try:
            missing = project.save_as(path)
        except UserError as error:
            self._workspace.say(from_error(error))
            return
        button = MessageAction(self.tr("Open the copy"), lambda: self.open_project(path))
        text = self.tr("A copy was saved as {name}.").format(name=path.name)
        self._workspace.say(_saved(text, path, missing, button))

    def go_on_beside(self) -> None:
        """Save what is open beside its file, which is not that of the project any more, and go on there."""
        project = self._workspace.project
        if project is None or not self.may_leave():
            return
        path = _free_name_beside(Path(project.path), self.tr("saved"))
        cursor = self._workspace.cursor
        try:
            missing = project.save_as(path)
        except UserError as error:
            self._workspace.say_error(error)
            return
        self._settings.remember_place(path, cursor.dialogue_id or 0, cursor.turn_id or 0)
        if self.open_project(path):
            text = self.tr("The project goes on in {name}.").format(name=path.name)
            self._workspace.say(_saved(text, path, missing))

    def close(self) -> None:
        """Close the project; the window shows the welcome page."""
        if self.may_leave():
            self.remember_place()
            self._workspace.close()
            self._settings.last_project = ""

    def ask_annotator(self) -> None:
        """Ask for the person's name, and use it from now on."""
        name = self._dialogs.annotator_name(self.annotator().name)
        if name is None:
            return
        self._settings.annotator_name = name
        if self._workspace.writable:
            self._workspace.do(lambda project: project.people.rename(name))

    # --- in ----------------------------------------------------------------------------

    def import_files(self) -> None:
        """Ask for transcripts and import them."""
        paths = self._dialogs.import_files(self._folder())
        if paths:
            self.import_paths(paths)

    def import_folder(self) -> None:
        """Ask for a folder and import the transcripts in it."""
        folder = self._dialogs.import_folder(self._folder())
        if folder is not None:
            self.import_paths([folder])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show how files and folders would be read, and import them when that is agreed to."""
        if not paths or not self.may_leave():
            return
        if self._workspace.project is None and not self.new():
            return
        if not self._workspace.writable:
            self._workspace.do(lambda _: None)  # says that it is read-only
            return
        self._settings.last_folder = str(paths[0].parent)
        plan = self._dialogs.import_plan(paths, self._workspace)
        if plan is not None:
            self.import_now(paths, plan)

    def import_now(self, paths: Sequence[Path], plan: ImportPlan | None) -> bool:
        """Import in the background, as planned or as the importers see fit."""
        from annotator.ui.importing.import_jobs import ImportJobs  # noqa: PLC0415 - after the first paint

        return ImportJobs(self._workspace, self._jobs, self.imported.emit).start(paths, plan)

    # --- out ---------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for format and file, and export in the background."""
        if self._workspace.project is None or not self.may_leave():
            return
        folder = Path(self._settings.export_folder or self._folder())
        plan = self._dialogs.export_plan(self._workspace, folder, self._settings.export_format)
        if plan is not None:
            self._settings.export_format = plan.format
            self._settings.export_folder = str(plan.path.parent)
            self.export_now(plan)

    def export_now(self, plan: ExportPlan) -> bool:
        """Export in the background, as planned."""
        return self._exporting.start(plan)

    def import_tags(self) -> None:
        """Ask for a file with tags and whose they are, and read them in in the background."""
        project = self._workspace.project
        if project is None or not self.may_leave():
            return
        plan = self._dialogs.tags_plan(project, self._folder())
        if plan is not None:
            self._settings.last_folder = str(plan.path.parent)
            self._exporting.start_tags(plan)

    def _folder(self) -> str:
        return self._settings.last_folder or str(Path.home())


def _saved(text: str, path: Path, missing: int, *buttons: MessageAction) -> Message:
    """What is said of a project saved under another name, without so many of its last changes."""
    if not missing:
        return Message("info", text, str(path), buttons)
    detail = counted(
        missing,
        QT_TRANSLATE_NOOP(
            "Counted",
            "The project file was overwritten, and the last change could not be brought along.",
        ),
        QT_TRANSLATE_NOOP(
            "Counted",
            "The project file was overwritten, and the last {n} changes could not be brought along.",
        ),
    )
    return Message("warning", text, detail, buttons)


def _free_name_beside(path: Path, word: str) -> Path:
    """A name beside a project's that nothing has yet."""
    ends = (f" {word}", *(f" {word} {number}" for number in range(2, 1_000)))
    names = (path.with_name(f"{path.stem}{end}{user_folders.PROJECT_SUFFIX}") for end in ends)
    return next(name for name in names if not is_there(name))
