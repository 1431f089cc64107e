"""A codebook made by keys in the real window, while the tags beside it follow."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui.codebook_editor.codebook_window import CodebookWindow
from annotator.ui.codebook_editor.merge_codebook import TakeInDialog
from annotator.ui.codebook_editor.remove_label import RemoveLabelDialog
from tests.in_words import in_words
from tests.journeys.conftest import Person, write

TALK = "[A]: 你好\n[B]: hello there\n[A]: 我不同意\n[B]: fine\n"


def opened(person: Person, tmp_path: Path) -> None:
    transcript = write(tmp_path / "in", [("talk.txt", TALK.encode())])
    window = person.window
    assert window.files.open_with(tmp_path / "study.dap", transcript)
    person.idle()
    person.wait(window.turns.hasFocus)
    person.wait(window.turns.view.rows.visible)


def codebook_window(person: Person) -> CodebookWindow:
    person.press("F4")
    editor = person.window.commands.codebook.editor
    assert editor is not None
    person.wait(editor.isVisible)
    editor.activateWindow()
    person.wait(editor.isActiveWindow)
    editor.tree.setFocus()
    return editor


def back(person: Person) -> None:
    person.press("Esc")
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow)
    person.window.turns.setFocus()


def type_in(person: Person, text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def chips(person: Person, row: int) -> list[str]:
    """What the chips of a turn say that people gave."""
    QApplication.processEvents()
    shown = person.window.turns.view.cache.row(row)
    assert shown is not None
    return [placed.chip.text for placed in shown.chips if not placed.chip.machine]


def labels(person: Person, facet: str) -> list[str]:
    return [x.name for x in person.window.workspace.codebook.facet(facet).labels if not x.retired]


def test_a_label_is_added_renamed_moved_merged_and_all_of_it_undone(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    window = person.window
    before = window.workspace.codebook
    person.press("1", "2")  # favor, against
    editor = codebook_window(person)
    assert editor.tree.current() == "stance"

    person.press("Ins")
    type_in(person, "ironic")
    person.press("Return")
    assert labels(person, "stance")[-1] == "ironic"
    key = editor.tree.current()
    editor.tree.setFocus()
    person.press("Alt+Up", "F2")
    type_in(person, "sarcastic")
    person.press("Return")
    assert labels(person, "stance")[-2:] == ["sarcastic", "not applicable"]
    person.wait(lambda: key in window.columns.tags.sections["stance"]._by_key)  # type: ignore[attr-defined]

    editor.label_form.key.setFocus()
    person.press("1")
    assert "the label “favor” of Stance" in editor.problem.text()
    person.press("7")
    assert window.workspace.codebook.label(key).shortcut == "7"
    editor.tree.select("stance.favor")
    editor.tree.setFocus()
    person.press("F2")
    type_in(person, "pro")
    person.press("Return")
    person.wait(lambda: chips(person, 0) == ["pro"])

    def merge(dialog: RemoveLabelDialog) -> None:
        dialog.target.setCurrentIndex(dialog.target.findData(key))
        dialog.accept()

    person.answer(RemoveLabelDialog, merge)
    editor.tree.setFocus()
    person.press("Del")
    person.wait(lambda: chips(person, 0) == ["sarcastic"])
    assert window.workspace.project is not None
    assert in_words(window.workspace.project.history.edits(1)[0]) == "merging two labels"

    back(person)
    window.workspace.cursor.select_turn(window.workspace.cursor.turn_ids[3])
    person.press("7")
    assert person.labels("stance") == [key, "stance.against", "", key]
    while window.workspace.codebook != before:
        person.press("Ctrl+Z")
    assert person.labels("stance") == ["stance.favor", "stance.against", "", ""]
    assert chips(person, 0) == ["favor"]
    assert window.workspace.project.check() == []


def test_a_starter_codebook_is_added_and_answered_by_key(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    editor = codebook_window(person)

    def choose(dialog: TakeInDialog) -> None:
        dialog.which.setCurrentIndex(2)
        dialog.accept()

    person.answer(TakeInDialog, choose)
    editor.starter_button.setFocus()
    person.press("Space")
    assert [facet.key for facet in person.window.workspace.codebook.facets][-1] == "response"
    back(person)
    person.press("R", "1")
    assert person.labels("response")[0] == "response.agree"


def test_a_retired_facet_leaves_the_panel_and_comes_back(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    window = person.window
    person.press("1")
    editor = codebook_window(person)
    editor.retire_button.setFocus()
    person.press("Space")
    person.wait(lambda: "stance" not in window.columns.tags.sections)
    assert chips(person, 0) == ["favor"], "tags stay"
    assert window.workspace.facet == "topic"
    editor.tree.setFocus()
    person.press("Ctrl+Z")
    person.wait(lambda: "stance" in window.columns.tags.sections)
