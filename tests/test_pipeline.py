"""The walk from bytes to the project file."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator import codebooks, importers
from annotator.core.progress import Progress
from annotator.core.repair_steps import replay
from annotator.core.resources import samples
from annotator.errors import Cancelled, UserError
from annotator.importers import RULES, rule
from annotator.model import Annotator, PreparedSource, Study
from annotator.pipeline import import_files
from annotator.pipeline.import_files import import_paths, prepare
from annotator.pipeline.import_job import ImportChoice, ImportReport, ImportTask
from annotator.repair import RepairConfig
from annotator.store import Project

ANNA = Annotator("11111111-1111-4111-8111-111111111111", "Anna")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=ANNA) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "transcripts"
    made.mkdir()
    return made


def whole(source: PreparedSource) -> tuple[str, str]:
    """Received and repaired text, put together again from leads, turns and tail."""
    received, repaired = [], []
    for dialogue in source.dialogues:
        for turn in dialogue.turns:
            received += [turn.lead, turn.received]
            repaired += [replay(turn.lead, turn.lead_steps), turn.text]
            assert replay(turn.received, turn.steps) == turn.text
        received.append(dialogue.tail)
        repaired.append(replay(dialogue.tail, dialogue.tail_steps))
    return "".join(received), "".join(repaired)


# --- one file ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name[:3])
def test_a_sample_becomes_turns_and_nothing_is_dropped(path: Path) -> None:
    data = path.read_bytes()
    source = prepare(path.name, data)
    (dialogue,) = source.dialogues
    assert whole(source)[0] == data.decode()
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert dialogue.title == path.stem
    assert [turn.speaker for turn in dialogue.turns] == ["A", "B"] * 10
    assert dialogue.rule == "brackets"
    assert dialogue.target is not None
    assert all(turn.language is not None for turn in dialogue.turns)
    assert bool(dialogue.chain) == (path.name[:3] in {"000", "002"})
    assert pickle.loads(pickle.dumps(source)) == source


@settings(max_examples=60)
@example("<SAMI", None)
@example("WEBVTT", None)
@given(st.one_of(st.text(), st.text("[A]: \nâ€œé你好🧙")), st.sampled_from([None, *RULES]))
def test_any_text_comes_back_from_its_turns(text: str, by: importers.MarkerRule | None) -> None:
    data = text.encode("utf-8", errors="ignore")
    try:
        decoded = importers.decode(data, "utf-8")
    except UserError:
        assert not data
        return
    as_text = importers.TEXT.key  # "<SAMI" begins subtitles
    assert whole(prepare("x", data, encoding="utf-8", rule=by, format=as_text))[0] == decoded.text


def test_markers_that_were_damaged_are_found() -> None:
    text = "【甲】：你好，最近怎么样？\n【乙】：还不错！\n"
    damaged = text.encode().decode("latin-1")
    (dialogue,) = prepare("x", damaged.encode()).dialogues
    assert [(turn.speaker, turn.text) for turn in dialogue.turns] == [
        ("甲", "你好，最近怎么样？"),
        ("乙", "还不错！"),
    ]
    for turn in dialogue.turns:
        assert turn.received.encode("latin-1").decode() == turn.text
        assert all(step.before for step in (*turn.steps, *turn.lead_steps))


def test_choices_override_what_is_found() -> None:
    source = prepare("x", "A: hé\nB: ho".encode("cp1252"), encoding="cp850", rule=rule("lines"))
    assert source.decoded_as == "cp850"
    assert source.encoding_origin == "chosen"
    assert [turn.speaker for turn in source.dialogues[0].turns] == ["", ""]
    unrepaired = prepare("x", "[A]: itâ€™s".encode(), config=RepairConfig(encoding=False))
    assert unrepaired.dialogues[0].turns[0].text == "itâ€™s"


def test_an_own_rule_is_written_down() -> None:
    own = importers.custom_rule(r"(?P<speaker>\w+) - ")
    assert prepare("x", b"a - b", rule=own).dialogues[0].rule == r"custom (?P<speaker>\w+) - "


def test_a_file_of_blanks_has_no_turns() -> None:
    (dialogue,) = prepare("a/b.txt", b" \n\n").dialogues
    assert (dialogue.title, dialogue.turns, dialogue.tail, dialogue.target) == ("b", (), " \n\n", None)


def test_gaps_follow_the_habits_of_the_dialogue() -> None:
    french = "[A]: Ça va ?\n[B]: Oui ! Et toi ?\n[A]: Bof !"
    assert not any(turn.gaps for turn in prepare("x", french.encode()).dialogues[0].turns)


# --- many files -------------------------------------------------------------------------------


def write(folder: Path, **texts: str | bytes) -> None:
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.txt").write_bytes(data)


@pytest.mark.parametrize("workers", [0, 2])
def test_what_can_be_read_is_imported_and_the_rest_is_said(
    project: Project, folder: Path, workers: int
) -> None:
    write(
        folder,
        a="[A]: hi\n[B]: yo",
        b="[A]: itâ€™s",
        c="[A]: hi\n[B]: yo",
        d="",
        e="",
        f=b"\x89PNG\r\n",
        z="[A]: z",
    )
    (folder / "x.dat").write_text("x")
    report = import_paths(project, [folder, folder / "gone.txt"], workers=workers)
    assert report.added == ("a.txt", "b.txt", "z.txt")
    assert report.repeated == ("c.txt",)
    assert [name for name, _ in report.failed] == ["d.txt", "e.txt", "f.txt", "gone.txt"]
    assert all(isinstance(error, UserError) for _, error in report.failed)
    assert (report.turns, report.repairs, report.damage, report.skipped) == (4, 1, 0, ("x.dat",))
    assert report.changes.structure
    assert [source.name for source in project.sources.all()] == list(report.added)
    assert project.sources.data(project.sources.all()[1].id) == "[A]: itâ€™s".encode()
    assert project.counts().turns == 4


def test_known_files_are_passed_over_and_removed_ones_restored(project: Project, folder: Path) -> None:
    write(folder, a="[A]: a", b="[A]: b")
    import_paths(project, [folder])
    project.dialogues.remove(list(project.dialogues.ids())[:1])
    report = import_paths(project, [folder])
    assert (report.known, report.restored, report.added) == (("b.txt",), ("a.txt",), ())
    assert project.counts().dialogues == 2
    again = import_paths(project, [folder])
    assert (again.known, again.changes.edit) == (("a.txt", "b.txt"), None)


def test_choices_are_by_file_with_a_default_for_the_others(project: Project, folder: Path) -> None:
    write(folder, a="A: x\nB: y", b="A: x\nB: z")
    import_paths(
        project,
        [folder],
        choices={folder / "a.txt": ImportChoice(rule=rule("whole"))},
        default=ImportChoice(encoding="cp1252", rule=rule("lines")),
    )
    first, second = project.dialogues.page(project.dialogues.ids())
    assert (first.rule, second.rule) == ("whole", "lines")
    assert [source.encoding for source in project.sources.all()] == ["utf-8", "cp1252"]


def test_progress_tells_of_every_file(project: Project, folder: Path) -> None:
    write(folder, a="[A]: a", b="", c="[A]: c")
    told: list[Progress] = []
    import_paths(project, [folder], progress=told.append)
    assert [one.done for one in told] == [1, 2, 3]
    assert {one.total for one in told} == {3}
    assert {one.detail for one in told} == {"a.txt", "b.txt", "c.txt"}


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_cancelled_import_leaves_nothing(project: Project, folder: Path, workers: int, after: int) -> None:
    write(folder, a="[A]: a", b="[A]: b")
    done: list[Progress] = []
    with pytest.raises(Cancelled):
        import_paths(
            project, [folder], workers=workers, progress=done.append, cancelled=lambda: len(done) >= after
        )
    assert project.counts().dialogues == 0
    assert project.sources.all() == []
    assert len(import_paths(project, [folder]).added) == 2


def test_nothing_to_import_is_no_edit(project: Project, folder: Path) -> None:
    before = project.history.edits(5)
    assert import_paths(project, [folder]) == ImportReport()
    assert project.history.edits(5) == before


def test_a_defect_keeps_out_one_file_and_is_logged(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, a="[A]: a", b="[A]: b")
    real = import_files.prepare

    def fail(name: str, data: bytes, **choice: object) -> PreparedSource:
        if name == "a.txt":
            raise ZeroDivisionError("oops")
        return real(name, data)

    monkeypatch.setattr(import_files, "prepare", fail)
    with caplog.at_level(logging.ERROR):
        report = import_paths(project, [folder], workers=0)
    assert report.added == ("b.txt",)
    ((name, error),) = report.failed
    assert name == "a.txt"
    assert "ZeroDivisionError" in error.why
    assert "oops" not in caplog.text + str(error), "a message may quote a transcript"
    assert "test_pipeline.py" in caplog.text


def test_a_file_whose_process_died_is_reported() -> None:
    task = ImportTask(importers.FileOnDisk(Path("x"), "x.txt", 1), b"abc", ImportChoice(), Study())
    error = import_files._lost(task)
    assert isinstance(error, UserError)
    assert error.what.startswith("x.txt")
    assert import_files._weight(task) == 3


def test_how_many_processes(folder: Path) -> None:
    file = importers.FileOnDisk(folder, "x", 1_000)
    large = dataclasses.replace(file, size=10_000_000)
    assert import_files._workers([file], None) == 0
    assert import_files._workers([file], 3) == 3
    assert import_files._workers([large], None) == 1
    assert 1 <= import_files._workers([large] * 50, None) <= 8
    some = dataclasses.replace(file, size=8_000_000)
    assert import_files._workers([some], None) == 1
    assert import_files._workers([some], None, later=True) == 0, "languages take most of the time"


def test_beside_a_window_less_is_done_without_processes() -> None:
    some = importers.FileOnDisk(Path("some.txt"), "some.txt", 1_000_000)
    with ThreadPoolExecutor(1) as beside:
        assert beside.submit(import_files._workers, [some], None).result() == 1
    assert import_files._workers([some], None) == 0


def test_a_file_without_words_says_so() -> None:
    source = prepare("empty.txt", b"\n \n")
    assert source.dialogues[0].turns == ()
    assert source.problems == ("there are no words in this file, so it has no turns",)
