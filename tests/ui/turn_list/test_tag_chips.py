from __future__ import annotations

import itertools
from dataclasses import replace

from annotator.codebooks import default
from annotator.model import Target
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import Labels, TagChip, place
from tests.ui.turn_list.conftest import machine_label, make_tag, make_turn

LABELS = Labels(default(), machine_label)


def test_chips_stand_in_the_order_of_the_codebook() -> None:
    tags = (
        make_tag(1, "note", "", value="look\nhere"),
        make_tag(1, "language", "language.zh"),
        make_tag(1, "topic", "topic.drift"),
        make_tag(1, "topic", "topic.target"),
        make_tag(1, "stance", "stance.favor", intensity=3, uncertain=True),
    )
    chips = LABELS.chips(make_turn(1, "text", tags=tags))
    assert [(chip.facet, chip.text) for chip in chips] == [
        ("Stance", "favor"), ("Topic", "the target"), ("Topic", "drift"), ("Language", "zh"),
        ("Note", "look here"),
    ]  # fmt: skip
    assert chips[0].spoken == "Stance favor strong uncertain"
    assert chips[0].colour == "#0072b2"
    assert not chips[0].machine


def test_the_machines_finding_stands_until_a_person_has_spoken() -> None:
    found = make_turn(1, "文字", language="zh")
    (chip,) = LABELS.chips(found)
    assert (chip.facet, chip.text, chip.machine) == ("Language", "zh", True)
    assert chip.spoken == "Language zh detected"
    said = replace(found, tags=(make_tag(1, "language", "language.en"),))
    assert [(chip.text, chip.machine) for chip in LABELS.chips(said)] == [("en", False)]
    assert LABELS.chips(make_turn(1, "text")) == ()
    assert Labels(default()).chips(found) == ()


def test_a_suggested_tag_is_the_machines() -> None:
    turn = make_turn(1, "x", tags=(make_tag(1, "stance", "stance.none", origin="suggested"),))
    assert LABELS.chips(turn)[0].machine


def test_labels_the_codebook_does_not_know_are_shown_by_their_key() -> None:
    turn = make_turn(1, "x", tags=(make_tag(1, "gone", "gone.label"), make_tag(1, "stance", "stance.x")))
    assert [(chip.facet, chip.text) for chip in LABELS.chips(turn)] == [
        ("Stance", "stance.x"), ("gone", "gone.label"),
    ]  # fmt: skip
    assert LABELS.look(turn.tags[0]).colour == ""
    assert LABELS.look(make_tag(1, "stance", "stance.favor")).colour == "#0072b2"


def test_span_tags_quote_their_words() -> None:
    tags = (
        make_tag(1, "topic", "topic.drift", start=0, end=4),
        make_tag(1, "topic", "topic.drift", start=0, end=40),
    )
    chips = LABELS.chips(make_turn(1, "some words and many more words after them", tags=tags))
    assert chips[0].text == "drift “some”"
    assert chips[1].text == "drift “some words and many more…”"


def test_targets_are_named_only_where_there_are_several() -> None:
    labels = Labels(default())
    turn = make_turn(1, "x", tags=(make_tag(1, "stance", "stance.favor", target="t2"),))
    one, two = Target("t1", "entity", "tea"), Target("t2", "entity", "coffee")
    labels.set_targets([two])
    assert labels.chips(turn)[0].text == "favor"
    labels.set_targets([one, two])
    assert labels.chips(turn)[0].text == "favor → coffee"


def test_tips_hold_definition_and_note() -> None:
    turn = make_turn(1, "x", tags=(make_tag(1, "stance", "stance.none", note="off topic"),))
    assert LABELS.chips(turn)[0].tip.splitlines()[-1] == "off topic"
    assert len(LABELS.chips(turn)[0].tip.splitlines()) == 2


def test_chips_flow_within_the_width(style: RowStyle) -> None:
    chips = [TagChip("Topic", f"label {number}") for number in range(9)]
    placed, height = place(chips, 260, style)
    assert height > 2 * style.chip_height
    assert all(chip.rect.right() <= 260 for chip in placed)
    for one, other in itertools.pairwise(placed):
        assert other.rect.left() > one.rect.right() or other.rect.top() > one.rect.bottom()
    (long,), _ = place([TagChip("Note", "very " * 99)], 260, style)
    assert long.rect.width() == 260
    assert place([], 260, style) == ([], 0.0)


def test_everything_a_chip_says_takes_room(style: RowStyle) -> None:
    def width(chip: TagChip) -> float:
        return place([chip], 900, style)[0][0].rect.width()

    bare = TagChip("", "favor")
    assert width(replace(bare, facet="Stance")) > width(bare)
    assert width(replace(bare, intensity=1)) > width(bare)
    assert width(replace(bare, uncertain=True)) > width(bare)
    assert width(replace(bare, machine=True)) > width(bare)
