"""Phrases of files of version 1 become codes with arguments, and say the same."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import get_args

import pytest

from annotator.core.edit_sentences import SENTENCES, sentence, templates
from annotator.model import EditCode, EditSummary
from annotator.store.edit_log import read_summary
from annotator.store.phrases_of_version_1 import convert_phrases, summary_of

PHRASES = {
    "tag 1 turn": EditSummary("turns.tag", {"n": 1}),
    "untag 12 turns": EditSummary("turns.untag", {"n": 12}),
    "remove the bookmark of 2 turns": EditSummary("turns.unbookmark", {"n": 2}),
    "keep 1 repair as received": EditSummary("repairs.keep", {"n": 1}),
    "change 1 repair": EditSummary("repairs.change", {"n": 1}),
    "change 4 tags": EditSummary("tags.change", {"n": 4}),
    "repair 3 turns again": EditSummary("turns.repair", {"n": 3}),
    "restore 1 dialogue": EditSummary("dialogues.restore", {"n": 1}),
    "tag a span": EditSummary("span.tag"),
    "change the key of a facet": EditSummary("facet.set_key"),
    "bring back a label": EditSummary("label.bring_back"),
    "save the view 2 turns": EditSummary("view.save", {"name": "2 turns"}),
    "rename the view a to b to c": EditSummary("view.rename", {"name": "a", "new": "b to c"}),
    "undo: tag 1 turn": EditSummary("turns.tag", {"n": 1}, ("undo",)),
    "redo: revert: remove the view x": EditSummary("view.remove", {"name": "x"}, ("redo", "revert")),
    "dance 3 turns": EditSummary("phrase", {"text": "dance 3 turns"}),
    "": EditSummary("phrase", {"text": ""}),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_a_code_with_arguments(phrase: str) -> None:
    assert summary_of(phrase) == PHRASES[phrase]


def test_a_log_is_converted_in_place() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE edit (id INTEGER PRIMARY KEY, code TEXT, arguments TEXT)")
        connection.executemany("INSERT INTO edit (code) VALUES (?)", [(phrase,) for phrase in PHRASES])
        convert_phrases(connection)
        rows = connection.execute("SELECT code, arguments FROM edit ORDER BY id").fetchall()
    for (code, arguments), wanted in zip(rows, PHRASES.values(), strict=True):
        role = wanted.roles[0] if wanted.roles else "do"
        assert read_summary(code, arguments, role) == wanted


def test_a_code_that_is_not_known_is_shown_as_it_is() -> None:
    read = read_summary("turns.dance", '{"n":2}', "undo")
    assert sentence(read) == "undo: turns.dance"


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(get_args(EditCode))


def test_sentences_are_filled_in_and_said_in_another_language() -> None:
    many = EditSummary("turns.tag", {"n": 12_000, "facet": "stance"})
    assert sentence(many) == "tagging 12,000 turns"
    assert sentence(EditSummary("turns.tag", {"n": 1})) == "tagging 1 turn"
    assert sentence(EditSummary("turns.tag", {"n": "some"})) == "tagging some turns", "as an odd file may say"
    assert sentence(EditSummary("span.tag")) == "tagging a span"
    assert sentence(EditSummary("view.rename", {"name": "{a}"}, ("undo",))) == (
        "undo: renaming the view “{a}” to “…”"
    )
    german = {"tagging {n} turns": "{n} Beiträge taggen", "undo: {edit}": "zurück: {edit}"}
    undone = EditSummary("turns.tag", {"n": 3}, ("undo",))
    assert sentence(undone, german.__getitem__) == "zurück: 3 Beiträge taggen"
    assert set(german) < set(templates())
