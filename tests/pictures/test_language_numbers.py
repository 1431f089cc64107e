"""Code-switching of a study: against the measures of the whole text, and by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from annotator.errors import Cancelled
from annotator.language import LanguageOptions, switching_report
from annotator.model import PreparedDialogue
from annotator.pictures import Asked, NothingToSee, gather, language_numbers
from annotator.pictures.language_numbers import LanguageStretch, stretches_of
from annotator.store import Project
from tests.pictures.building import new_study, sources, turn_of
from tests.store.building import source_of


def dialogue(*texts: str, speakers: str = "AB") -> PreparedDialogue:
    turns = tuple(turn_of(speakers[at % len(speakers)], text) for at, text in enumerate(texts))
    return PreparedDialogue("x", turns, rule="brackets")


def test_stretches_of_a_text() -> None:
    found = stretches_of("这个 picture, AI 2 times.", LanguageOptions())
    assert [one[:2] for one in found] == [("zh", found[0].length), ("en", 2)]
    text = "这个 picture"
    assert stretches_of(text, LanguageOptions())[-1] == LanguageStretch("en", 1, 3, len(text))


def test_the_indexes_are_those_of_the_report_on_the_whole_text(tagged: Project) -> None:
    data = gather(tagged, "mixing")
    texts = [
        (record.dialogue.key, item.turn.speaker, item.turn.text)
        for record in tagged.records.many(tagged.dialogues.ids())
        for item in record.turns
    ]
    for speaker in "AB":
        expected = switching_report.report([row for row in texts if row[1] == speaker]).project
        row = next(row for row in data.rows if row[0] == speaker)
        assert row[1] == sum(count for _, count in expected.words)
        assert row[4] == pytest.approx(expected.m_index.value, abs=1e-4)
        assert row[7] == pytest.approx(expected.i_index.value, abs=1e-4)
        assert row[5] <= row[4] <= row[6]
        assert row[8] <= row[7] <= row[9]
    found = switching_report.report(texts).project
    spans = gather(tagged, "spans")
    assert spans.facts["burstiness"] == f"{found.burstiness.value:.2f}"
    assert spans.facts["memory"] == f"{found.memory.value:.2f}"
    switches = gather(tagged, "switches")
    assert switches.facts["totals"]["between turns"] == found.boundary_switches
    inside = switches.facts["switches"] - found.boundary_switches
    assert (
        inside
        == found.switch_points
        == spans.facts["spans"]
        - sum(
            1
            for dialogue in switching_report.report(texts).dialogues
            for turn in dialogue.turns
            if turn.words
        )
    )


def test_the_jackknife_by_hand() -> None:
    values = np.array([0.2, 0.4, 0.9])
    whole, low, high = language_numbers._interval(lambda kept: float(values[kept].mean()), 3)
    error = values.std(ddof=1) / np.sqrt(3)  # of a mean, the jackknife's error is the usual one
    assert whole == 0.5
    assert low == max(0.0, 0.5 - 4.302653 * error) == 0.0
    assert high == min(1.0, 0.5 + 4.302653 * error) == 1.0
    whole, low, high = language_numbers._interval(lambda kept: float((values[kept] / 100).mean()) + 0.5, 3)
    assert high == pytest.approx(0.505 + 4.302653 * error / 100, abs=1e-4)
    assert language_numbers._interval(lambda _: 0.5, 1) == (0.5, None, None)
    assert language_numbers._interval(lambda kept: 0.5 if kept.all() else np.nan, 3) == (0.5, None, None)
    assert language_numbers._interval(lambda _: np.nan, 3)[0] is None


def test_where_languages_are_switched(tmp_path: Path) -> None:
    made = source_of(
        "x.txt",
        (
            dialogue(
                "我们都很喜欢这个 picture 因为颜色很好看。",  # into one word and out of it, inside a sentence
                "They like it a lot. 我们也很喜欢它。",  # between turns; then between sentences
                "他们都不喜欢它。",  # no switch: the turn before ended in Chinese
            ),
        ),
    )
    with new_study(tmp_path / "x.dap", [made]) as project:
        data = gather(project, "switches")
    assert {row[:4]: row[4] for row in data.rows} == {
        ("inside a sentence", "single word", "zh", "en"): 1,
        ("inside a sentence", "single word", "en", "zh"): 1,
        ("between sentences", "stretch", "en", "zh"): 1,
        ("between turns", "stretch", "zh", "en"): 1,
    }
    assert (data.facts["single"], data.facts["switches"]) == (2, 4)


def test_lengths_of_spans(tmp_path: Path) -> None:
    made = source_of("x.txt", (dialogue("I like it.", "They do.", "ok 好"),))
    with new_study(tmp_path / "x.dap", [made]) as project:
        data = gather(project, "spans")
    assert data.rows == (("en", 1, 1), ("en", 2, 1), ("en", 3, 1), ("zh", 1, 1))
    assert data.facts["means"] == {"en": 2.0, "zh": 1.0}


def test_a_large_study_is_sampled_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_study(tmp_path / "x.dap", sources(10, 10)) as project:
        assert not gather(project, "spans").notes
        monkeypatch.setattr(language_numbers, "TURNS_READ", 40)
        first, again = gather(project, "spans"), gather(project, "spans")
        assert first.rows == again.rows
        assert first.facts["dialogues"] == 4
        assert [note.said(str) for note in first.notes] == ["A random sample of 4 of 10 dialogues (seed 1)."]
        assert gather(project, "spans", Asked(seed=5)).rows != first.rows
        monkeypatch.setattr(language_numbers, "TEXTS_READ", 1)
        assert gather(project, "spans").facts["dialogues"] == 1  # one at least
        with pytest.raises(Cancelled):
            gather(project, "spans", Asked(stop=lambda: True))


def test_studies_of_one_language(tmp_path: Path) -> None:
    made = source_of("x.txt", (dialogue("I like it.", "So do I."),))
    with new_study(tmp_path / "x.dap", [made]) as project:
        with pytest.raises(NothingToSee, match="nobody switches"):
            gather(project, "switches")
        row = gather(project, "mixing").rows[0]
        assert (row[4], row[7]) == (0.0, 0.0)
    made = source_of("y.txt", (dialogue("好", speakers="A"),))
    with new_study(tmp_path / "y.dap", [made]) as project, pytest.raises(NothingToSee, match="two words"):
        gather(project, "mixing")
