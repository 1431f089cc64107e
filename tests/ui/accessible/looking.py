"""What a screen reader and the Tab key find in a window."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QWidget

import annotator.ui
from annotator.importers import RULES
from annotator.model import Dialogue, Label, Source, Study
from annotator.pipeline.read_again import ReadingPlan
from annotator.pipeline.repair_again import RepairPlan
from annotator.reliability.disagreements import Answer, Case, Disputes
from annotator.store.structure_outcomes import Outcome, Reading, TurnAgain
from annotator.ui.actions.menu_bar import Actions
from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs
from annotator.ui.keys.key_changes import KeyChanges
from annotator.ui.keys.keymap import KeyMap
from annotator.ui.settings.settings import Settings
from annotator.ui.structure.speaker_chooser import NameChoice, NamingScope
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace import Workspace


def focusable(root: QWidget) -> list[QWidget]:
    """The controls of a window that is shown which Tab, or a click, can give the keyboard to."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(root) and not _inside(widget)
    ]


def _inside(widget: QWidget) -> bool:
    """Whether it is a part of another control, as the field in a combo box is."""
    parent, proxy = widget.parent(), widget.focusProxy()
    if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget:
        return True
    return isinstance(proxy, QWidget) and proxy.isAncestorOf(widget)


def name_of(widget: QWidget) -> str:
    """What a screen reader calls a control."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip()


def described(widget: QWidget) -> str:
    """A control for a person who reads a failed test."""
    parent = widget.parentWidget()
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(parent).__name__}"


def unnamed(root: QWidget) -> list[str]:
    """The focusable controls without a name."""
    return [described(widget) for widget in focusable(root) if not name_of(widget)]


def reached(root: QWidget) -> set[QWidget]:
    """The controls that pressing Tab again and again reaches."""
    found: set[QWidget] = set()
    widget: QWidget | None = root.nextInFocusChain()
    while widget is not None and widget is not root and widget not in found:
        found.add(widget)
        widget = widget.nextInFocusChain()
    return found


def picture_around(widget: QWidget) -> object:
    """The pixels of a control with a little around it, as its window shows them."""
    window = widget.window()
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size()).adjusted(-4, -4, 4, 4)
    return window.grab(place & window.rect()).toImage()


# --- dialogs -----------------------------------------------------------------------------------


def dialogs() -> list[type[QDialog]]:
    """Every dialog of the window, found by importing all of it."""
    for module in pkgutil.walk_packages(annotator.ui.__path__, "annotator.ui."):
        importlib.import_module(module.name)
    return sorted(set(_below(QDialog)), key=lambda kind: kind.__name__)


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for sub in kind.__subclasses__():
        if sub.__module__.startswith("annotator."):
            yield sub
        yield from _below(sub)


Given = Mapping[str, Callable[[Workspace, Path], Any]]


def _label(workspace: Workspace) -> Label:
    return workspace.codebook.label("stance.favor")


def _keymap(_: Workspace, folder: Path) -> KeyMap:
    return KeyMap(Settings(folder / "settings.ini"))


def _actions(_: Workspace, folder: Path) -> Actions:
    window = MainWindow(Settings(folder / "settings.ini"))
    window.action_set.setProperty("window", window)  # it lives as long as its actions
    return window.action_set


def _disputes(workspace: Workspace, folder: Path) -> SimpleNamespace:
    """What a dialog of adjudication asks of the mode: the facet, who said what, and what is in dispute."""
    facet = workspace.codebook.facet("stance")
    return SimpleNamespace(
        workspace=workspace,
        facet=facet,
        disputes=Disputes("stance", (), 1, (_case(workspace, folder),)),
        name_of=lambda key: key,
    )


def _case(workspace: Workspace, _: Path) -> Case:
    """A turn on which two annotators differ, and the first was right."""
    dialogue = workspace.cursor.dialogue_ids[0]
    turn = workspace.project.turns.ids(dialogue)[0] if workspace.project else 1
    said = (Answer("a", ("stance.favor",)), Answer("b", ("stance.against",)))
    kind = tuple(one.labels for one in said)
    return Case(dialogue, turn, None, turn, said, kind, decision=said[0])


# What a dialog is made with, by the types of its parameters.
GIVEN: Given = {
    "Workspace": lambda workspace, _: workspace,
    "Project": lambda workspace, _: workspace.project,
    "Settings": lambda _, folder: Settings(folder / "settings.ini"),
    "KeyMap": _keymap,
    "KeyChanges": lambda workspace, folder: KeyChanges(workspace, _keymap(workspace, folder)),
    "CodebookDialogs": lambda workspace, _: CodebookDialogs(workspace),
    "Actions": _actions,
    "ShowView": lambda *_: lambda wanted: None,
    "MainWindow": lambda workspace, folder: _actions(workspace, folder).property("window"),
    "QWidget": lambda *_: None,
    "QWidget | None": lambda *_: None,
    "Codebook": lambda workspace, _: workspace.codebook,
    "Sequence[Codebook]": lambda workspace, _: [workspace.codebook],
    "Facet": lambda workspace, _: workspace.codebook.facet("stance"),
    "Label": lambda workspace, _: _label(workspace),
    "Sequence[Annotator]": lambda workspace, _: workspace.project.people.all() if workspace.project else (),
    "Path": lambda _, folder: folder,
    "Sequence[Path]": lambda _, folder: [folder],
    "str": lambda *_: "text",
    "int": lambda *_: 1,
    "bool": lambda *_: True,
    "DisagreementListing": _disputes,
    "Case": _case,
    "Sequence[Case]": lambda workspace, folder: [_case(workspace, folder)],
    "NoteKind": lambda *_: "reason",
    "Sequence[NameChoice]": lambda *_: [NameChoice("A", 2)],
    "Sequence[NamingScope]": lambda *_: [
        NamingScope("turns", "This turn only"),
        NamingScope("all", "All turns"),
    ],
    "Sequence[str]": lambda *_: ["A", "B"],
    "Callable[[int, int], Outcome]": lambda *_: lambda at, marker: Outcome(("Do you", "think so?")),
    "Callable[[int, int, str], str]": lambda *_: lambda at, marker, name: "",
    "MarkerRule | None": lambda *_: RULES[0],
    "Mapping[str, str]": lambda *_: {},
    "Callable[[MarkerRule | None, Mapping[str, str]], ReadingPlan]": lambda *_: (
        lambda rule, answers: ReadingPlan(
            1, "names", (), Reading(("Yes.",), 1, turns=(TurnAgain("Yes.", "A"),), before=2)
        )
    ),
    "Callable[[ReadingPlan, bool], str]": lambda *_: lambda plan, drop: "",
    "Callable[[str, str], str]": lambda *_: lambda name, scope: "",
    "Callable[[str], str]": lambda *_: lambda text: "",
    "Study": lambda *_: Study(),
    "RepairPlan": lambda *_: RepairPlan(),
    "Turn": lambda workspace, _: workspace.cursor.turn(),
    "tuple[int, int]": lambda *_: (0, 1),
    "tuple[float, float]": lambda *_: (7.0, 4.0),
    "Callable[[str], bool]": lambda *_: lambda text: True,
    "Dialogue": lambda *_: Dialogue(1, "key", 1, "Title", 1, 0, 0, 0),
    "Source": lambda *_: Source(1, "a.txt", "0" * 64, 1, "utf-8", "detected", 1.0, "\n", False, 0, ""),  # noqa: FBT003
}


def made(kind: type[QDialog], workspace: Workspace, folder: Path, given: Given = GIVEN) -> QDialog:
    """A dialog of that kind. Raises KeyError for a type of parameter that the table does not know."""
    parameters = inspect.signature(kind.__init__).parameters
    values = {
        name: given[str(parameter.annotation)](workspace, folder)
        for name, parameter in parameters.items()
        if name != "self" and parameter.default is parameter.empty
    }
    return kind(**values)
