"""Parts of dialogues, texts that change under their tags, names that go, records that are bad."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.plain_records import PlainDialogue
from annotator.errors import UserError
from annotator.exporters import export_scope, tag_files, wordlist
from annotator.exporters.anonymity import Anonymity, strings
from annotator.exporters.bad_records import Trouble, Vetting
from annotator.exporters.loss_report import Losses
from annotator.exporters.pseudonyms import Pseudonyms
from annotator.exporters.shifted_offsets import Moved, ShiftedPiece
from annotator.exporters.wordlist import WordList
from annotator.model import DialogueRecord, Gap, Mark, RepairStep, Tag, Turn, TurnRecord
from tests.exporters.projects import ANNA, AT, BOT, CODEBOOK, VIEWS, repaired, sample, tag

# --- offsets ----------------------------------------------------------------------------------


@given(repaired())
def test_places_outside_repairs_are_where_they_were(made: tuple[str, str, tuple[RepairStep, ...]]) -> None:
    received, text, steps = made
    moved = export_scope.repairs_undone(steps)
    assert (moved.start(0), moved.end(len(text))) == (0, len(received)) or steps
    grown = at = 0
    for step in (*steps, RepairStep(len(received), len(received), "", "", "damage", "", 1.0)):
        for place in range(at + 1, step.start):  # strictly between two steps
            assert moved.start(place + grown) == moved.end(place + grown) == place
        grown += len(step.after) - len(step.before)
        at = step.end


def test_places_in_what_was_replaced_are_its_edges() -> None:
    moved = Moved((ShiftedPiece(2, 4, 2, 7),))
    assert [moved.start(x) for x in range(7)] == [0, 1, 2, 2, 7, 8, 9]
    assert [moved.end(x) for x in range(7)] == [0, 1, 2, 7, 7, 8, 9]


# --- parts ------------------------------------------------------------------------------------


def test_turns_keep_their_places() -> None:
    record = sample().records[0]
    part = export_scope.with_turns(record, {2})
    assert [x.turn.position for x in part.turns] == [1]
    assert export_scope.with_turns(record, {1, 2, 3}) is record


def test_tags_and_marks_of_some() -> None:
    record = sample().records[0]
    part = export_scope.with_tags(record, {BOT.key}, suggestions=True)
    assert [x.annotator for item in part.turns for x in item.turn.tags] == [BOT.key]
    assert part.turns[2].marks == (Mark("flag", BOT.key, AT),)
    assert part.tags == ()
    assert not export_scope.with_tags(record, {BOT.key}, suggestions=False).turns[1].turn.tags


def test_a_span_that_was_put_in_by_a_repair_has_no_place_before_it() -> None:
    step = RepairStep(1, 1, "", "bc", "lost", "", 1.0)
    spans = (tag(1, "phrase", start=1, end=3), tag(2, "phrase", start=0, end=3), tag(3, "topic"))
    gaps = (Gap(3, 4, "double space"),)
    turn = Turn(1, "k:0", 1, 0, "A", "abcd", "ad", (step,), gaps, tags=spans)
    record = replace(sample().records[1], turns=(TurnRecord(turn),))
    (item,) = export_scope.as_received(record).turns
    assert item.turn.text == "ad"
    assert item.turn.gaps == (Gap(1, 2, "double space"),)
    assert [(x.facet, x.start, x.end) for x in item.turn.tags] == [("phrase", 0, 1), ("topic", None, None)]
    plain = export_scope.as_received(sample().records[1])
    assert plain == sample().records[1]


# --- the word list ----------------------------------------------------------------------------


def found(text: str, *words: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in WordList((word, "WORD") for word in words).hits(text)]


def test_words_are_found_whole_in_any_case_width_and_composition() -> None:
    assert found("Ann, ANN and annual; 我叫Ann吗", "ann") == ["Ann", "ANN", "Ann"]
    assert found("ＡＮＮ ﬁn Cafe\u0301", "ann", "fin", "café") == ["ＡＮＮ", "ﬁn", "Cafe\u0301"]
    assert found("张伟明 and 张伟", "张伟") == ["张伟", "张伟"]
    assert found("New York city, York", "york", "new york") == ["New York", "York"]
    assert found("a b", "", " ") == []


def test_what_looks_like_a_placeholder_becomes_one() -> None:
    words = WordList([("Ann", "PERSON")])
    assert [hit.category for hit in words.hits("[PERSON-1] and [WORD-2.3] and [OTHER-1]")] == ["WORD", "WORD"]


def test_of_words_that_overlap_the_first_and_longest_counts() -> None:
    assert found("[WORD-1] 张伟明明", "word", "张伟明", "伟明明") == ["[WORD-1]", "张伟明"]


def test_a_list_is_read_line_by_line() -> None:
    words = wordlist.parse("\ufeff# names\nAnn\tPERSON\n\nYork \n", "list.txt")
    assert [hit.category for hit in words.hits("Ann York")] == ["PERSON", "WORD"]
    with pytest.raises(UserError, match="in line 2, 'a place' is no category"):
        wordlist.parse("x\nYork\ta place\n", "list.txt")


# --- codes ------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from(("WORD", "PERSON"))), max_size=6), st.text())
def test_every_text_can_be_restored(words: list[tuple[str, str]], text: str) -> None:
    pseudonyms = Pseudonyms()
    made = Anonymity(WordList(words), pseudonyms)
    whole = " ".join([text, *(word for word, _ in words), "[WORD-1] [PERSON-1]"])
    assert pseudonyms.restored(made.text(whole)) == whole


@pytest.mark.parametrize("text", ["no JSON", '{"words": ' + "[" * 100_000, "[1]"])
def test_what_is_no_json_of_a_key_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="is no key of anonymised exports"):
        Pseudonyms.load(path)


def test_codes_are_kept_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    first = Pseudonyms.load(path)
    assert [first.word(x, "WORD") for x in ("Ann", "ANN", "Bo", "Ann")] == [
        "[WORD-1]", "[WORD-1.2]", "[WORD-2]", "[WORD-1]",
    ]  # fmt: skip
    assert (first.speaker("A"), first.speaker(""), first.source("x", "y"), first.dialogue("k", "t")) == (
        "S1", "", "F1", "D1",
    )  # fmt: skip
    first.save(path)
    again = Pseudonyms.load(path)
    assert [again.word(x, "WORD") for x in ("Bo", "ann", "Cy")] == ["[WORD-2]", "[WORD-1.3]", "[WORD-3]"]
    assert (again.speaker("B"), again.speaker("A")) == ("S2", "S1")
    assert again.speakers()["A"] == "S1"
    assert "Z" not in again.speakers()
    assert again.hashed("x") == first.hashed("x") != Pseudonyms().hashed("x")
    assert again.restored("[WORD-1] [WORD-9]") == "Ann [WORD-9]"


def test_a_file_that_is_no_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text(json.dumps({"format": "other"}))
    with pytest.raises(UserError, match="is no key of anonymised exports"):
        Pseudonyms.load(tmp_path / "key.json")
    with pytest.raises(UserError, match="cannot be read"):
        Pseudonyms.load(tmp_path)


def test_names_in_metadata_are_codes() -> None:
    pseudonyms = Pseudonyms()
    pseudonyms.speaker("Ann")
    made = Anonymity(WordList([("York", "PLACE")]), pseudonyms)
    project = sample()
    record = project.records[0]
    meta = {"who": "Ann", "York": [1, "in York", {"x": None}], "age": 3}
    turn = replace(record.turns[0], turn=replace(record.turns[0].turn, meta=meta))
    record = replace(record, turns=(turn, *record.turns[1:]))
    (source, _) = made.sources(project.files)
    found = made.record(record, source).turns[0].turn.meta
    assert found == {"who": "S1", "[PLACE-1]": [1, "in [PLACE-1]", {"x": None}], "age": 3}
    assert made.study(project.settled).names == ()
    assert made.annotators((ANNA,)) == (ANNA,)
    assert "Ann" in set(strings({"a": ["Ann"]}))


# --- bad records ------------------------------------------------------------------------------


def vetted(record: DialogueRecord) -> tuple[DialogueRecord, list[tuple[str, str]]]:
    vetting = Vetting(CODEBOOK, (ANNA, BOT))
    made = vetting.vetted(record)
    return made, [(trouble.where, trouble.what) for trouble in vetting.found]


def test_a_sound_dialogue_stays_as_it_is() -> None:
    for record in sample().records:
        assert vetted(record) == (record, [])


def of_turn(**fields: object) -> DialogueRecord:
    record = sample().records[1]
    item = record.turns[0]
    return replace(record, turns=(replace(item, turn=replace(item.turn, **fields)),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (tag(1, "mood", "mood.sad"), "no facet 'mood'"),
        (tag(1, "stance", "topic.art"), "stance has no label 'topic.art'"),
        (tag(1, "note", "topic.art"), "note has no label"),
        (tag(1, "stance", "stance.none", replace(ANNA, key="x")), "of nobody in the project"),
        (tag(1, "stance", "stance.none", target="x"), "what it is toward is not there"),
        (tag(1, "phrase", "phrase.hedge", start=0, end=9), "its span is not in the text"),
        (tag(1, "phrase", "phrase.hedge", start=0), "its span is not in the text"),
    ],
)
def test_a_bad_tag_goes_and_a_good_one_stays(bad: Tag, words: str) -> None:
    good = tag(2, "topic", "topic.art")
    made, found = vetted(of_turn(tags=(bad, good)))
    assert made.turns[0].turn.tags == (good,)
    ((where, what),) = found
    assert bad.key in where
    assert words in what


def test_tags_that_stand_there_twice() -> None:
    one = tag(1, "stance", "stance.none")
    _, found = vetted(
        of_turn(tags=(one, tag(2, "stance", "stance.favor"), replace(one, facet="topic", label="topic.art")))
    )
    assert [what for _, what in found] == [
        "it is a second answer of one annotator to stance", "its key occurs twice",
    ]  # fmt: skip
    assert vetted(replace(sample().records[1], tags=(tag(1, "phrase", "phrase.hedge", start=0, end=1),)))[1]


def test_bad_steps_gaps_and_marks_go() -> None:
    step = RepairStep(0, 5, "other", "x", "lost", "", 1.0)
    record = of_turn(steps=(step,), gaps=(Gap(0, 99, "double space"),))
    item = replace(record.turns[0], lead_steps=(step,), marks=(Mark("flag", "x"),))
    made, found = vetted(replace(record, turns=(item,), tail_steps=(step,)))
    assert len(found) == 5
    turn = made.turns[0]
    assert (turn.turn.steps, turn.turn.gaps, turn.lead_steps, turn.marks, made.tail_steps) == ((),) * 5
    assert turn.turn.received == turn.turn.text


# --- the report -------------------------------------------------------------------------------


def test_losses_are_counted_in_words() -> None:
    losses = Losses(("steps", "marks", "notes", "hotkeys", "retired", "spans", "empty dialogues", "views"))
    for record in sample().records:
        losses.add(record)
    assert [loss.words for loss in losses.finish(CODEBOOK, VIEWS[:1])] == [
        "3 repair steps", "3 flags and bookmarks", "1 note on a tag", "2 shortcuts of labels and facets",
        "1 mark of a retired label or facet", "2 places of spans", "1 named view",
    ]  # fmt: skip


def test_plain_dialogues_are_counted_where_no_tags_are_lacking() -> None:
    losses = Losses(("empty dialogues", "dialogue metadata"))
    empty = replace(sample().records[0], turns=(), tags=())
    losses.add_plain(PlainDialogue(empty, ()))
    assert [loss.words for loss in losses.finish(CODEBOOK)][:1] == ["1 dialogue without turns"]


def test_a_record_nested_without_end_is_a_trouble_with_its_place() -> None:
    def fail(_: object) -> Trouble:
        raise RecursionError

    (trouble,) = tag_files._carefully("line 3", {}, lambda *_: map(fail, [1]))
    assert trouble == Trouble("line 3", "it is nested too deeply")
