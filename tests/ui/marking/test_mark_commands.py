from __future__ import annotations

from PySide6.QtWidgets import QMenu

from annotator.ui.marking import MarkCommands
from annotator.ui.workspace.workspace import Workspace


def marks(workspace: Workspace) -> list[list[str]]:
    return (
        [sorted(turn.marks) for turn in workspace.project.turns.page(range(1, 8))]
        if workspace.project
        else []
    )


def test_marks_are_toggled_for_the_whole_selection(workspace: Workspace) -> None:
    commands = MarkCommands(workspace)
    commands.toggle("flag")
    workspace.cursor.select_turns([1, 2])
    commands.toggle("flag")
    assert marks(workspace)[:3] == [["flag"], ["flag"], []]
    commands.toggle("flag")
    assert marks(workspace)[:2] == [[], []]
    workspace.history.undo()
    assert marks(workspace)[:2] == [["flag"], ["flag"]]


def test_going_from_mark_to_mark_crosses_dialogues_and_ends_with_a_word(workspace: Workspace) -> None:
    commands = MarkCommands(workspace)
    assert workspace.project is not None
    workspace.project.marks.set([2, 4, 7], "bookmark", on=True)
    heard: list[str] = []
    workspace.message.connect(lambda message: heard.append(message.text))
    seen = []
    for _ in range(4):
        commands.next("bookmark")
        seen.append(workspace.cursor.turn_id)
    assert seen == [2, 4, 7, 7]
    assert heard == ["No turn after this one has a bookmark."]
    assert workspace.cursor.dialogue_id == 3
    for _ in range(3):
        commands.previous("bookmark")
    assert workspace.cursor.turn_id == 2
    assert heard[1:] == ["No turn before this one has a bookmark."]
    assert not commands.go("flag")
    assert heard[-1] == "No turn after this one has a flag."


def test_the_list_of_bookmarks_says_where_they_are(workspace: Workspace) -> None:
    commands = MarkCommands(workspace)
    assert workspace.project is not None
    workspace.project.marks.set([1, 6], "bookmark", on=True)
    first, second = commands.bookmarks()
    assert first.text == "1 · A · 关于'robot'这个话题，你怎么想的？"
    assert (second.dialogue, second.text) == ("City", "1 · A · 城市好。")
    commands.open(second.turn_id)
    assert (workspace.cursor.dialogue_id, workspace.cursor.turn_id) == (3, 6)


def test_the_menu_of_bookmarks(qapp: object, workspace: Workspace) -> None:
    commands = MarkCommands(workspace)
    menu = QMenu()
    commands.fill(menu)
    assert [(entry.text(), entry.isEnabled()) for entry in menu.actions()] == [("No bookmarks yet", False)]
    assert workspace.project is not None
    workspace.project.marks.set([1, 6], "bookmark", on=True)
    commands.fill(menu)
    assert [entry.text() for entry in menu.actions() if entry.isSeparator()] == ["Robots", "City"]
    menu.actions()[-1].trigger()
    assert workspace.cursor.turn_id == 6
    del menu


def test_without_a_project_nothing_happens(qapp: object) -> None:
    commands = MarkCommands(Workspace())
    assert commands.toggle("flag") is None
    assert not commands.go("flag")
    assert commands.bookmarks() == ()
