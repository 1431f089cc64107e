"""Sentences of edits: one and several, with gaps, taken back and brought again, in another language."""

from __future__ import annotations

from annotator.core.edit_sentences import ROLES, SENTENCES, sentence, templates
from annotator.model import EditSummary


def test_a_sentence_counts() -> None:
    assert sentence(EditSummary("files.import", {"n": 1})) == "importing 1 file"
    assert sentence(EditSummary("files.import", {"n": 2000})) == "importing 2,000 files"
    assert sentence(EditSummary("turn.split", {})) == "splitting a turn"
    assert sentence(EditSummary("turn.split", {"n": "many"})) == "splitting a turn"


def test_what_an_entry_does_not_have_leaves_a_gap() -> None:
    assert sentence(EditSummary("speaker.rename", {"name": "Ilse"})) == "renaming the speaker “Ilse” to “…”"


def test_the_last_role_stands_inside() -> None:
    summary = EditSummary("turn.split", {}, ("redo", "undo"))
    assert sentence(summary) == "redo: undo: splitting a turn"


def test_a_language_gives_each_template() -> None:
    asked: list[str] = []

    def say(text: str) -> str:
        asked.append(text)
        return text.upper().replace("{N}", "{n}").replace("{EDIT}", "{edit}")

    assert sentence(EditSummary("files.import", {"n": 3}, ("undo",)), say) == "UNDO: IMPORTING 3 FILES"
    assert set(asked) <= set(templates())


def test_translators_get_every_template_but_the_free_one() -> None:
    found = templates()
    assert len(found) == sum(1 + bool(row.several) for row in SENTENCES.values()) - 1 + len(ROLES) - 1
    assert all(found)
