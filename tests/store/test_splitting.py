"""Turns split, joined, taken for none, and laid out anew: what each edit does, and what it refuses."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import Gap, PreparedDialogue, PreparedTurn, RepairStep, TurnFilter, TurnLanguage
from annotator.store import Project, import_sources
from annotator.store.dialogue_reading import NewTurn
from annotator.store.edit_log import RowChange
from annotator.store.plan_turns import plan_turns
from annotator.store.turn_stretch import TurnStretch
from tests.in_words import in_words
from tests.store.building import ADA, new_project, source_of
from tests.store.test_structure_machine import TURNS, picture

LONG = PreparedTurn(
    "A", "[A]: ", "xABCDy Bob: EFGH", "xabcdy Bob: efgh",
    steps=(
        RepairStep(1, 5, "ABCD", "abcd", "encoding", "test", 1.0, (("abcd", 1.0),)),
        RepairStep(12, 16, "EFGH", "efgh", "encoding", "test", 1.0),
    ),
)  # fmt: skip
DAMAGED = PreparedTurn(
    "B",
    "\n[B]: ",
    "??? ???",
    "??? ???",
    steps=(RepairStep(0, 7, "??? ???", "??? ???", "damage", "lost", 0.5),),
)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Project]:
    with new_project(
        tmp_path / "s.dap", [source_of("t.txt", (PreparedDialogue("t", TURNS, "\n", rule="brackets"),))]
    ) as made:
        yield made
        assert made.check(lambda data, encoding: data.decode(encoding)) == []


@pytest.fixture
def repaired(tmp_path: Path) -> Iterator[Project]:
    with new_project(
        tmp_path / "r.dap", [source_of("r.txt", (PreparedDialogue("r", (LONG, DAMAGED), rule="brackets"),))]
    ) as made:
        yield made
        assert made.check(lambda data, encoding: data.decode(encoding)) == []


def texts(project: Project) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in project.turns.page(project.turns.ids(1))]


def keys(project: Project) -> list[str]:
    return [turn.key.partition(":")[2] for turn in project.turns.page(project.turns.ids(1))]


def test_a_split_turn_keeps_its_key_and_gives_the_rest_one_of_its_own(talk: Project) -> None:
    look = talk.structure.look_at_split(1, 7)
    assert (look.texts, look.divided) == (("Hello", "there, you."), 0)
    changes = talk.structure.split(1, 7, speaker=" C ")
    assert in_words(changes) == "splitting a turn"
    assert changes.structure
    assert texts(talk)[:3] == [("A", "Hello"), ("C", "there, you."), ("B", "ét?")]
    assert keys(talk) == ["0", "0+7", "1", "2", "3", "4"]
    assert talk.structure.edited() == [1]
    assert talk.structure.turn_of_key(talk.turns.page([6])[0].key) == 6
    talk.structure.split(6, 7)
    assert keys(talk)[:3] == ["0", "0+7", "0+14"]
    talk.structure.join(1)
    assert texts(talk)[0] == ("A", "Hello  there,")
    first = talk.turns.page([1])[0].key
    assert talk.structure.turn_of_key(f"{first}+7") == 1, "whoever looks for the old key finds the turn"
    assert talk.structure.turn_of_key("gone:0") is None
    assert talk.structure.turn_of_key(f"{first[:-1]}99") is None
    assert talk.structure.turn_of_key("nothing") is None


@pytest.mark.parametrize("at", [0, 18])
def test_no_turn_is_left_empty(talk: Project, at: int) -> None:
    with pytest.raises(UserError, match="would be empty"):
        talk.structure.split(1, at)
    with pytest.raises(ValueError, match="no part of the text"):
        talk.structure.split(1, 19)
    with pytest.raises(KeyError):
        talk.structure.split(99, 1)


def test_a_marker_goes_before_the_new_turn(repaired: Project) -> None:
    repaired.structure.split(1, 7, speaker="Bob", marker=4)
    assert texts(repaired)[:2] == [("A", "xabcdy"), ("Bob", "efgh")]
    assert repaired.records.one(1).turns[1].lead == " Bob: "


def test_a_repair_across_the_place_is_divided(repaired: Project) -> None:
    before = picture(repaired)
    repaired.tags.add_span(1, 2, 4, "passage.joke")
    repaired.structure.split(1, 3)
    record = repaired.records.one(1)
    assert [(x.turn.received, x.turn.text) for x in record.turns[:2]] == [
        ("xABCD", "xab"),
        ("y Bob: EFGH", "cdy Bob: efgh"),
    ]
    spans = [x.turn.text[tag.start : tag.end] for x in record.turns for tag in x.turn.tags]
    assert spans == ["b", "c"], "and the tagged words keep their characters"
    repaired.history.undo()
    repaired.history.undo()
    assert picture(repaired) == before


def test_a_marker_within_a_repair_stays_before_the_new_turn(repaired: Project) -> None:
    repaired.structure.split(1, 2, marker=2)
    record = repaired.records.one(1)
    assert [x.turn.text for x in record.turns[:2]] == ["xa", "dy Bob: efgh"]
    assert [step.after for step in record.turns[1].lead_steps] == ["bc"]
    repaired.history.undo()
    assert repaired.records.one(1).turns[0].turn.text == LONG.text


def test_a_marker_at_the_end_of_a_repair_goes_before_the_new_turn(tmp_path: Path) -> None:
    step = RepairStep(1, 3, "@@", "é ", "encoding", "test", 1.0)
    source = source_of(
        "s.txt", (PreparedDialogue("s", (PreparedTurn("A", "", "x@@y", "xé y", steps=(step,)),)),)
    )
    with new_project(tmp_path / "s.dap", [source]) as project:
        project.structure.split(1, 2, marker=1)
        first, second = project.records.one(1).turns
        assert [(x.turn.received, x.turn.text) for x in (first, second)] == [("x@@", "xé"), ("y", "y")]
        assert [step.after for step in first.turn.steps] == ["é"]
        assert [step.after for step in second.lead_steps] == [" "]
        assert project.check(lambda data, encoding: data.decode(encoding)) == []


def test_damage_is_cut_where_it_is_split(repaired: Project) -> None:
    repaired.structure.split(2, 4)
    turns = repaired.records.one(1).turns[1:]
    assert [x.turn.text for x in turns] == ["??? ", "???"]
    assert [[(s.start, s.end) for s in x.turn.steps] for x in turns] == [[(0, 4)], [(0, 3)]]
    repaired.history.undo()
    assert repaired.records.one(1).turns[1].turn.steps == DAMAGED.steps


def test_words_that_were_typed_cannot_be_split_off(talk: Project) -> None:
    talk.repairs.correct(4, "(laughter) and more", 0, 10)
    with pytest.raises(UserError, match="all that was received would be in one"):
        talk.structure.split(4, 14)


def test_joining_puts_a_step_in_the_place_of_the_marker(talk: Project) -> None:
    before = picture(talk)
    assert talk.structure.look_at_join(1).texts == ("Hello  there, you.\nét?",)
    assert in_words(talk.structure.join(1)) == "joining two turns"
    (step,) = [step for step in talk.turns.page([1])[0].steps if step.kind == "person"]
    assert (step.before, step.after, step.reason, step.annotator) == ("\n[B]: ", "\n", "joined", ADA.key)
    assert keys(talk) == ["0", "2", "3", "4"]
    talk.structure.split(1, 18, marker=1)
    assert keys(talk) == ["0", "1", "2", "3", "4"], "a turn split at its old place has its old key again"
    talk.history.undo()
    talk.history.undo()
    assert picture(talk) == before
    with pytest.raises(UserError, match="the last one of its dialogue"):
        talk.structure.join(5)


def test_turns_without_a_marker_between_them_keep_what_stands_there(talk: Project) -> None:
    talk.structure.join(3)
    assert texts(talk)[2] == ("A", "xxöyy zöäz end\n(laughter)")
    assert talk.turns.page([3])[0].meta == {"start": 1.5, "end": 2.5}
    assert not [step for step in talk.turns.page([3])[0].steps if step.kind == "person"]


def test_times_of_a_split_turn(talk: Project) -> None:
    talk.structure.split(3, 6)
    assert [dict(turn.meta) for turn in talk.turns.page([3, 6])] == [{"start": 1.5}, {"end": 2.5}]
    talk.structure.join(3)
    assert talk.turns.page([3])[0].meta == {"start": 1.5, "end": 2.5}


def test_what_other_tiers_say_goes_with_joined_turns(tmp_path: Path) -> None:
    metas: list[dict[str, object]] = [
        {"start": 0.5, "end": 1.0, "tiers": {"gls": "so", "w": ["it", "is"]}},
        {"end": 2.0, "tiers": {"gls": ["we", "go"], "pos": "V"}},
        {}, {"tiers": {"gls": "x"}}, {"tiers": "odd"},
    ]  # fmt: skip
    turns = tuple(
        PreparedTurn("A", "\n" if n else "", f"text {n}", f"text {n}", meta=meta)
        for n, meta in enumerate(metas)
    )
    source = source_of("t.eaf", (PreparedDialogue("t", turns, rule=""),))
    with new_project(tmp_path / "s.dap", [source]) as talk:
        ids = talk.turns.ids(1)
        talk.structure.join(ids[0])
        assert talk.turns.page([ids[0]])[0].meta == {
            "start": 0.5, "end": 2.0, "tiers": {"gls": ["so", "we", "go"], "w": ["it", "is"], "pos": "V"},
        }  # fmt: skip
        talk.structure.join(ids[2])
        assert talk.turns.page([ids[2]])[0].meta == {"tiers": {"gls": "x"}}
        talk.structure.join(ids[2])
        assert talk.turns.page([ids[2]])[0].meta == {"tiers": {"gls": "x"}}


def test_tags_that_would_go_are_asked_about(talk: Project) -> None:
    talk.tags.add([1, 2], "stance.favor")
    talk.tags.add([1], "topic.art")
    talk.tags.add([2], "topic.music")
    talk.marks.set([1, 2], "flag", on=True)
    look = talk.structure.look_at_join(1)
    assert (look.lost, look.doubles) == (0, 1)
    talk.tags.add([2], "stance.against")
    assert talk.structure.look_at_join(1).lost == 1
    before = picture(talk)
    with pytest.raises(UserError, match="Tags would have no place any more"):
        talk.structure.join(1)
    talk.structure.join(1, drop=True)
    (turn,) = talk.turns.page([1])
    assert sorted(tag.label for tag in turn.tags) == ["stance.favor", "topic.art", "topic.music"]
    talk.history.undo()
    assert picture(talk) == before
    with pytest.raises(UserError, match="Tags would have no place"):
        talk.structure.set_aside(2)
    assert talk.structure.look_at_set_aside(2).lost == 2
    talk.structure.set_aside(2, drop=True)
    assert keys(talk) == ["0", "2", "3", "4"]
    assert "Ã©t?" in talk.records.one(1).turns[1].lead


def test_a_remark_becomes_a_turn_again(talk: Project) -> None:
    before = picture(talk)
    talk.structure.set_aside(4)
    talk.structure.set_aside(5)
    assert [(one.id, one.speaker) for one in talk.structure.remarks(1)] == [(4, ""), (5, "B")]
    assert talk.records.one(1).tail == "\n(laughter)\n[B]: ab cd\n"
    assert len(talk.records.one(1).remarks) == 2
    with pytest.raises(KeyError):
        talk.structure.restore(1)
    talk.structure.restore(5)
    talk.structure.restore(4)
    after = picture(talk)
    assert after[1:3] == before[1:3]
    for _ in range(4):
        talk.history.undo()
    assert picture(talk) == before


def test_marks_go_where_the_words_go(talk: Project) -> None:
    talk.marks.set([2], "flag", on=True)
    talk.structure.join(1, drop=True)
    assert list(talk.marks.turns("flag")) == [1]
    talk.history.undo()
    assert list(talk.marks.turns("flag")) == [2]


def test_remarks_beside_a_turn_have_their_words(talk: Project) -> None:
    assert talk.structure.remarks_at(3) == []
    talk.structure.set_aside(4)
    ((remark, words),) = talk.structure.remarks_at(5)
    assert (remark.id, words) == (4, "(laughter)")
    assert talk.structure.remarks_at(3) == []
    talk.structure.join(3)
    assert talk.structure.remarks_beside(1) == {}, "it stands within a turn by now"


def test_the_index_follows_what_is_split_and_joined(talk: Project) -> None:
    talk.index.update()
    assert [list(talk.search.find(TurnFilter(text=word))) for word in ("Hello", "there")] == [[1], [1]]
    talk.structure.split(1, 7)
    assert [list(talk.search.find(TurnFilter(text=word))) for word in ("Hello", "there")] == [[1], [6]]
    talk.structure.join(1)
    assert [list(talk.search.find(TurnFilter(text=word))) for word in ("Hello", "there")] == [[1], [1]]


def test_the_index_follows_a_turn_that_goes_and_comes_back(talk: Project) -> None:
    talk.index.update()
    wanted = TurnFilter(text="laughter")
    assert list(talk.search.find(wanted)) == [4]
    talk.structure.join(3)
    assert list(talk.search.find(wanted)) == [3]
    talk.history.undo()
    assert list(talk.search.find(wanted)) == [4]


def test_languages_are_found_anew_in_what_was_split(talk: Project) -> None:
    found = TurnLanguage("en", "en", None, (("en", 2),))
    talk.finder = lambda _: ((), found)
    talk.structure.split(1, 7)
    assert [turn.language for turn in talk.turns.page([1, 6])] == [found, found]


def test_what_a_finder_sees_no_language_in_has_none(talk: Project) -> None:
    talk.finder = lambda text: ((Gap(0, len(text), "double space"),), None)
    talk.structure.split(1, 7)
    first, second = talk.turns.page([1, 6])
    assert (first.language, second.language) == (None, None)
    assert first.gaps == (Gap(0, len(first.text), "double space"),)
    assert second.gaps == (Gap(0, len(second.text), "double space"),)


def test_the_only_turn_stays(tmp_path: Path) -> None:
    only = PreparedDialogue("one", (PreparedTurn("A", "A: ", "hi", "hi"),))
    with (
        new_project(tmp_path / "o.dap", [source_of("o.txt", (only,))]) as project,
        pytest.raises(UserError, match="A dialogue needs a turn"),
    ):
        project.structure.set_aside(1)


def test_another_reading_of_the_file(talk: Project) -> None:
    talk.tags.add([1], "topic.art")
    talk.tags.add_span(3, 0, 5, "passage.joke")
    before = picture(talk)
    received = talk.structure.text_to_read(1)
    cut = received.index("there")
    again = [
        NewTurn(5, cut, "A", {}), NewTurn(cut, received.index("\n[A]"), "", {}),
        NewTurn(received.index("xx"), len(received), "Z", {"x": 1}),
    ]  # fmt: skip
    assert talk.structure.look_at_reading(1, again).lost == 0
    changes = talk.structure.read_again(1, again, "other")
    assert in_words(changes) == "splitting a dialogue into turns again"
    assert [turn.speaker for turn in talk.turns.page(talk.turns.ids(1))] == ["A", "", "Z"]
    assert [[tag.label for tag in turn.tags] for turn in talk.turns.page(talk.turns.ids(1))] == [
        ["topic.art"], [], ["passage.joke"]
    ]  # fmt: skip
    assert talk.dialogues.page([1])[0].rule == "other"
    talk.history.undo()
    assert picture(talk) == before
    with pytest.raises(UserError, match="finds none"):
        talk.structure.read_again(1, [], "other")
    with pytest.raises(ValueError, match="in order"):
        talk.structure.read_again(
            1, [NewTurn(5, cut, "A", {}), NewTurn(cut - 1, len(received), "B", {})], "x"
        )
    with pytest.raises(KeyError):
        talk.structure.read_again(9, again, "x")


def test_a_reading_takes_remarks_in(talk: Project) -> None:
    talk.structure.set_aside(4)
    whole = NewTurn(5, len(talk.structure.text_to_read(1)), "A", {})
    assert talk.structure.look_at_reading(1, [whole]).remarks == 1
    talk.structure.read_again(1, [whole], "all")
    assert talk.structure.remarks(1) == []
    talk.history.undo()
    (remark,) = talk.structure.remarks(1)
    talk.structure.split(3, 6)
    talk.structure.restore(remark.id)
    assert texts(talk)[4] == ("", "(laughter)")


def test_only_what_the_edit_left_is_taken_back(talk: Project) -> None:
    edit = talk.structure.split(1, 7).edit
    assert edit is not None
    talk.speakers.change([6], "Zoe")
    talk.repairs.correct(6, "they", 0, 5)
    talk.history.revert(edit)
    assert texts(talk)[0] == ("A", "Hello  they, you."), "later corrections go along"
    edit = talk.structure.split(1, 7).edit
    assert edit is not None
    talk.structure.split(7, 6)
    skipped = talk.history.revert(edit).skipped
    assert skipped > 0
    assert [text for _, text in texts(talk)][:3] == ["Hello", "they,", "you."], "the turns are others by now"


def test_old_edits_about_turns_that_are_gone_are_left_alone(talk: Project) -> None:
    removed = talk.tags.add_span(2, 0, 2, "passage.joke")
    (tag,) = talk.turns.page([2])[0].tags
    taken = talk.tags.remove([tag.key]).edit
    marked = talk.marks.set([2], "flag", on=True)
    unmarked = talk.marks.set([2], "flag", on=False).edit
    correction = talk.repairs.correct(2, "x", 0, 1).edit
    talk.structure.join(1)
    assert removed.edit
    assert marked.edit
    assert taken is not None
    assert unmarked is not None
    assert correction is not None
    for edit in (taken, unmarked):
        assert talk.history.revert(edit).skipped == 1
    assert talk.history.revert(correction).skipped >= 0
    talk.structure.split(1, 3)
    span = talk.tags.add_span(1, 0, 2, "passage.joke").edit
    assert span is not None


def test_a_project_open_for_reading_is_left_alone(talk: Project) -> None:
    with Project.open(talk.path, read_only=True) as reader:
        with pytest.raises(UserError, match="read-only"):
            reader.structure.split(1, 7)
        assert reader.structure.look_at_split(1, 7).texts == ("Hello", "there, you.")


def test_splitting_while_files_come_in(talk: Project) -> None:
    other = replace(
        LONG, received="other", text="other", steps=(RepairStep(0, 1, "o", "o", "damage", "x", 0.5),)
    )
    with talk.sources.importer() as importer:
        importer.add(source_of("one.txt", (PreparedDialogue("one", (other, other)),)))
        talk.structure.split(1, 7)
        importer.add(source_of("two.txt", (PreparedDialogue("two", (other,) * 3),)))
        importer.finish()
    assert len(talk.dialogues.ids()) == 3
    assert [turn.steps[0].kind for turn in talk.turns.page(talk.turns.ids(3))] == ["damage"] * 3
    assert talk.index.update()


def test_places_that_no_turn_begins_at(talk: Project) -> None:
    dialogue = talk.dialogues.page([1])[0].key
    assert talk.structure.turn_of_key(f"{dialogue}:0-3") is None, "before the first turn"
    talk.structure.split(1, 7)
    assert talk.structure.turn_of_key(f"{dialogue}:0+19") is None, "between two turns"


def test_a_remark_between_two_turns_that_are_joined(talk: Project) -> None:
    talk.structure.set_aside(4)
    talk.structure.join(3)
    with pytest.raises(UserError, match="part of a turn by now"):
        talk.structure.restore(4)


def test_turns_without_text_and_line_breaks_at_the_end(tmp_path: Path) -> None:
    turns = (
        PreparedTurn("A", "A: ", "one\n", "one\n"),
        PreparedTurn("B", "B: ", "two", "two"),
        PreparedTurn("B", " B: ", "", ""),
    )
    with new_project(tmp_path / "o.dap", [source_of("o.txt", (PreparedDialogue("o", turns),))]) as project:
        project.tags.add([3], "topic.art")
        project.structure.join(1)
        assert [turn.text for turn in project.turns.page(project.turns.ids(1))] == ["one\ntwo", ""]
        project.structure.join(1)
        (turn,) = project.turns.page(project.turns.ids(1))
        assert (turn.text, [tag.label for tag in turn.tags]) == ("one\ntwo ", ["topic.art"])
        project.history.undo()
        project.history.undo()
        assert project.check() == []


def test_an_empty_gap_keeps_its_place(tmp_path: Path) -> None:
    turn = PreparedTurn("A", "A: ", "one two", "one two", gaps=(Gap(4, 4, "double space"),))
    end = PreparedTurn("A", "\nA: ", "three", "three", gaps=(Gap(5, 5, "double space"),))
    with new_project(
        tmp_path / "o.dap", [source_of("o.txt", (PreparedDialogue("o", (turn, end)),))]
    ) as project:
        project.structure.split(1, 3)
        found = project.turns.page(project.turns.ids(1))
        assert [[(gap.start, gap.end) for gap in each.gaps] for each in found] == [[], [(0, 0)], [(5, 5)]]
        project.structure.join(3)
        assert [gap.start for gap in project.turns.page([3])[0].gaps] == [0, 9]


def test_a_reading_leaves_the_remarks_that_lie_in_none_of_its_turns(talk: Project) -> None:
    talk.structure.set_aside(4)
    received = talk.structure.text_to_read(1)
    (remark,) = talk.structure.remarks(1)
    at = received.index("(laughter)")
    first, laughter = NewTurn(5, at, "A", {}), NewTurn(at, at + len("(laughter)"), "B", {})
    talk.structure.read_again(1, [first], "first", drop=True)
    assert talk.structure.remarks(1) == [remark]
    assert 5 < remark.start < remark.end <= len(received)
    talk.structure.read_again(1, [first, laughter], "what is no turn stays none", drop=True)
    assert talk.structure.remarks(1) == [remark]
    assert talk.turns.ids(1) == array("q", [1])
    talk.structure.read_again(1, [laughter], "a dialogue has a turn", drop=True)
    assert talk.structure.remarks(1) == []


def test_the_same_reading_again_logs_the_rule_alone(talk: Project) -> None:
    standing, at = [], 0
    for one in talk.records.one(1).turns:  # nothing is repaired in what leads up to them
        start = at + len(one.lead)
        at = start + len(one.turn.text)
        standing.append(NewTurn(start, at, one.turn.speaker, dict(one.turn.meta)))
    assert not talk.structure.look_at_reading(1, standing).changes
    edit = talk.structure.read_again(1, standing, "the same").edit
    assert edit is not None
    assert [(one.kind, one.field, one.new) for one in talk.history.changes(edit)] == [
        ("dialogue", "rule", "the same")
    ]


def test_taking_back_where_somebody_corrected_across_the_border(talk: Project) -> None:
    joined = talk.structure.join(1).edit
    assert joined is not None
    talk.repairs.correct(1, "you and", 14, 20)
    assert talk.history.revert(joined).skipped > 0, "a correction lies across the border"
    assert keys(talk) == ["0", "2", "3", "4"]


def test_taking_back_where_other_turns_are_by_now(talk: Project) -> None:
    taken_out = talk.structure.set_aside(4).edit
    assert taken_out is not None
    received = talk.structure.text_to_read(1)
    talk.structure.read_again(1, [NewTurn(5, len(received), "A", {})], "all")
    assert talk.history.revert(taken_out).skipped > 0
    assert len(keys(talk)) == 1


def test_taking_back_a_split_through_a_repair_that_was_decided_since(repaired: Project) -> None:
    edit = repaired.structure.split(1, 3).edit
    assert edit is not None
    (half,) = [doubt.id for doubt in repaired.doubts.page(2.0, 99, which="all") if doubt.turn == 1]
    repaired.repairs.replace([half], "AB")
    repaired.history.revert(edit)
    assert texts(repaired)[0] == ("A", "xABcdy Bob: efgh"), "both halves go on, one as it was decided"


def test_a_step_comes_back_only_where_no_other_is_about_its_characters(repaired: Project) -> None:
    stretch = TurnStretch(repaired._db, 1, 0, 1)
    standing = stretch.steps[0]
    coming = RowChange("step", "999", "", None, standing.row, standing.row.turn, 1)
    assert plan_turns(stretch, stretch.pieces, added=[coming]).added == []
    assert plan_turns(
        stretch,
        stretch.pieces,
        gone=[RowChange("step", str(standing.key), "", standing.row, None, 1, 1)],
        added=[coming],
    ).added == [coming]


def test_offers_come_back_with_their_turn(talk: Project) -> None:
    talk.suggestions.record_offer(4, "topic", [("topic.art", 0.5)])
    talk.structure.set_aside(4)
    (offer,) = talk.suggestions.offers()
    assert offer.turn_id != 4
    talk.history.undo()
    assert talk.suggestions.offers()[0].turn_id == 4
    talk.history.redo()
    assert talk.suggestions.offers() == [offer]


def test_splitting_between_two_batches_of_an_import(talk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_sources, "_BATCH_ROWS", 0)
    with talk.sources.importer() as importer:
        importer.add(source_of("one.txt", (PreparedDialogue("one", (DAMAGED, DAMAGED)),)))
        talk.structure.split(1, 7)
        importer.finish()
    assert len(talk.dialogues.ids()) == 2


def test_a_reading_divides_repairs_as_an_import_does(repaired: Project) -> None:
    before = picture(repaired)
    text = repaired.structure.text_to_read(1)
    assert text == "[A]: xabcdy Bob: efgh\n[B]: ??? ???"
    borders = [5, 8, 8, 9, 14, 18, 19, text.index("? ?"), text.index("? ?") + 1, len(text)]
    turns = [NewTurn(start, end, "X", {}) for start, end in zip(borders[::2], borders[1::2], strict=True)]
    look = repaired.structure.look_at_reading(1, turns)
    assert [turn.text for turn in look.turns] == ["xab", "c", "b: e", "gh\n[B]: ??", " ???"]
    repaired.structure.read_again(1, turns, "odd")
    assert [text for _, text in texts(repaired)] == [turn.text for turn in look.turns]
    pieces = [(each.lead, each.turn.received) for each in repaired.records.one(1).turns]
    assert pieces[0] == ("[A]: ", "xABCD"), "the first part has all that was received"
    assert pieces[1] == ("", "")
    repaired.history.undo()
    assert picture(repaired) == before
    repaired.history.redo()
    assert [text for _, text in texts(repaired)] == [turn.text for turn in look.turns]


def test_spans_stay_on_the_words_of_divided_repairs(repaired: Project) -> None:
    repaired.tags.add_span(1, 1, 5, "passage.joke")
    repaired.tags.add_span(2, 0, 3, "passage.joke")
    before = picture(repaired)
    text = repaired.structure.text_to_read(1)
    turns = [NewTurn(5, 8, "A", {}), NewTurn(8, 21, "A", {}), NewTurn(len(text) - 6, len(text), "B", {})]
    assert repaired.structure.look_at_reading(1, turns).divided == 1
    repaired.structure.read_again(1, turns, "odd")
    spans = [
        [turn.text[tag.start : tag.end] for tag in turn.tags]
        for turn in repaired.turns.page(repaired.turns.ids(1))
    ]
    assert spans == [["ab"], ["cd"], ["??"]]
    repaired.history.undo()
    assert picture(repaired) == before


def test_a_reading_sees_the_markers_between_joined_turns(tmp_path: Path) -> None:
    marked = PreparedTurn(
        "王", "\nÃ©: ", "yes", "yes", lead_steps=(RepairStep(1, 3, "Ã©", "é", "encoding", "test", 1.0),)
    )
    first = PreparedTurn("A", "A: ", "no", "no")
    source = source_of("m.txt", (PreparedDialogue("m", (first, marked), rule="names"),))
    with new_project(tmp_path / "m.dap", [source]) as project:
        project.structure.join(1)
        assert texts(project) == [("A", "no\nyes")]
        before = picture(project)
        text = project.structure.text_to_read(1)
        assert text == "A: no\né: yes"
        turns = [NewTurn(3, 5, "A", {}), NewTurn(9, 12, "é", {})]
        project.structure.read_again(1, turns, "names")
        assert texts(project) == [("A", "no"), ("é", "yes")]
        assert keys(project) == ["0", "1"]
        assert project.check(lambda data, encoding: data.decode(encoding)) == []
        project.history.undo()
        assert picture(project) == before
        assert project.check(lambda data, encoding: data.decode(encoding)) == []


def test_readings_that_repairs_forbid(talk: Project, repaired: Project) -> None:
    text = repaired.structure.text_to_read(1)
    turns = [NewTurn(5, 7, "A", {}), NewTurn(7, 8, "B", {}), NewTurn(8, len(text), "A", {})]
    with pytest.raises(UserError, match="repaired lies across"):
        repaired.structure.read_again(1, turns, "two turns would begin at the same received character")
    talk.repairs.correct(1, "X", 5, 5)
    text = talk.structure.text_to_read(1)
    at = text.index("X")
    turns = [NewTurn(5, at, "A", {}), NewTurn(at, len(text), "B", {})]
    talk.structure.read_again(1, turns, "what was typed in lies on one side")
    assert [turn for _, turn in texts(talk)] == [text[5:at], text[at:]]
    talk.structure.read_again(
        1, [NewTurn(5, at + 1, "A", {}), NewTurn(at + 1, len(text), "B", {})], "or the other"
    )
    assert [turn for _, turn in texts(talk)] == [text[5 : at + 1], text[at + 1 :]]


# --- links in notes, remarks in the list ------------------------------------------------------


def _note(talk: Project, turn: int, words: str) -> str:
    talk.tags.add([turn], "topic.art")
    (key,) = [tag.key for tag in talk.turns.page([turn])[0].tags if tag.label == "topic.art"]
    talk.tags.change([key], note=words)
    return key


def _words(talk: Project, key: str) -> str:
    turns = talk.turns.page(talk.turns.ids(1))
    return next(tag.note for turn in turns for tag in turn.tags if tag.key == key)


def test_numbers_in_notes_follow_their_turns(talk: Project) -> None:
    key = _note(talk, 1, "as in #1, #3, #5 and #99")
    before = picture(talk)
    talk.structure.split(1, 5)
    assert _words(talk, key) == "as in #1, #4, #6 and #99"
    talk.history.undo()
    assert picture(talk) == before
    assert _words(talk, key) == "as in #1, #3, #5 and #99"
    talk.structure.join(2)
    assert _words(talk, key) == "as in #1, #2, #4 and #99"
    talk.structure.set_aside(5)
    assert _words(talk, key) == "as in #1, #2, #3 and #99"


def test_a_note_that_was_rewritten_since_is_left_alone(talk: Project) -> None:
    key = _note(talk, 1, "as in #3")
    edit = talk.structure.join(1).edit
    assert edit is not None
    talk.tags.change([key], note="as above")
    assert talk.history.revert(edit).skipped == 1
    assert _words(talk, key) == "as above"


def test_a_number_that_stays_leaves_its_note_alone(talk: Project) -> None:
    key = _note(talk, 1, "only #1")
    changes = talk.structure.split(1, 5)
    assert _words(talk, key) == "only #1"
    assert changes.edit is not None
    talk.structure.join(1)
    assert _words(talk, key) == "only #1"


def test_a_text_with_a_number_sign_is_no_link(talk: Project) -> None:
    key = _note(talk, 1, "no number: # 4")
    talk.structure.split(1, 5)
    assert _words(talk, key) == "no number: # 4"


def test_which_turns_remarks_stand_beside(talk: Project) -> None:
    assert talk.structure.remarks_beside(1) == {}
    talk.structure.set_aside(2)
    (words,) = talk.structure.remarks_beside(1)[3][0]
    assert words
    talk.structure.set_aside(4)
    talk.structure.set_aside(5)
    found = talk.structure.remarks_beside(1)
    assert found[3][0] == [words]
    assert [one.strip() for one in found[3][1]] == ["(laughter)", "ab cd"]
    whole = NewTurn(5, len(talk.structure.text_to_read(1)), "A", {})
    talk.structure.read_again(1, [whole], "all")
    assert talk.structure.remarks_beside(1) == {}
