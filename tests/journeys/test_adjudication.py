"""A hundred disagreements of three annotators, decided in the real window by keys, which are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from annotator.model import Annotator
from annotator.reliability.annotator_roles import adjudicator_of
from annotator.reliability.disagreements import Answer, disputes_of
from annotator.store import Project
from annotator.ui.adjudicating.decision_note import NoteDialog
from annotator.ui.adjudicating.settle_alike import AlikeDialog
from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
CYD = Annotator("cccccccc-0000-4000-8000-000000000003", "Cyd")
AGREED = 20  # turns a dialogue about which nobody disagrees
DIFFER = 10


class Counting:
    """A person whose key presses are counted."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.pressed = 0

    def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        self.person.press(*keys)


def coded(path: Path, said: Sequence[tuple[Annotator, Sequence[str]]]) -> Path:
    """Let annotators answer the turns of the project in order, "" for none; stance of each."""
    for who, labels in said:
        with Project.open(path, annotator=who) as project:
            turns = [turn for one in project.dialogues.ids() for turn in project.turns.ids(one)]
            for label in dict.fromkeys(labels):
                wanted = [turn for turn, own in zip(turns, labels, strict=False) if own == label]
                if label and wanted:
                    project.tags.add(wanted, f"stance.{label}")
    return path


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    """Ten dialogues of thirty turns; annotators differ on every third."""
    talks = tuple(
        (f"Talk {number:02}", tuple(("AB"[turn % 2], f"Words {number}-{turn}.", "en") for turn in range(30)))
        for number in range(10)
    )
    path = make_project(tmp_path / "study.dap", talks)
    labels = ["favor", "favor", "favor"] * 100
    ada, ben, cyd = list(labels), list(labels), list(labels)
    for place in range(2, 300, 3):  # 40 with a majority, 30 where Ben stands alone, 30 of three opinions
        case = place // 3 % 10
        ben[place] = "against" if case < 4 else "neutral"
        cyd[place] = "favor" if case < 7 else "mixed"
    return coded(path, ((ADA, ada), (BEN, ben), (CYD, cyd)))


def begin(person: Person, path: Path) -> None:
    assert person.window.files.open_project(path)
    person.idle()
    person.wait(person.window.turns.hasFocus)
    person.press("Ctrl+J")
    person.idle()
    person.wait(lambda: person.window.commands.adjudication.active)
    person.wait(person.window.turns.hasFocus)


def _contains(decision: Callable[[], Answer], text: str) -> bool:
    return text in decision().note


def decisions(person: Person) -> list[str]:
    project = person.window.workspace.project
    assert project is not None
    found = disputes_of(project, "stance").cases
    return [case.decision.labels[0] if case.decision else "" for case in found]


def test_a_hundred_disagreements_in_a_hundred_and_ten_keys(person: Person, hundred: Path) -> None:
    begin(person, hundred)
    window = person.window
    mode = window.commands.adjudication.mode
    assert len(window.workspace.cursor.turn_ids) == len(mode.cases) == 100, (
        "only those where annotators differ"
    )
    project = window.workspace.project
    assert project is not None
    sources = {tag.key: tag for tag in project.comparison.every_tag()}
    counted = Counting(person)
    for number in range(100):
        kind = number % 10
        if kind < 4:
            counted.press("Return")  # the majority
        elif kind < 7:
            counted.press("2")  # Ben
        else:
            counted.press("Alt+6")  # another label than anybody's: "unclear", on 6
    assert counted.pressed <= 110
    expected = ["stance.favor"] * 4 + ["stance.neutral"] * 3 + ["stance.unclear"] * 3
    assert decisions(person) == expected * 10
    assert person.said()[0] == "All 100 disagreements on Stance are decided."
    judge = adjudicator_of(project.key, project.annotator)
    now = {tag.key: tag for tag in project.comparison.every_tag()}
    assert {key: now[key] for key in sources} == sources, "the annotators' own tags stay"
    assert {now[key].annotator for key in now.keys() - sources.keys()} == {judge.key}

    person.press("Ctrl+Z")
    assert decisions(person).count("") == 1
    assert mode.case is not None
    assert mode.case.decision is None, "undo leads back to what is open again"
    person.press("Return")
    assert person.said()[0] == "There is no majority here."
    person.press("Ctrl+J")
    assert window.workspace.cursor.filter is None
    assert len(window.workspace.cursor.turn_ids) == 30


def test_the_rest_of_a_kind_is_settled_after_a_preview_and_taken_back_at_once(
    person: Person, hundred: Path
) -> None:
    begin(person, hundred)
    mode = person.window.commands.adjudication.mode
    person.press("2")
    seen: list[str] = []

    def settle(dialog: AlikeDialog) -> None:
        seen.append(dialog.title.text())
        seen.append(dialog.settle_button.text())
        first = dialog.list.topLevelItem(0)
        assert first is not None
        seen.append(first.text(2))
        person.click(dialog.settle_button)

    person.answer(AlikeDialog, settle)
    person.press("Shift+A")
    person.wait(lambda: len(seen) == 3)
    person.idle()
    assert seen == [
        "“favor ↔ against” → against", "Decide 39 turns", "Ada: favor, Ben: against, Cyd: favor"
    ]  # fmt: skip
    assert decisions(person).count("stance.against") == 40
    assert mode.case is not None
    assert mode.case.decision is None, "on to the next that is open"
    person.press("Ctrl+Z")
    assert decisions(person).count("stance.against") == 1


def test_a_blind_vote_is_kept_and_counts_for_the_majority(person: Person, hundred: Path) -> None:
    begin(person, hundred)
    mode = person.window.commands.adjudication.mode
    panel = person.window.commands.adjudication.panel
    person.click(panel.blind)
    person.wait(lambda: mode.blind)
    person.window.turns.setFocus()
    view = person.window.turns.view
    (turn,) = person.window.workspace.cursor.selected_turns()
    assert "favor" not in " ".join(chip.text for chip in view.cache.chips(turn))
    person.press("Return", "1")
    assert decisions(person)[0] == "", "what others said cannot be taken before voting"
    person.press("Alt+2")
    case = mode.case
    assert case is not None
    assert case.vote is not None
    assert case.vote.labels == ("stance.against",)
    assert decisions(person)[0] == "", "a vote is no decision"
    shown = [f"{chip.facet} {chip.text}" for chip in view.cache.chips(turn)]
    assert shown == ["1 Ada favor", "2 Ben against", "3 Cyd favor", "your blind vote against"]
    person.press("Return")
    assert person.said()[0] == "There is no majority here.", "two against two"
    person.press("1")
    assert decisions(person)[0] == "stance.favor"
    again = disputes_of(person.window.workspace.project, "stance").cases[0]  # type: ignore[arg-type]
    assert again.vote == case.vote, "it is kept"


def test_reasons_and_words_for_the_codebook(person: Person, hundred: Path) -> None:
    begin(person, hundred)
    person.press("1", "U", "=")

    def decision() -> Answer:
        project = person.window.workspace.project
        assert project is not None
        found = disputes_of(project, "stance").cases[0].decision
        assert found is not None
        return found

    def write(text: str) -> None:
        def act(dialog: NoteDialog) -> None:
            if hasattr(dialog.field, "setCurrentText"):
                dialog.field.setCurrentText(text)
            else:
                dialog.field.setText(text)
            dialog.accept()

        person.answer(NoteDialog, act)

    for key, text, kept in (
        ("Shift+R", "said ironically", "said ironically"),
        ("Shift+E", "context missed", "context-missed"),
        ("Shift+W", "irony", "irony"),
    ):
        write(text)
        person.press(key)
        person.wait(partial(_contains, decision, kept))
        person.idle()
        person.wait(person.window.turns.hasFocus)
    assert decision().note == "reason: said ironically\nerror: context-missed\ncodebook: irony"
    assert (decision().uncertain, decision().intensity) == (True, 3)
    panel = person.window.commands.adjudication.panel
    assert panel.words.text() == "Notes for the codebook (2)…", "the kind of error, and the words"


def test_keys_that_would_tag_do_nothing_meanwhile(person: Person, hundred: Path) -> None:
    begin(person, hundred)
    project = person.window.workspace.project
    assert project is not None
    before = project.history.edits(1)[0].id
    person.press("X", ".", "C", "A", "Shift+C", "0", "Ctrl+Return")
    assert project.history.edits(1)[0].id == before
