"""The codebook's window: every field, every key, every refusal in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from annotator import codebooks
from annotator.codebooks import only
from annotator.exporters import qdc
from annotator.model import Facet, Label
from annotator.store import Project
from annotator.ui.codebook_editor import codebook_texts
from annotator.ui.codebook_editor.codebook_questions import Removal
from annotator.ui.codebook_editor.codebook_window import CodebookWindow
from annotator.ui.codebook_editor.form_fields import ChoiceField
from annotator.ui.codebook_editor.merge_codebook import TakeInDialog
from annotator.ui.codebook_editor.remove_label import RemoveLabelDialog
from annotator.ui.workspace.workspace import Workspace
from tests.ui.codebook_editor.conftest import Answers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTreeWidgetItem, QWidget
    from pytestqt.qtbot import QtBot

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
POSITION = QAbstractItemView.DropIndicatorPosition


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def label(editor: CodebookWindow, key: str) -> Label:
    return editor.edits.codebook.label(key)


def facet(editor: CodebookWindow, key: str) -> Facet:
    return editor.edits.codebook.facet(key)


def pick(editor: CodebookWindow, key: str) -> None:
    QApplication.processEvents()
    editor.tree.select(key)
    assert editor.tree.current() == key


def shown_keys(editor: CodebookWindow) -> list[str]:
    """The keys of what the tree shows, from top to bottom."""
    return list(editor.tree._items)


def names(editor: CodebookWindow, key: str) -> list[str]:
    return [x.name for x in codebooks.ordered(facet(editor, key).labels)]


def item(editor: CodebookWindow, key: str) -> QTreeWidgetItem:
    QApplication.processEvents()
    return editor.tree._items[key]


def test_the_tree_shows_all_with_keys_and_tags(
    qtbot: QtBot, editor: CodebookWindow, workspace: Workspace
) -> None:
    workspace.tagging.apply_label("stance.favor")
    qtbot.waitUntil(lambda: item(editor, "stance.favor").text(2) == "1")
    found = item(editor, "stance.favor")
    assert [found.text(column) for column in range(3)] == ["favor", "1", "1"]
    assert [item(editor, "stance").text(column) for column in range(3)] == ["Stance", "S", "1"]
    assert shown_keys(editor)[0] == "stance"


def test_labels_are_added_one_after_the_other(editor: CodebookWindow) -> None:
    pick(editor, "topic.drift")
    press(editor.tree, Qt.Key.Key_Insert)
    assert editor.entry.hasFocus()
    QTest.keyClicks(editor.entry, "Work")
    press(editor.entry, Qt.Key.Key_Return)
    QTest.keyClicks(editor.entry, "Love")
    press(editor.entry, Qt.Key.Key_Return)
    assert names(editor, "topic") == ["the target", "drift", "Work", "Love"]
    colours = [x.colour for x in facet(editor, "topic").labels[2:]]
    assert len(set(colours)) == 2
    assert editor.entry.hasFocus()
    editor.add_label()
    assert len(names(editor, "topic")) == 4


def test_a_facet_is_added_and_set_field_by_field(editor: CodebookWindow) -> None:
    editor.add_facet()
    assert editor.entry.hasFocus()
    editor.entry.setText("Turn type")
    editor.add_facet_button.click()
    QApplication.processEvents()
    assert editor.tree.current() == "turn-type"
    form = editor.facet_form
    form.name.setFocus()
    form.name.setText("Type")
    press(form.name, Qt.Key.Key_Return)
    form.question.setFocus()
    QTest.keyClicks(form.question, "Which?")
    form.kind.setCurrentIndex(2)
    form.kind.activated.emit(2)
    form.scope.setCurrentIndex(1)
    form.scope.activated.emit(1)
    for box in form.switches.values():
        box.click()
    form.key.setFocus()
    press(form.key, Qt.Key.Key_W)
    found = facet(editor, "turn-type")
    assert (found.name, found.question, found.kind, found.scope) == ("Type", "Which?", "ordinal", "span")
    assert (found.targeted, found.intensity, found.open, found.shortcut) == (True, True, True, "w")
    assert editor.edits.codebook.facets[-1].key == "turn-type", "a new facet stands behind the others"
    press(form.key, Qt.Key.Key_Backspace)
    assert facet(editor, "turn-type").shortcut == ""


def test_a_label_is_set_field_by_field(editor: CodebookWindow) -> None:
    pick(editor, "stance.favor")
    form = editor.label_form
    press(editor.tree, Qt.Key.Key_F2)
    assert form.name.hasFocus()
    QTest.keyClicks(form.name, "for")
    press(form.name, Qt.Key.Key_Tab)
    form.definition.selectAll()
    QTest.keyClicks(form.definition, "supports it")
    form.examples.setFocus()
    form.examples.selectAll()
    QTest.keyClicks(form.examples, "yes!")
    form.colour.swatches[4].click()
    form.key.setFocus()
    press(form.key, Qt.Key.Key_9)
    form.parent_label.setCurrentIndex(form.parent_label.findData("stance.mixed"))
    form.parent_label.activated.emit(0)
    found = label(editor, "stance.favor")
    assert (found.name, found.definition, found.examples) == ("for", "supports it", "yes!")
    assert (found.colour, found.shortcut, found.parent) == ("#00aa55", "9", "stance.mixed")
    assert form.parent_label.findData("stance.favor") == -1, "not below itself"


@pytest.mark.parametrize(
    ("key", "holder"),
    [
        (Qt.Key.Key_2, "the label “against” of Stance"),
        (Qt.Key.Key_T, "the facet “Topic”"),
        (Qt.Key.Key_U, "Uncertain"),
    ],
)
def test_a_key_that_is_taken_is_refused_with_who_has_it(
    editor: CodebookWindow, key: Qt.Key, holder: str
) -> None:
    pick(editor, "stance.favor")
    form = editor.label_form
    form.key.setFocus()
    press(form.key, key)
    assert holder in editor.problem.text()
    assert label(editor, "stance.favor").shortcut == "1"
    press(form.key, Qt.Key.Key_8)
    assert editor.problem.text() == ""
    assert label(editor, "stance.favor").shortcut == "8"


def test_the_key_field_takes_single_characters_only(editor: CodebookWindow) -> None:
    pick(editor, "stance")
    field = editor.facet_form.key
    field.setFocus()
    press(field, Qt.Key.Key_X, CONTROL)
    press(field, Qt.Key.Key_Space)
    assert facet(editor, "stance").shortcut == "s"
    event = QInputMethodEvent()
    event.setCommitString("ü")
    QApplication.sendEvent(field, event)
    assert facet(editor, "stance").shortcut == "ü"
    event.setCommitString("ab")
    QApplication.sendEvent(field, event)
    assert facet(editor, "stance").shortcut == "ü"
    press(editor.facet_form.key, Qt.Key.Key_T)
    assert "the facet “Topic”" in editor.problem.text()


def test_moving_by_keys(editor: CodebookWindow) -> None:
    pick(editor, "topic.drift")
    press(editor.tree, Qt.Key.Key_Up, ALT)
    assert names(editor, "topic") == ["drift", "the target"]
    press(editor.tree, Qt.Key.Key_Up, ALT)
    assert names(editor, "topic") == ["drift", "the target"]
    press(editor.tree, Qt.Key.Key_Down, ALT)
    assert names(editor, "topic") == ["the target", "drift"]
    press(editor.tree, Qt.Key.Key_Right, ALT)
    assert label(editor, "topic.drift").parent == "topic.target"
    press(editor.tree, Qt.Key.Key_Right, ALT)
    press(editor.tree, Qt.Key.Key_Left, ALT)
    assert label(editor, "topic.drift").parent is None
    press(editor.tree, Qt.Key.Key_Left, ALT)
    pick(editor, "topic")
    press(editor.tree, Qt.Key.Key_Left, ALT)
    press(editor.tree, Qt.Key.Key_Up, ALT)
    press(editor.tree, Qt.Key.Key_Up, ALT)
    assert [x.key for x in editor.edits.codebook.facets][:2] == ["topic", "stance"]
    assert editor.tree.current() == "topic"
    for _ in range(5):
        press(editor.tree, Qt.Key.Key_Z, CONTROL)
    assert editor.edits.codebook == codebooks.default()


def test_moving_by_mouse(editor: CodebookWindow) -> None:
    tree = editor.tree

    def drop(key: str, onto: str, where: QAbstractItemView.DropIndicatorPosition) -> None:
        tree.drop(item(editor, key), item(editor, onto), where)

    drop("stance.none", "stance.favor", POSITION.AboveItem)
    assert names(editor, "stance")[:2] == ["none", "favor"]
    drop("stance.none", "stance.favor", POSITION.OnItem)
    assert label(editor, "stance.none").parent == "stance.favor"
    drop("stance.mixed", "stance.none", POSITION.BelowItem)
    assert label(editor, "stance.mixed").parent == "stance.favor"
    drop("stance.mixed", "stance", POSITION.OnItem)
    assert names(editor, "stance")[-1] == "mixed"
    drop("stance.favor", "stance.none", POSITION.OnItem)
    assert "below itself" in editor.problem.text()
    drop("stance.favor", "topic.drift", POSITION.OnItem)
    assert label(editor, "stance.favor").facet == "stance"
    drop("note", "topic", POSITION.AboveItem)
    assert [x.key for x in editor.edits.codebook.facets] == ["stance", "note", "topic", "language"]
    drop("stance", "note", POSITION.BelowItem)
    drop("stance", "note", POSITION.OnItem)
    drop("stance", "topic.drift", POSITION.BelowItem)
    assert [x.key for x in editor.edits.codebook.facets][:2] == ["note", "stance"]


def test_copies_are_named_at_once(editor: CodebookWindow) -> None:
    pick(editor, "stance.favor")
    press(editor.tree, Qt.Key.Key_D, CONTROL)
    assert label(editor, editor.tree.current()).name == "favor (2)"
    assert editor.label_form.name.hasFocus()
    pick(editor, "topic")
    editor.duplicate_button.click()
    QApplication.processEvents()
    assert facet(editor, editor.tree.current()).name == "Topic (2)"
    assert editor.facet_form.name.hasFocus()


def test_retiring_and_bringing_back(editor: CodebookWindow) -> None:
    pick(editor, "stance.favor")
    editor.retire_button.click()
    assert label(editor, "stance.favor").retired
    assert item(editor, "stance.favor").text(0) == "favor (retired)"
    assert "no longer offered" in editor.label_form.note.text()
    editor.retired.setChecked(False)
    QApplication.processEvents()
    assert "stance.favor" not in shown_keys(editor)
    editor.retired.setChecked(True)
    pick(editor, "stance.favor")
    editor.retire_button.click()
    assert not label(editor, "stance.favor").retired
    pick(editor, "stance")
    editor.retire_button.click()
    QApplication.processEvents()
    assert facet(editor, "stance").retired
    assert "no longer asked" in editor.facet_form.note.text()


def test_a_label_below_a_retired_one_is_still_shown(editor: CodebookWindow) -> None:
    editor.edits.move_label("topic.drift", "topic.target", None)
    editor.edits.set_label_field("topic.target", "retired", value=True)
    editor.retired.setChecked(False)
    QApplication.processEvents()
    assert item(editor, "topic.drift").parent() is item(editor, "topic")


def test_deleting_asks_what_becomes_of_tags(
    editor: CodebookWindow, workspace: Workspace, answers: Answers
) -> None:
    pick(editor, "stance.unclear")
    press(editor.tree, Qt.Key.Key_Delete)
    assert "unclear" not in names(editor, "stance")
    assert answers.asked == []
    workspace.tagging.apply_label("stance.favor")
    pick(editor, "stance.favor")
    press(editor.tree, Qt.Key.Key_Delete)
    assert "favor" in names(editor, "stance"), "thought better of it"
    answers.given["remove_label"] = Removal(None)
    press(editor.tree, Qt.Key.Key_Delete)
    assert label(editor, "stance.favor").retired
    press(editor.tree, Qt.Key.Key_Delete)
    answers.given["remove_label"] = Removal("stance.mixed")
    press(editor.tree, Qt.Key.Key_Delete)
    assert "favor" not in names(editor, "stance")
    assert workspace.project is not None
    assert workspace.project.progress.label_counts("stance") == {"stance.mixed": 1}
    pick(editor, "stance")
    press(editor.tree, Qt.Key.Key_Delete)
    assert not facet(editor, "stance").retired
    answers.given["retire_facet"] = True
    press(editor.tree, Qt.Key.Key_Delete)
    assert facet(editor, "stance").retired
    pick(editor, "topic")
    press(editor.tree, Qt.Key.Key_Delete)
    assert [x.key for x in editor.edits.codebook.facets] == ["stance", "language", "note"]


def test_what_tags_forbid_is_said_and_shown_as_it_is(editor: CodebookWindow, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.favor")
    pick(editor, "stance")
    form = editor.facet_form
    form.scope.setCurrentIndex(1)
    form.scope.activated.emit(1)
    assert "scope of Stance cannot be changed" in editor.problem.text()
    assert form.scope.currentData() == "turn"
    form.switches["targeted"].click()
    assert form.switches["targeted"].isChecked()
    form.name.setFocus()
    form.name.selectAll()
    QTest.keyClicks(form.name, "topic")
    press(form.name, Qt.Key.Key_Return)
    assert "name topic is taken" in editor.problem.text()
    assert form.name.text() == "Stance"


def test_escape_takes_back_what_is_typed(editor: CodebookWindow) -> None:
    pick(editor, "stance.favor")
    field = editor.label_form.name
    field.setFocus()
    QTest.keyClicks(field, "xx")
    press(field, Qt.Key.Key_Escape)
    assert field.text() == "favor"
    QTest.keyClicks(field, " x")
    press(field, Qt.Key.Key_Escape)
    press(field, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert label(editor, "stance.favor").name == "favor"


def test_closing_keeps_what_was_typed(editor: CodebookWindow, workspace: Workspace) -> None:
    pick(editor, "stance.favor")
    editor.label_form.definition.setFocus()
    editor.label_form.definition.setPlainText("typed")
    editor.close()
    assert label(editor, "stance.favor").definition == "typed"
    editor.show()
    editor.label_form.definition.setPlainText("typed again")
    editor.reject()
    assert label(editor, "stance.favor").definition == "typed again"
    workspace.close()


def test_the_codebook_has_a_name(editor: CodebookWindow) -> None:
    editor.name.setText("Mine")
    editor.name.editingFinished.emit()
    assert editor.edits.codebook.name == "Mine"


def test_colours_are_judged_in_words(editor: CodebookWindow) -> None:
    pick(editor, "stance.favor")
    field = editor.label_form.colour
    assert field.verdict.text() == "Easy to tell from the others for everybody."
    field.number.setText("D55E01")
    field.number.editingFinished.emit()
    QApplication.processEvents()
    assert label(editor, "stance.favor").colour == "#d55e01"
    assert field.verdict.text().startswith("Hard to tell from “against”")
    field.number.setText("red")
    field.number.editingFinished.emit()
    assert "“red” is no colour" in field.verdict.text()
    assert field.number.text() == "#d55e01"
    field.number.setText("#f8f090")
    field.number.editingFinished.emit()
    QApplication.processEvents()
    assert "Too light for the light theme" in field.verdict.text()
    shown = next(each for each in field.swatches if each.colour)
    editor.edits.set_label_field("stance.favor", "colour", shown.colour)
    QApplication.processEvents()
    assert [each.colour for each in field.swatches if each.isChecked()] == [shown.colour]
    field.swatches[-1].click()
    QApplication.processEvents()
    assert label(editor, "stance.favor").colour == ""
    assert field.verdict.text() == "Without a colour it is shown in grey."
    for place, other in enumerate(("against", "mixed", "none", "unclear")):
        editor.edits.set_label_field(f"stance.{other}", "colour", f"#00000{place}")
    editor.edits.set_label_field("stance.favor", "colour", "#000000")
    QApplication.processEvents()
    assert "And from 2 more." in field.verdict.text()


def test_codebooks_go_out_and_come_in(
    editor: CodebookWindow, answers: Answers, tmp_path: Path, workspace: Workspace
) -> None:
    editor.export_button.click()
    editor.import_button.click()
    assert answers.asked == ["save_codebook", "open_codebook"]
    answers.given |= {"save_codebook": tmp_path / "b.qdc", "open_codebook": tmp_path / "b.qdc"}
    editor.export_button.click()
    assert editor.notice.text().startswith("Written to b.qdc. Not included: keys to press; ")
    editor.edits.set_label_field("stance.favor", "name", "pro")
    editor.import_button.click()
    assert label(editor, "stance.favor").name == "pro", "thought better of it"
    assert answers.given["notes"] == (), "it was written here"
    code = b'<Code guid="1ff58b12-6f6f-4b0c-8be5-bbdc91f55294" name="Mood" isCodable="true"/>'
    (tmp_path / "c.qdc").write_bytes(
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="T"><Codes>%b</Codes></CodeBook>' % code
    )
    answers.given["open_codebook"] = tmp_path / "c.qdc"
    editor.import_button.click()
    assert len(answers.given["notes"]) == 1, "what another program wrote is taken for something else"
    answers.given["open_codebook"] = tmp_path / "b.qdc"
    answers.given["take_in"] = lambda offered: offered[0]
    editor.import_button.click()
    assert label(editor, "stance.favor").name == "favor"
    answers.given["take_in"] = lambda offered: only(offered[2], ["response"])
    editor.starter_button.click()
    assert facet(editor, "response").name == "Response"
    (tmp_path / "b.qdc").write_bytes(b"no")
    editor.import_button.click()
    assert "b.qdc is not a REFI-QDA codebook" in editor.problem.text()
    answers.given["save_codebook"] = tmp_path / "b.json"
    editor.export_button.click()
    assert json.loads((tmp_path / "b.json").read_bytes())["format"] == codebooks.FORMAT
    answers.given["save_codebook"] = tmp_path / "b.doc"
    editor.export_button.click()
    assert "neither in .json nor in .qdc" in editor.problem.text()


def test_read_only_shows_and_changes_nothing(
    qtbot: QtBot, workspace: Workspace, editor: CodebookWindow
) -> None:
    assert workspace.project is not None
    path = workspace.project.path
    workspace.project.close()
    workspace.attach(Project.open(path, read_only=True))
    QApplication.processEvents()
    editor.refresh()
    assert not editor.label_form.isEnabled() or not editor.facet_form.isEnabled()
    assert not editor.delete_button.isEnabled()
    assert "read-only" in editor.notice.text()
    for act in (editor.delete, editor.duplicate, lambda: editor.step(1), lambda: editor.nest(1)):
        act()
    editor.close()
    assert editor.edits.codebook == codebooks.default()


def test_an_empty_codebook_asks_for_a_facet(editor: CodebookWindow) -> None:
    for key in ("stance", "topic", "language", "note"):
        editor.edits.remove_facet(key)
    QApplication.processEvents()
    assert editor.forms.currentWidget() is editor.nothing
    editor.rename()
    editor.retire()
    editor.delete()
    editor.entry.setFocus()
    QTest.keyClicks(editor.entry, "Mood")
    press(editor.entry, Qt.Key.Key_Return)
    assert [x.key for x in editor.edits.codebook.facets] == ["mood"]


# --- the questions ------------------------------------------------------------------------------


def test_what_becomes_of_tags(qtbot: QtBot) -> None:
    stance = codebooks.default().facet("stance")
    dialog = RemoveLabelDialog(stance.labels[0], stance, 3)
    qtbot.addWidget(dialog)
    assert dialog.merge_into() == "stance.against"
    dialog.retire.click()
    assert dialog.merge_into() is None
    assert not dialog.target.isEnabled()
    alone = Facet("f", "F", "single", labels=stance.labels[:1])
    dialog = RemoveLabelDialog(stance.labels[0], alone, 1)
    qtbot.addWidget(dialog)
    assert dialog.merge_into() is None


def test_what_is_taken_in_is_chosen_and_previewed(qtbot: QtBot) -> None:
    dialog = TakeInDialog(codebooks.default(), codebooks.starters(), ("A note.",))
    qtbot.addWidget(dialog)
    assert dialog.which.currentIndex() == 1, "the first with facets that are new"
    assert dialog.preview.toPlainText().startswith("New facet: Function\nNew label: information-seeking")
    dialog.set_facet("function", taken=False)
    dialog.set_facet("qualifier", taken=False)
    assert [x.key for x in dialog.answer().facets] == ["dimension"]
    dialog.which.setCurrentIndex(0)
    assert dialog.preview.toPlainText() == "No changes: everything is already there."
    known = TakeInDialog(codebooks.default(), [codebooks.default(), codebooks.default()], ())
    qtbot.addWidget(known)
    assert known.which.currentIndex() == 0, "where there are none, the first"
    assert not dialog.ok_button.isEnabled()
    with pytest.raises(KeyError):
        dialog.set_facet("x", taken=True)


def test_a_value_that_is_not_offered_leaves_the_field_empty(qtbot: QtBot) -> None:
    field = ChoiceField("Parent")
    qtbot.addWidget(field)
    field.offer([("a", "A"), ("b", "B")])
    field.show_value("b")
    assert field.currentIndex() == 1
    field.show_value("gone")
    assert field.currentIndex() == -1


def test_what_cannot_be_made_one_is_said_before(qtbot: QtBot) -> None:
    default = codebooks.default()
    bad = Facet("x", "X", "single", labels=(Label("stance.favor", "x", "favor"),))
    dialog = TakeInDialog(default, (type(default)("B", (bad,)),))
    qtbot.addWidget(dialog)
    assert "belongs to Stance here and to X there" in dialog.problem.text()
    assert not dialog.ok_button.isEnabled()


def test_the_words_of_other_forms_are_translated() -> None:
    whole = codebooks.default()
    spans = Facet("s", "S", "single", "span")
    assert set(qdc.losses(type(whole)("", (*whole.facets, spans)))) <= set(codebook_texts.LOSSES)
    data = (
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code name="a" isCodable="false">'
        b'<Code name="b" isCodable="false" color="red"/></Code></Codes></CodeBook>'
    )
    assert set(qdc.read(data, "x.qdc").notes) == set(codebook_texts.NOTES)


def test_dragging_asks_the_window(editor: CodebookWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData, QPointF  # noqa: PLC0415 - only here
    from PySide6.QtGui import QDropEvent  # noqa: PLC0415

    pick(editor, "stance.favor")
    onto = editor.tree.visualItemRect(item(editor, "stance.mixed")).center()
    event = QDropEvent(
        QPointF(onto),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert editor.tree.dragDropMode() == editor.tree.DragDropMode.InternalMove
    editor.tree.dropEvent(event)
    assert event.dropAction() == Qt.DropAction.IgnoreAction
    assert label(editor, "stance.favor").parent == "stance.mixed"


def test_the_next_facet_does_not_get_what_was_typed_for_this_one(editor: CodebookWindow) -> None:
    pick(editor, "stance")
    editor.facet_form.question.setPlainText("typed")
    pick(editor, "topic")
    assert facet(editor, "stance").question == "typed"
    assert editor.facet_form.question.toPlainText() == facet(editor, "topic").question
    pick(editor, "language")
    assert "Detected by the program" in editor.facet_form.note.text()
    pick(editor, "stance.favor")
    editor.label_form.definition.setPlainText("typed")
    pick(editor, "stance.mixed")
    assert label(editor, "stance.favor").definition == "typed"
