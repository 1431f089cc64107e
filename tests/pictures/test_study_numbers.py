"""The tables of the pictures of a study, against counts by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from annotator import pictures
from annotator.model import PreparedDialogue
from annotator.pictures import PICTURES, Asked, NothingToSee, gather
from annotator.pictures.tag_counts import shares_over_dialogues
from annotator.store import Project
from tests.pictures.building import ADA, BEN, new_study, tag_study, turn_of
from tests.store.building import source_of


def everything(project: Project) -> list[tuple[str, int, str, str, str, list[str]]]:
    """Dialogue, position, speaker, language, source, and labels of a facet by Ada: the slow way."""
    found = []
    sources = {one.id: one.name for one in project.sources.all()}
    for record in project.records.many(project.dialogues.ids()):
        for item in record.turns:
            turn = item.turn
            found.append(
                (
                    record.dialogue.key,
                    turn.position,
                    turn.speaker,
                    turn.language.primary if turn.language else "",
                    sources[record.dialogue.source_id],
                    [
                        tag.label.partition(".")[2]
                        for tag in turn.tags
                        if tag.facet == "stance" and tag.annotator == ADA.key
                    ],
                )
            )
    return found


@pytest.mark.parametrize(("by", "place"), [("speaker", 2), ("language", 3), ("source", 4)])
def test_labels_by_what_turns_are_grouped_by(tagged: Project, by: pictures.By, place: int) -> None:
    data = gather(tagged, "labels", Asked(by=by, annotators=(ADA.key,)))
    expected: Counter[tuple[object, str]] = Counter()
    for row in everything(tagged):
        expected.update((row[place], label) for label in row[5])
    assert {(row[0], row[1]): row[2] for row in data.rows if row[2]} == dict(expected)
    groups = Counter(group for group, _ in expected.elements())
    assert list(data.facts["groups"]) == [group for group, _ in groups.most_common()]
    for group in groups:
        assert sum(row[3] for row in data.rows if row[0] == group) == pytest.approx(1, abs=0.001)


def test_depth_is_in_tenths_of_the_dialogues_turns(tagged: Project) -> None:
    data = gather(tagged, "depth", Asked(annotators=(ADA.key,)))
    expected: Counter[tuple[str, str]] = Counter()
    for row in everything(tagged):
        tenth = row[1] * 10 // 24
        expected.update((f"{10 * tenth}–{10 * (tenth + 1)} %", label) for label in row[5])
    assert {(row[0], row[1]): row[2] for row in data.rows if row[2]} == dict(expected)
    for _, _, tags, share, low, high in data.rows:
        assert 0 <= low <= share <= high <= 1
        assert (tags == 0) == (share == 0)


def test_switching_divides_turns_of_one_language_and_of_several(tagged: Project) -> None:
    data = gather(tagged, "switching", Asked(annotators=(ADA.key,)))
    expected = Counter(
        ("several languages" if row[3] == "mixed" else "one language", label)
        for row in everything(tagged)
        for label in row[5]
    )
    assert {(row[0], row[1]): row[2] for row in data.rows if row[2]} == dict(expected)
    assert data.facts["one"] + data.facts["several"] == data.facts["n"] == 192


def test_the_interval_of_a_share_is_that_of_a_ratio_over_dialogues() -> None:
    # Three dialogues with 2 of 4, 1 of 2 and 0 of 2 tags: 3 of 8.
    dialogue = np.array([0, 0, 0, 0, 1, 1, 2, 2])
    label = np.array([1, 1, 0, 0, 1, 0, 0, 0])
    counts, share, half = shares_over_dialogues(np.zeros(8, dtype=int), label, dialogue, 1, 2)
    assert counts.tolist() == [[5, 3]]
    residuals = np.array([2 - 4 * 3 / 8, 1 - 2 * 3 / 8, 0 - 2 * 3 / 8])
    error = np.sqrt(3 / 2 * (residuals**2).sum()) / 8
    assert share[0, 1] == 3 / 8
    assert half[0, 1] == pytest.approx(4.302653 * error, rel=1e-5)  # Student's t, 2 degrees of freedom
    assert np.isnan(
        shares_over_dialogues(np.zeros(1, int), np.zeros(1, int), np.zeros(1, int), 1, 1)[2]
    ).all()


def test_which_labels_stand_on_the_same_turn(tmp_path: Path) -> None:
    made = source_of(
        "x.txt", (PreparedDialogue("x", tuple(turn_of("A", "I see.") for _ in range(4)), rule="brackets"),)
    )
    with new_study(tmp_path / "x.dap", [made]) as project:
        ids = project.turns.ids(project.dialogues.ids()[0])
        project.codebook.add_label("topic", "art", key="topic.art")
        project.tags.add(ids[:3], "topic.target")
        project.tags.add(ids[1:3], "topic.drift")
        project.tags.add(ids[2:], "topic.art")
        with Project.open(project.path, annotator=BEN, companion=True) as other:
            other.tags.add(ids[:1], "topic.art")  # another annotator's answer is no company
        data = gather(project, "cooccurrence")
    cells = {(row[0], row[1]): row[2] for row in data.rows}
    assert cells["the target", "the target"] == 3
    assert cells["the target", "drift"] == cells["drift", "the target"] == 2
    assert cells["the target", "art"] == cells["drift", "art"] == 1
    assert cells["art", "art"] == 3
    assert (data.facts["units"], data.facts["several"]) == (5, 2)


def test_transitions_join_turns_side_by_side_of_one_annotator(tmp_path: Path) -> None:
    made = []
    for name in ("x", "y"):
        turns = tuple(turn_of("A", f"{name} see.") for _ in range(4))
        made.append(source_of(f"{name}.txt", (PreparedDialogue(name, turns, rule="brackets"),)))
    with new_study(tmp_path / "x.dap", made) as project:
        one, two = (project.turns.ids(dialogue) for dialogue in project.dialogues.ids())
        project.tags.add([one[0], one[1], one[3], two[0]], "stance.favor")
        project.tags.add([two[1]], "stance.against")
        with Project.open(project.path, annotator=BEN, companion=True) as other:
            other.tags.add([one[2]], "stance.against")  # beside Ada's, but hers
        data = gather(project, "transitions")
        assert {(row[0], row[1]): (row[2], row[3]) for row in data.rows} == {
            ("favor", "favor"): (1, 0.5),
            ("favor", "against"): (1, 0.5),
            ("against", "favor"): (0, None),
            ("against", "against"): (0, None),
        }
        assert data.facts["pairs"] == 2
        only_ben = Asked(annotators=(BEN.key,))
        with pytest.raises(NothingToSee):
            gather(project, "transitions", only_ben)


def test_several_labels_on_neighbouring_turns_all_follow_each_other(tmp_path: Path) -> None:
    made = source_of(
        "x.txt", (PreparedDialogue("x", (turn_of("A", "I see."), turn_of("B", "Yes.")), rule="brackets"),)
    )
    with new_study(tmp_path / "x.dap", [made]) as project:
        one, two = project.turns.ids(project.dialogues.ids()[0])
        project.tags.add([one, two], "topic.target")
        project.tags.add([two], "topic.drift")
        data = gather(project, "transitions", Asked(facet="topic"))
    assert {(row[0], row[1]): row[2] for row in data.rows if row[2]} == {
        ("the target", "the target"): 1,
        ("the target", "drift"): 1,
    }
    assert data.facts["pairs"] == 1


def test_removed_dialogues_count_nowhere(tmp_path: Path) -> None:
    with new_study(tmp_path / "x.dap") as project:
        tag_study(project)
        before = gather(project, "labels").facts["n"]
        project.dialogues.remove(project.dialogues.ids()[:2])
        for name in ("labels", "depth", "switching", "transitions"):
            assert gather(project, name).facts["n"] == before * 6 // 8
        assert gather(project, "labels", Asked(by="source")).facts["kinds"] == 6
        assert gather(project, "mixing").facts["dialogues"] == 6


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES if picture.about == "study"])
def test_a_study_without_tags_or_words_says_why(tmp_path: Path, name: str) -> None:
    with new_study(tmp_path / "x.dap", []) as project, pytest.raises(NothingToSee) as caught:
        gather(project, name)
    assert caught.value.why
    assert caught.value.remedy
