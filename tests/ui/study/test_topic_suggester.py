from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from annotator.analysis.topic_suggestions import SuggestOptions, fit
from annotator.errors import UserError
from annotator.model import Facet, Study
from annotator.store import Project
from annotator.store.study_settings import Suggestions
from annotator.ui.study import topic_suggester as module
from annotator.ui.study.topic_suggester import Offer, Suggester, suggestible
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import prepared

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

FEW = SuggestOptions(minimum_tags=2, minimum_per_label=1, margin=0.0)


MORE = (("A", "robots walk", "en"), ("B", "painting museum", "en"), ("A", "robots run", "en"))  # 8 to 10


class Seen:
    """A suggester over the small project, and what came of asking it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.qtbot = qtbot
        self.workspace = workspace
        self.offers: list[Offer] = []
        self.said: list[str] = []
        workspace.message.connect(self._hear)
        assert workspace.project is not None
        with workspace.project.sources.importer() as importer:
            importer.add(prepared("More", MORE))
            importer.finish()
        self.suggester = Suggester(workspace, options=FEW)
        self.suggester.offered.connect(self.offers.append)
        self.settle()

    def _hear(self, message: Message) -> None:
        self.said.append(message.text)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.suggester.ready, timeout=10_000)

    def go(self, number: int) -> int:
        """Select a turn of the project by its row number."""
        project = self.workspace.project
        assert project is not None
        self.workspace.cursor.select_dialogue(project.turns.page([number])[0].dialogue_id)
        self.workspace.cursor.select_turn(number)
        return number

    def tag(self, number: int, label: str) -> None:
        self.go(number)
        self.workspace.tagging.apply_label(label)

    def known(self) -> object:
        assert self.suggester._learner is not None
        return self.suggester._learner.model

    def standing(self) -> object:
        """A model of what the project holds now."""
        assert self.workspace.project is not None
        return fit((each.text, each.label) for each in self.workspace.project.suggestions.examples("topic"))


@pytest.fixture
def seen(qtbot: QtBot, workspace: Workspace) -> Iterator[Seen]:
    made = Seen(qtbot, workspace)
    yield made
    workspace.close()


def test_it_learns_and_forgets_with_every_edit(seen: Seen) -> None:
    seen.tag(1, "topic.target")
    seen.tag(2, "topic.drift")
    seen.tag(2, "topic.target")
    assert seen.known() == seen.standing()
    seen.workspace.history.undo()
    assert seen.known() == seen.standing()
    seen.tag(1, "topic.target")  # taken away again
    assert seen.known() == seen.standing()
    assert seen.suggester.ready, "one turn is no reason to learn all anew"


def test_what_is_there_at_opening_is_learnt(qtbot: QtBot, workspace: Workspace) -> None:
    assert workspace.project is not None
    workspace.project.tags.add([1, 2, 3], "topic.drift")
    seen = Seen(qtbot, workspace)
    assert seen.known() == seen.standing()
    workspace.close()
    assert not seen.suggester.ready


def test_many_pages_are_read_to_the_end(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE", 2)
    assert workspace.project is not None
    workspace.project.tags.add([1, 2, 3, 4, 5], "topic.drift")
    seen = Seen(qtbot, workspace)
    assert seen.known() == seen.standing()


def test_large_edits_and_changed_settings_are_learnt_beside_the_window(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REBUILD_FROM", 2)
    seen.workspace.do(lambda project: project.tags.add([1, 2, 3], "topic.drift"))
    assert not seen.suggester.ready
    seen.settle()
    assert seen.known() == seen.standing()
    assert seen.workspace.project is not None
    seen.workspace.do(lambda project: project.dialogues.remove([1]))
    seen.settle()
    assert seen.known() == seen.standing()


def test_edits_while_it_learns_are_not_lost(qtbot: QtBot, workspace: Workspace) -> None:
    seen = Seen.__new__(Seen)
    seen.qtbot, seen.workspace = qtbot, workspace
    seen.suggester = Suggester(workspace, options=FEW)
    seen.tag(1, "topic.target")  # the timer has not even begun
    seen.suggester._start()
    seen.tag(2, "topic.drift")
    seen.settle()
    assert seen.known() == seen.standing()


def test_a_text_that_was_repaired_is_learnt_anew(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    seen.tag(1, "topic.target")
    assert seen.suggester._learner is not None
    monkeypatch.setattr(seen.suggester._learner, "settle", lambda *_: False)
    seen.tag(2, "topic.drift")
    assert not seen.suggester.ready
    seen.settle()
    assert seen.known() == seen.standing()


def test_an_offer_is_recorded_before_it_is_shown_and_taking_it_gives_a_persons_tag(seen: Seen) -> None:
    seen.tag(8, "topic.target")
    seen.tag(9, "topic.drift")
    seen.go(10)
    seen.suggester.ask()
    (offer,) = seen.offers
    project = seen.workspace.project
    assert project is not None
    (record,) = project.suggestions.offers()
    assert (record.turn_id, record.facet, record.taken) == (10, "topic", ())
    assert tuple(label for label, _ in record.labels) == offer.labels
    offer.take(offer.labels[0])
    (tag,) = project.turns.page([10])[0].tags
    assert (tag.label, tag.origin) == (offer.labels[0], "human")
    assert project.suggestions.offers()[0].taken == (offer.labels[0],)


def test_labels_that_the_turn_has_are_not_offered(seen: Seen) -> None:
    for label in ("topic.target", "topic.drift"):
        seen.tag(1, label)
        seen.tag(2, label)
    seen.go(1)
    seen.suggester.ask()
    assert seen.offers == []
    assert seen.said == ["No label fits this turn clearly enough to be suggested."]


def test_it_says_why_there_is_nothing(seen: Seen, project_file: Path) -> None:
    seen.go(1)
    seen.suggester.ask()
    seen.workspace.cursor.select_turns([1, 2], 1)
    seen.suggester.ask()
    seen.workspace.do(lambda project: project.study.set(Study(suggestions=False)))
    seen.suggester.ask()
    seen.workspace.history.undo()
    seen.workspace.cursor.select_turn(1)
    seen.suggester.ask()
    assert seen.said == [
        "Suggestions begin with 2 tags of Topic; there are 0.",
        "Suggestions are for one turn at a time.",
        "Suggestions are switched off for this study.",
        "Still learning from the tags of this project.",
    ]
    seen.settle()
    seen.workspace.do(lambda project: project.codebook.update_facet("topic", retired=True))
    seen.suggester.ask()
    assert seen.said[-1] == "No facet of this codebook has labels that could be suggested."
    seen.workspace.close()
    seen.suggester.ask()
    assert len(seen.said) == 5
    assert seen.offers == []


def test_nothing_is_shown_that_cannot_be_recorded(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    seen.tag(8, "topic.target")
    seen.tag(9, "topic.drift")
    seen.go(10)

    def refuse(*_: object) -> int:
        raise UserError("The disk is full")

    monkeypatch.setattr(Suggestions, "record_offer", refuse)
    seen.suggester.ask()
    assert seen.offers == []
    assert seen.said == ["The disk is full."]


def test_a_project_that_cannot_be_read_is_not_learnt_from(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Project:
        raise UserError("It is gone")

    monkeypatch.setattr(Project, "open", refuse)
    made = Suggester(workspace, options=FEW)
    with qtbot.waitSignal(made.settled, timeout=10_000):
        made._start()
    assert not made.ready


def test_stances_are_never_suggested(workspace: Workspace) -> None:
    facets = {facet.key: facet for facet in workspace.codebook.facets}
    assert [key for key, facet in facets.items() if suggestible(facet)] == ["topic"]
    stance: Facet = facets["stance"]
    assert not suggestible(replace(stance, open=True))
    assert not suggestible(replace(stance, open=True, targeted=False))
