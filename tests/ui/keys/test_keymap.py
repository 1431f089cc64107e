from __future__ import annotations

from pathlib import Path

import pytest

from annotator.ui.actions import ACTIONS, Action
from annotator.ui.keys import key_sheet
from annotator.ui.keys.key_changes import KeyChanges
from annotator.ui.keys.key_holders import KeyHolder, in_the_way, plain
from annotator.ui.keys.keymap import KeyMap, is_typed, normal, shown, standard_keys
from annotator.ui.settings.settings import Settings
from annotator.ui.workspace.workspace import Workspace

IDS = [row.id for row in ACTIONS if isinstance(row, Action)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


def test_keys_have_one_form() -> None:
    assert normal("s") == normal("S") == "S"
    assert normal("ctrl+shift+z") == "Ctrl+Shift+Z"
    assert [normal(key) for key in (",", "+", ".", "Ctrl+,", "")] == [",", "+", ".", "Ctrl+,", ""]
    assert shown("") == ""


def test_keys_of_one_name_are_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key_sheet.names(["S", "Return"]).split() == ["S", "Return"]
    monkeypatch.setattr(key_sheet, "shown", {"Return": "回车", "Enter": "回车", "S": "S"}.get)
    assert key_sheet.names(["Return", "Enter", "S"]).split() == ["回车", "S"]


@pytest.mark.parametrize("key", ["S", "Shift+G", "Return", "Backspace", ".", "Space"])
def test_keys_that_type(key: str) -> None:
    assert is_typed(key)


@pytest.mark.parametrize("key", ["Ctrl+S", "Alt+1", "F5", "Shift+F5", "Esc", ""])
def test_keys_that_do_not_type(key: str) -> None:
    assert not is_typed(key)


def test_the_table_holds_until_something_else_is_chosen(settings: Settings) -> None:
    keymap = KeyMap(settings)
    assert {action: keymap.keys(action) for action in IDS} == {
        action: standard_keys(action) for action in IDS
    }
    assert keymap.holder("ctrl+z") == "undo"
    assert keymap.holder("Ctrl+Alt+J") is None
    assert not keymap.own
    told: list[int] = []
    keymap.changed.connect(lambda: told.append(1))
    keymap.set_keys("repeat", ["r", "R", "Ctrl+Alt+R"])
    keymap.set_keys("repeat", ["R", "Ctrl+Alt+R"])  # the same
    assert keymap.keys("repeat") == ("R", "Ctrl+Alt+R")
    assert keymap.is_own("repeat")
    assert "." not in keymap.taken()
    assert KeyMap(Settings(Path(settings.store.fileName()))).keys("repeat") == ("R", "Ctrl+Alt+R")
    keymap.set_keys("repeat", ["."])
    assert not keymap.own
    assert settings.keys == ""
    keymap.set_keys("export", [])
    assert KeyMap(settings).keys("export") == ()
    keymap.reset_all()
    keymap.reset_all()
    assert len(told) == 4
    with pytest.raises(KeyError):
        keymap.keys("nothing")


@pytest.mark.parametrize(
    "stored", ["{", "[]", '{"nothing": ["A"]}', '{"repeat": "A"}', '{"repeat": [1, ""]}', '"x"']
)
def test_what_cannot_be_read_is_left_out(settings: Settings, stored: str) -> None:
    settings.keys = stored
    keymap = KeyMap(settings)
    assert keymap.keys("export") == standard_keys("export")
    assert keymap.keys("repeat") in {standard_keys("repeat"), ()}


def test_who_is_in_the_way(workspace: Workspace) -> None:
    keymap, codebook = KeyMap(), workspace.codebook

    def holder(key: str, of: KeyHolder) -> KeyHolder | None:
        return in_the_way(key, of, codebook, keymap)

    me = KeyHolder("action", "repeat")
    assert holder(".", me) is None  # its own
    assert holder("ctrl+e", me) == KeyHolder("action", "export")
    assert holder("t", me) == KeyHolder("facet", "topic")
    assert holder("1", me) == KeyHolder("label", "stance.favor", "stance")
    assert holder("Shift+Down", me) == KeyHolder("list", "")
    assert holder("Ctrl+Down", me) is None
    label = KeyHolder("label", "topic.drift", "topic")
    assert holder("3", label) is None  # a label of another facet has it
    assert holder("1", label) == KeyHolder("label", "topic.target", "topic")
    assert holder("s", label) == KeyHolder("facet", "stance")
    assert holder("1", KeyHolder("facet", "stance")) is not None
    workspace.do(lambda project: project.codebook.update_label("stance.favor", retired=True))
    assert in_the_way("1", me, workspace.codebook, keymap) == KeyHolder("label", "topic.target", "topic")


def test_giving_and_taking(workspace: Workspace) -> None:
    keymap = KeyMap()
    changes = KeyChanges(workspace, keymap)
    action = KeyHolder("action", "repeat")
    assert changes.give(action, "r") == ""
    assert changes.give(action, "Ctrl+Alt+R", also=True) == ""
    assert changes.keys(action) == ("R", "Ctrl+Alt+R")
    assert changes.give(action, "G") == "G already belongs to the command “Next untagged turn”."
    assert changes.give(KeyHolder("action", "next-doubt"), ".") == ""
    assert "Next turn with a doubtful repair" in changes.reset("repeat")  # "." is another's by now
    assert changes.take(KeyHolder("action", "next-doubt")) == ""
    assert changes.reset("repeat") == ""
    assert changes.keys(action) == (".",)

    facet, label = KeyHolder("facet", "stance"), KeyHolder("label", "stance.favor", "stance")
    assert changes.give(facet, "W") == ""
    assert workspace.codebook.facet("stance").shortcut == "w"
    assert changes.keys(facet) == ("W",)
    assert changes.take(label) == ""
    assert changes.keys(label) == ()
    assert changes.give(label, "Ctrl+1") == "Facets and labels have keys of one character."
    workspace.history.undo()
    workspace.history.undo()
    assert workspace.codebook.facet("stance").shortcut == "s"
    workspace.close()


def test_a_project_that_may_only_be_read_keeps_its_keys(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "writable", property(lambda _: False))
    changes = KeyChanges(workspace, KeyMap())
    assert "read-only" in changes.give(KeyHolder("label", "stance.favor", "stance"), "8")


def test_names_without_marks() -> None:
    assert plain("&Open…") == "Open"
    assert plain("导出(&E)…") == "导出"
    assert plain("R&&D &lab") == "R&D lab"
