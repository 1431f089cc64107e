from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices

from annotator.errors import UserError
from annotator.pipeline.import_job import ImportReport
from annotator.store import Project
from annotator.store.database_errors import DiskFull
from annotator.ui.background.jobs import Job, Jobs
from annotator.ui.dialogs.new_project import NewProject, file_name_of
from annotator.ui.exporting.export_commands import show_in_folder
from annotator.ui.exporting.export_plan import ExportPlan
from annotator.ui.importing.import_jobs import import_message
from annotator.ui.importing.import_plan import ImportPlan
from annotator.ui.settings import user_folders
from annotator.ui.settings.settings import Settings
from annotator.ui.window.file_commands import FileCommands, is_project
from annotator.ui.workspace.workspace import Workspace
from tests.ui.answers import Answers
from tests.ui.conftest import ME

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.ui.window.messages import Message


class Desk:
    """File commands with everything around them, and what was said."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.workspace = Workspace(self.settings)
        self.jobs = Jobs(self.workspace)
        self.answers = Answers()
        self.files = FileCommands(self.workspace, self.settings, self.jobs, self.answers, self.workspace)
        self.said: list[Message] = []
        self.workspace.message.connect(self.said.append)

    @property
    def project(self) -> Project:
        assert self.workspace.project is not None
        return self.workspace.project


@pytest.fixture
def desk(qtbot: QtBot) -> object:
    made = Desk()
    yield made
    made.jobs.finish()
    made.workspace.close()


def test_a_new_project_is_made_where_it_was_asked_for(desk: Desk, tmp_path: Path) -> None:
    assert not desk.files.new()
    path = tmp_path / "new folder" / "study.dap"
    desk.answers.given["new_project"] = NewProject(path, "My study", "Mei")
    assert desk.files.new()
    assert (desk.project.name, desk.project.annotator.name) == ("My study", "Mei")
    assert [facet.key for facet in desk.workspace.codebook.facets][:3] == ["stance", "topic", "language"]
    assert desk.settings.recent == (str(path),)


def test_a_new_project_begins_with_the_chosen_codebook(desk: Desk, tmp_path: Path) -> None:
    desk.answers.given["new_project"] = NewProject(tmp_path / "x.dap", "x", "Mei", "agreement")
    assert desk.files.new()
    assert [facet.key for facet in desk.workspace.codebook.facets] == ["response"]


def test_a_project_that_cannot_be_made_is_said(desk: Desk, tmp_path: Path, project_file: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    desk.answers.given["new_project"] = NewProject(blocked / "x.dap", "x", "Mei")
    assert not desk.files.new()
    desk.answers.given["new_project"] = NewProject(project_file, "x", "Mei")
    assert not desk.files.new()
    assert [message.kind for message in desk.said] == ["error", "error"]
    assert desk.workspace.project is None


def test_open_asks_and_opens(desk: Desk, project_file: Path) -> None:
    desk.files.open()
    assert desk.workspace.project is None
    desk.answers.given["open_paths"] = [project_file]
    desk.files.open()
    first = desk.project
    assert len(desk.workspace.cursor.dialogue_ids) == 3
    desk.files.open()
    assert desk.project is first, "what is open stays open"


def test_a_locked_project_is_offered_read_only(desk: Desk, project_file: Path) -> None:
    with Project.open(project_file, annotator=ME):
        assert not desk.files.open_project(project_file)
        (message,) = desk.said
        assert "Mei" in message.text + message.detail
        message.actions[0].run()
        assert desk.project.read_only
    assert desk.files.open_project(project_file), "now it is free"
    assert not desk.project.read_only


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 200])
def test_what_is_no_project_is_refused_in_words_and_left_alone(
    desk: Desk, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.dap"
    path.write_bytes(content)
    desk.settings.remember_project(path)
    assert not desk.files.open_project(path)
    assert desk.said[0].kind == "error"
    assert desk.said[0].text
    assert path.read_bytes() == content
    assert desk.settings.recent == (str(path),)


def test_a_project_that_is_gone_is_forgotten(desk: Desk, tmp_path: Path) -> None:
    desk.settings.remember_project(tmp_path / "gone.dap")
    assert not desk.files.open_project(tmp_path / "gone.dap")
    assert not desk.settings.recent
    assert desk.said[0].kind == "error"


def test_a_project_being_worked_on_is_not_left(desk: Desk, project_file: Path, qtbot: QtBot) -> None:
    desk.files.open_project(project_file)
    gate = threading.Event()
    with qtbot.waitSignal(desk.jobs.idle):
        desk.jobs.start(Job("Counting", lambda _: gate.wait(10), lambda _: None))
        desk.files.close()
        assert not desk.files.open_project(user_folders.samples_project())
        desk.files.import_paths([project_file])
        assert len(desk.workspace.cursor.dialogue_ids) == 3
        assert {message.text for message in desk.said} == {"This project is still being worked on."}
        gate.set()
    desk.files.close()
    assert desk.workspace.project is None
    assert desk.settings.last_project == ""


def test_a_copy_is_saved_and_can_be_opened(desk: Desk, project_file: Path, tmp_path: Path) -> None:
    desk.files.save_as()
    desk.files.open_project(project_file)
    desk.files.save_as()
    assert desk.answers.asked == ["save_path"]
    copy = tmp_path / "copy.dap"
    desk.answers.given["save_path"] = copy
    left: list[int] = []
    desk.files.leaving.connect(lambda: left.append(1))
    desk.files.save_as()
    assert left, "what is half typed is stored first"
    assert Path(desk.project.path) == project_file
    desk.said[-1].actions[0].run()
    assert Path(desk.project.path) == copy


def test_what_a_copy_of_an_overwritten_project_lacks_is_said(
    desk: Desk, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.files.open_project(project_file)
    desk.answers.given["save_path"] = tmp_path / "copy.dap"
    monkeypatch.setattr(type(desk.project), "save_as", lambda *_: 3)
    desk.files.save_as()
    assert desk.said[-1].kind == "warning"
    assert "the last 3 changes could not be brought along" in desk.said[-1].detail


def test_a_copy_that_cannot_be_written_is_said(desk: Desk, project_file: Path, tmp_path: Path) -> None:
    desk.files.open_project(project_file)
    desk.answers.given["save_path"] = tmp_path / "no such folder" / "copy.dap"
    desk.files.save_as()
    assert desk.said[-1].kind == "error"


def test_the_annotators_name_can_be_changed(desk: Desk, project_file: Path) -> None:
    desk.files.ask_annotator()
    desk.answers.given["annotator_name"] = "Ada"
    desk.files.ask_annotator()
    assert desk.files.annotator().name == "Ada"
    desk.files.open_project(project_file)
    desk.workspace.cursor.select_dialogue(desk.workspace.cursor.dialogue_ids[1])
    where = (desk.workspace.cursor.dialogue_id, desk.workspace.cursor.turn_id)
    desk.answers.given["annotator_name"] = "Grace"
    desk.files.ask_annotator()
    assert desk.project.annotator.name == "Grace"
    assert (desk.workspace.cursor.dialogue_id, desk.workspace.cursor.turn_id) == where


def test_names_that_no_file_system_takes() -> None:
    assert file_name_of('  a/b:c?"d" . ') == "a-b-c--d-"
    assert file_name_of(" .. ") == ""
    assert is_project(Path("x.DAP"))
    assert not is_project(Path("x.txt"))


def test_transcripts_are_imported_and_exported_again(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("[A]: 你好\n[B]: hi\n", encoding="utf-8")
    desk.answers.given["new_project"] = NewProject(tmp_path / "x.dap", "x", "Mei")
    desk.answers.given["import_folder"] = folder
    desk.answers.given["import_plan"] = ImportPlan({})
    with qtbot.waitSignal(desk.jobs.idle, timeout=20_000):
        desk.files.import_folder()
    assert desk.answers.asked == ["import_folder", "new_project", "import_plan"]
    assert desk.said[-1].text == "1 transcript added."
    assert desk.workspace.cursor.turn_id is not None
    desk.answers.given["import_files"] = [folder / "a.txt"]
    with qtbot.waitSignal(desk.jobs.idle, timeout=20_000):
        desk.files.import_files()
    assert desk.said[-1].text == "1 already there."
    target = tmp_path / "out.json"
    desk.answers.given["export_plan"] = ExportPlan(target, "json")
    with qtbot.waitSignal(desk.jobs.idle, timeout=20_000):
        desk.files.export()
    assert "你好" in target.read_text(encoding="utf-8")
    assert desk.said[-1].text == "Exported to out.json."
    assert desk.settings.export_format == "json"
    assert desk.settings.export_folder == str(tmp_path)


def test_a_language_that_is_not_declared_can_be_declared_at_once(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text(
        "[A]: Ich weiß nicht, was das ist.\n[B]: Das ist ja sehr schön.\n", encoding="utf-8"
    )
    desk.answers.given["new_project"] = NewProject(tmp_path / "x.dap", "x", "Mei")
    desk.answers.given["import_files"] = [tmp_path / "a.txt"]
    desk.answers.given["import_plan"] = ImportPlan({})
    with qtbot.waitSignal(desk.jobs.idle, timeout=20_000):
        desk.files.import_files()
    told = desk.said[-1]
    assert told.text == "1 transcript added."
    assert told.detail == "2 turns have words in German, which the study has not declared."
    (action,) = told.actions
    assert action.text == "Declare German"
    action.run()
    assert desk.project.study.read().languages == ("zh", "en", "de")
    action.run()
    assert desk.project.study.read().languages == ("zh", "en", "de"), "once is enough"


def test_without_answers_nothing_happens(desk: Desk, project_file: Path) -> None:
    desk.files.export()
    desk.files.import_files()
    desk.files.import_folder()
    desk.files.import_paths([project_file])
    assert not desk.files.import_now([project_file], None)
    assert not desk.files.export_now(ExportPlan(project_file, "json"))
    assert desk.workspace.project is None
    desk.files.open_project(project_file)
    desk.files.export()
    desk.files.import_paths([])
    desk.files.import_paths([project_file])
    assert not desk.jobs.running


def test_a_read_only_project_takes_no_transcripts_but_can_be_exported(
    desk: Desk, project_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.files.open_project(project_file, read_only=True)
    desk.files.import_paths([tmp_path])
    assert "read-only" in desk.said[-1].text
    assert "import_plan" not in desk.answers.asked
    with qtbot.waitSignal(desk.jobs.idle, timeout=20_000):
        desk.files.export_now(ExportPlan(tmp_path / "out.json", "json"))
    assert (tmp_path / "out.json").is_file()


def test_a_project_on_a_full_disk_is_opened_read_only_and_that_is_said(
    desk: Desk, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise DiskFull(project_file)

    monkeypatch.setattr("annotator.store.database.Database.try_writing", full)
    assert desk.files.open_project(project_file)
    project = desk.workspace.project
    assert project is not None
    assert project.read_only
    assert desk.said[-1].text == f"{project_file.name} cannot be changed."
    assert desk.said[-1].detail.startswith("The disk is full.")


def test_what_an_import_did_in_words() -> None:
    empty = import_message(ImportReport())
    assert empty.text == "There was nothing to import."
    bad = ("x.txt", UserError("This file is empty"))
    one = import_message(ImportReport(added=("a",), restored=("b", "c"), failed=(bad,), skipped=("y.pdf",)))
    assert one.text == "1 transcript added, 2 restored, 1 could not be read, 1 other file skipped."
    assert one.more.splitlines() == ["x.txt: This file is empty.", "Skipped: y.pdf"]
    named = ("x.docx", UserError("{file} cannot be read", "it is damaged", file="x.docx"))
    many = import_message(
        ImportReport(known=("a",) * 1200, repeated=("b",), failed=(named, bad), skipped=("y", "z"))
    )
    assert many.text == "1,200 already there, 1 duplicate, 2 could not be read, 2 other files skipped."
    assert many.more.splitlines() == [
        "x.docx cannot be read: it is damaged.", "x.txt: This file is empty.", "Skipped: y, z"
    ]  # fmt: skip
    assert import_message(ImportReport(added=("a",), skipped=("y",))).detail == "Skipped: y"
    assert import_message(ImportReport(failed=(bad,))).detail == "x.txt: This file is empty."


def test_the_folder_is_opened_in_the_file_manager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    show_in_folder(tmp_path / "x.json")
    assert opened == [str(tmp_path)]


def test_a_project_is_opened_where_the_person_stood_in_it(
    desk: Desk, project_file: Path, tmp_path: Path
) -> None:
    assert desk.files.open_project(project_file)
    cursor = desk.workspace.cursor
    cursor.select_dialogue(cursor.dialogue_ids[1])
    cursor.select_turn(cursor.turn_ids[-1])
    place = cursor.dialogue_id, cursor.turn_id
    desk.answers.given["new_project"] = NewProject(tmp_path / "other.dap", "other", "Mei")
    assert desk.files.new()
    assert desk.files.open_project(project_file)
    assert (cursor.dialogue_id, cursor.turn_id) == place
    cursor.select_turn(cursor.turn_ids[0])
    desk.files.close()
    assert desk.files.open_project(project_file, read_only=True)
    assert (cursor.dialogue_id, cursor.turn_id) == (place[0], cursor.turn_ids[0])
