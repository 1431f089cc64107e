"""Languages from the first detection to the study's own settings, and suggestions on a key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from annotator.analysis.topic_suggestions import SuggestOptions
from annotator.ui.study.study_dialog import StudyDialog
from annotator.ui.turn_list.tag_chips import TagChip
from tests.journeys.conftest import Person, write
from tests.ui.study.study_clicks import check_language

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

TALK = "\n".join(
    f"[{'AB'[number % 2]}]: {text}"
    for number, text in enumerate(
        ("这个 idea 很好", "Why not", "C'est la vie, mon ami, et je le sais", "好吧")
    )
)


def opened(person: Person, tmp_path: Path, text: str = TALK) -> None:
    transcript = write(tmp_path / "in", [("talk.txt", text.encode())])
    window = person.window
    assert window.files.open_with(tmp_path / "study.dap", transcript)
    person.idle()
    person.wait(window.turns.hasFocus)
    person.wait(window.turns.view.rows.visible)


def found(person: Person) -> list[str]:
    return [turn.language.primary if turn.language is not None else "" for turn in person.turns()]


def chip(person: Person, row: int) -> TagChip:
    """The chip of the language of a turn, as it is painted."""
    shown = person.window.turns.view.cache.row(row)
    assert shown is not None
    return next(placed.chip for placed in shown.chips if placed.chip.facet == "Language")


def picture(person: Person) -> QImage:
    QApplication.processEvents()
    return person.window.turns.viewport().grab().toImage()


def test_findings_are_proposals_until_somebody_confirms_them(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    assert found(person) == ["mixed", "en", "fr", "zh"]
    assert [chip(person, row).machine for row in range(4)] == [True] * 4
    person.press("L", "Return", "2")  # the first as found, the second by a person
    assert person.labels("language") == ["language.mixed", "language.en", "", ""]
    assert [chip(person, row).machine for row in range(4)] == [False, False, True, True]

    def settle(dialog: StudyDialog) -> None:
        check_language(dialog, "fr", declared=True)
        dialog.names.setPlainText("idea")
        person.click(dialog.ok_button)

    person.answer(StudyDialog, settle)
    person.window.action_set.by_id["study"].trigger()
    person.wait(lambda: found(person) == ["zh", "en", "fr", "zh"])
    person.idle()
    assert any("Detected languages in 4 turns" in said for said in person.said())
    assert person.labels("language") == ["language.mixed", "language.en", "", ""], "people's tags stand"
    assert (chip(person, 0).text, chip(person, 0).machine) == ("mixed", False)
    assert (chip(person, 2).text, chip(person, 2).machine) == ("other", True)

    person.press("Ctrl+Z")
    person.wait(lambda: found(person) == ["mixed", "en", "fr", "zh"])
    person.idle()
    assert person.labels("language")[0] == "language.mixed"


def test_what_was_broken_off_goes_on_with_the_next_opening(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    project = person.window.workspace.project
    assert project is not None
    study = project.study.read()
    person.window.close()
    person.start()
    from annotator.store import Project  # noqa: PLC0415 - as another program would

    with Project.open(tmp_path / "study.dap") as elsewhere:
        elsewhere.study.set(replace(study, names=("idea",)))
        assert elsewhere.findings.undetected_from() == 0
    assert person.window.files.open_project(tmp_path / "study.dap")
    person.wait(lambda: found(person) == ["zh", "en", "fr", "zh"])
    person.idle()


def test_other_languages_in_a_turn_are_underlined_until_switched_off(person: Person, tmp_path: Path) -> None:
    opened(person, tmp_path)
    window = person.window
    person.wait(lambda: window.turns.view.cache.row(0).languages)  # type: ignore[union-attr]
    with_lines = picture(person)
    window.action_set.by_id["show-languages"].trigger()
    without = picture(person)
    assert with_lines != without
    assert not window.settings.show_languages
    window.action_set.by_id["show-languages"].trigger()
    assert picture(person) == with_lines


LESSONS = [("robots take our jobs and work", "work"), ("painting and art in the museum", "art")]


def test_topics_are_suggested_on_a_key_and_what_was_shown_is_recorded(person: Person, tmp_path: Path) -> None:
    text = "\n".join(f"[A]: {LESSONS[number % 2][0]} {number}" for number in range(14))
    opened(person, tmp_path, text)
    window = person.window
    suggester = window.columns.suggester
    suggester.options = SuggestOptions(minimum_tags=12, minimum_per_label=5, margin=0.5)
    project = window.workspace.project
    assert project is not None
    person.wait(lambda: suggester.ready)

    person.press("P")
    assert any("Suggestions begin with 12 tags of Topic; there are 0." in said for said in person.said())
    for number, turn in enumerate(window.workspace.cursor.turn_ids[:12]):
        window.workspace.cursor.select_turn(turn)
        window.workspace.tagging.add_topic(LESSONS[number % 2][1])
    assert project.suggestions.offers() == []

    thirteenth, fourteenth = window.workspace.cursor.turn_ids[12:14]
    window.workspace.cursor.select_turn(thirteenth)
    person.press("P")
    row = window.columns.tags.sections["topic"].suggestions  # type: ignore[attr-defined]
    person.wait(row.isVisible)
    topics = {label.name: label.key for label in window.workspace.codebook.facet("topic").labels}
    assert row.buttons[0].face.name == "work"
    assert project.suggestions.offers()[0].labels[0][0] == topics["work"]
    assert project.suggestions.offers()[0].taken == ()
    assert not person.turns()[12].tags, "nothing is filled in"

    person.press("Esc")
    assert not row.isVisible()
    person.wait(window.turns.hasFocus)
    person.press("P")
    person.wait(row.isVisible)
    person.press("Return")
    person.wait(window.turns.hasFocus)
    (tag,) = person.turns()[12].tags
    assert (tag.label, tag.origin) == (topics["work"], "human")
    assert [offer.taken for offer in project.suggestions.offers()] == [(), (topics["work"],)]

    window.workspace.cursor.select_turn(fourteenth)
    person.press("P")
    person.wait(row.isVisible)
    assert row.buttons[0].face.name == "art"
    window.workspace.cursor.select_turn(thirteenth)
    assert not row.isVisible(), "suggestions are for one turn"

    def refuse(dialog: StudyDialog) -> None:
        dialog.suggestions.setChecked(False)
        person.click(dialog.ok_button)

    person.answer(StudyDialog, refuse)
    window.action_set.by_id["study"].trigger()
    person.idle()
    person.press("P")
    assert "Suggestions are switched off for this study." in person.said()
    assert len(project.suggestions.offers()) == 3
    assert project.check() == []
