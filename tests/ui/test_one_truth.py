"""List, tag panel, outline and status line say the same after every verb, in whatever order they come."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Target, TurnFilter
from annotator.store import Project
from annotator.ui.panels.tag_panel.choice_section import ChoiceSection
from annotator.ui.settings.settings import Settings
from annotator.ui.widgets.label_button import Given
from annotator.ui.window.main_window import MainWindow
from tests.ui.answers import Answers
from tests.ui.conftest import ME, make_project

if TYPE_CHECKING:
    from annotator.model import Turn

VERBS = (
    "confirm", "uncertain", "weaker", "stronger", "clear", "not-applicable", "confirm-all", "repeat",
    "extend-speaker", "extend-all", "copy-previous", "copy-speaker", "undo", "redo", "next-turn",
    "previous-turn", "next-untagged", "previous-untagged", "next-question", "next-dialogue",
    "previous-dialogue", "next-same-speaker", "next-uncertain", "select-all", "next-target", "flag",
    "auto-advance", "advance-turn", "advance-facet",
)  # fmt: skip
FACETS = ("stance", "topic", "language")
TALKS = (
    (
        "Robots",
        (
            ("A", "关于robot", "mixed"),
            ("B", "I think so.", "en"),
            ("A", "我也是。", "zh"),
            ("B", "Yes.", "en"),
        ),
    ),
    ("Art", (("A", "Is it art?", "en"), ("B", "C'est de l'art.", "fr"))),
    ("City", (("A", "城市好。", "zh"), ("B", "🙂", "zxx"), ("A", "No.", "en"))),
)


class Window(RuleBasedStateMachine):
    """A person who presses keys and clicks in the window on three short dialogues."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.window = MainWindow(Settings(self.folder / "settings.ini"), Answers())
        self.window.resize(1300, 1400)
        self.window.show()
        self.workspace = self.window.workspace

    @initialize()
    def open(self) -> None:
        self.workspace.attach(Project.open(make_project(self.folder / "study.dap", TALKS), annotator=ME))
        self.panel = self.window.columns.tags
        self.settle()

    def teardown(self) -> None:
        self.window.jobs.finish()
        self.window.close()
        self.window.deleteLater()
        # Outside of an event loop nothing else deletes it, and hypothesis opens hundreds of windows.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shutil.rmtree(self.folder)

    def settle(self) -> None:
        """Let the window do what it does between two keys of a person."""
        for _ in range(3):
            QApplication.processEvents()
        outline = self.window.columns.outline
        while not outline.reader.done:
            QApplication.processEvents()

    # --- what a person does ------------------------------------------------------------------

    @rule(keys=st.lists(st.sampled_from("0123456789STLX"), min_size=1, max_size=4))
    def press(self, keys: list[str]) -> None:
        """Keys of facets and labels, as fast as they can be pressed."""
        for key in keys:
            self.window.codebook_menu.press(key)
        self.settle()

    @rule(verb=st.sampled_from(VERBS))
    def do(self, verb: str) -> None:
        project = self.workspace.project
        assert project is not None
        if verb == "undo" and project.history.undoes_earlier:
            return  # what lies below is the import, with everything there is to see
        if self.window.action_set.possible(verb):
            self.window.action_set.run(verb)
        self.settle()

    @rule(facet=st.sampled_from(("stance", "language")), number=st.integers(0, 30))
    def click_label(self, facet: str, number: int) -> None:
        section = self.panel.sections[facet]
        assert isinstance(section, ChoiceSection)
        buttons = [button for button in section.grid.buttons if button.isVisibleTo(section)]
        self._click(buttons[number % len(buttons)])

    @rule(number=st.integers(0, 2))
    def click_strength(self, number: int) -> None:
        section = self.panel.sections["stance"]
        assert isinstance(section, ChoiceSection)
        assert section.intensity is not None
        self._click(section.intensity.segments[number])

    @rule(facet=st.sampled_from(("stance", "language")))
    def click_uncertain(self, facet: str) -> None:
        section = self.panel.sections[facet]
        assert section.uncertain is not None
        self._click(section.uncertain)

    def _click(self, button: object) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
        self.settle()

    @rule(row=st.integers(0, 8))
    def select(self, row: int) -> None:
        if len(self.workspace.cursor.turn_ids):
            self.workspace.cursor.select_turn(
                self.workspace.cursor.turn_ids[row % len(self.workspace.cursor.turn_ids)]
            )
        self.settle()

    @rule(dialogue=st.integers(0, 2))
    def click_dialogue(self, dialogue: int) -> None:
        self.workspace.cursor.select_dialogue(self.workspace.cursor.dialogue_ids[dialogue])
        self.settle()

    @rule(key=st.sampled_from("12"), steps=st.integers(1, 2))
    def answer_and_come_back(self, key: str, steps: int) -> None:
        """Give a stance, look at other dialogues, and come back to that turn."""
        turn = self.workspace.cursor.turn_id
        self.workspace.set_facet("stance")
        self.press([key])
        self.workspace.cursor.select_turn(turn)
        for verb in ["next-dialogue"] * steps + ["previous-dialogue"] * steps:
            self.do(verb)

    @rule(everywhere=st.booleans())
    def search(self, everywhere: bool) -> None:  # by position: hypothesis calls it by name
        wanted = TurnFilter(speakers=("A",))
        project = self.workspace.project
        assert project is not None
        self.workspace.cursor.set_filter(wanted, project.search.find(wanted) if everywhere else None)
        self.settle()

    @precondition(lambda self: self.workspace.cursor.filter is not None)
    @rule()
    def show_all(self) -> None:
        self.workspace.cursor.set_filter(None)
        self.settle()

    @rule(number=st.integers(1, 2))
    def add_target(self, number: int) -> None:
        dialogue = self.workspace.cursor.dialogue_id
        assert dialogue is not None
        target = Target(f"{number}" * 8 + f"-0000-4000-8000-{dialogue:012}", "entity", f"Target {number}")
        self.workspace.do(lambda project: project.dialogues.set_target(dialogue, target))
        self.settle()

    # --- what a person sees ------------------------------------------------------------------

    @invariant()
    def all_say_the_same(self) -> None:
        if self.workspace.project is None or not hasattr(self, "panel"):
            return
        turns = self.workspace.project.turns.page(self.workspace.cursor.turn_ids)
        self._list_is_right(turns)
        self._outline_is_right(turns)
        self._status_is_right()
        self._panel_is_right()

    def _own(self, turn: Turn, facet: str) -> list[str]:
        me = self.workspace.project.annotator.key if self.workspace.project is not None else ""
        return [tag.label for tag in turn.tags if tag.facet == facet and tag.annotator == me]

    def _name(self, label: str) -> str:
        return self.workspace.codebook.label(label).name

    def _list_is_right(self, turns: list[Turn]) -> None:
        view = self.window.turns.view
        assert view.row_count() == len(turns)
        assert view.current_id == self.workspace.cursor.turn_id
        for number, turn in enumerate(turns):
            row = view.cache.row(number)
            assert row is not None
            shown = sorted(
                (placed.chip.facet, placed.chip.text.partition(" → ")[0], placed.chip.uncertain)
                for placed in row.chips
                if not placed.chip.machine
            )
            names = {facet.key: facet.name for facet in self.workspace.codebook.facets}
            assert shown == sorted(
                (names[tag.facet], self._name(tag.label), tag.uncertain) for tag in turn.tags
            )

    def _outline_is_right(self, turns: list[Turn]) -> None:
        reader = self.window.columns.outline.reader
        order = [label.key for label in self.workspace.codebook.facet(self.workspace.facet).labels]
        for number, turn in enumerate(turns):
            label = reader.label(number)
            own = sorted(self._own(turn, self.workspace.facet), key=order.index)
            assert (label.key if label is not None else "") == next(iter(own), "")

    def _status_is_right(self) -> None:
        workspace = self.workspace
        project, dialogue = workspace.project, workspace.cursor.dialogue_id
        assert project is not None
        assert dialogue is not None
        whole = project.turns.page(project.turns.ids(dialogue))
        facet = workspace.codebook.facet(workspace.facet)
        done = sum(bool(self._own(turn, facet.key)) for turn in whole)
        assert self.window.status.tagged.text() == f"{facet.name}: {done} of {len(whole)} tagged"
        if workspace.cursor.turn_id is not None:
            number = [turn.id for turn in whole].index(workspace.cursor.turn_id) + 1
            assert f"Turn {number} of {len(whole)}" in self.window.status.place.text(), "whatever is shown"

    def _panel_is_right(self) -> None:
        workspace = self.workspace
        turns = workspace.cursor.selected_turns()
        if not turns:
            return
        picked = workspace.target_in_hand()
        for key in FACETS:
            section = self.panel.sections[key]
            targeted = section.facet.targeted and picked is not None
            tags = [
                [
                    tag
                    for tag in turn.tags
                    if tag.facet == key and not (targeted and picked and tag.target not in {None, picked.key})
                ]
                for turn in turns
            ]
            assert section.state.total == len(turns)
            for label in section.facet.labels:
                having = sum(any(tag.label == label.key for tag in own) for own in tags)
                assert section.state.counts.get(label.key, 0) == having
            if isinstance(section, ChoiceSection):
                self._faces_are_right(section, sum(map(bool, tags)))
                unsure = sum(any(tag.uncertain for tag in own) for own in tags)
                left = section._left()
                assert section.uncertain is not None
                unsure = unsure if left is None else left.uncertain
                assert (section.uncertain.face.given is not Given.NO) == bool(unsure)

    def _faces_are_right(self, section: ChoiceSection, tagged: int) -> None:
        for label, button in zip(section.facet.labels, section.grid.buttons, strict=True):
            assert button.face.given is section.state.given(label.key)
        if section.intensity is not None:
            # Just behind a label that was given it is that label whose strength can be chosen.
            assert section.intensity.isEnabled() == (tagged > 0 or section._left() is not None)


@pytest.mark.usefixtures("qapp")
class TestWindow(Window.TestCase):  # type: ignore[misc,valid-type]
    settings = settings(
        max_examples=12,
        stateful_step_count=24,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


@pytest.mark.usefixtures("qapp")
def test_doubt_is_shown_of_the_label_just_given_in_the_dialogue_before() -> None:
    person = Window()
    try:
        person.open()
        person.search(everywhere=True)
        person.press(keys=["0", "0"])
        assert person.workspace.cursor.dialogue_id == person.workspace.cursor.dialogue_ids[1]
        person.click_uncertain(facet="stance")
        uncertain = person.panel.sections["stance"].uncertain
        assert uncertain is not None
        assert uncertain.face.given is Given.YES
        person.all_say_the_same()
    finally:
        person.teardown()
