"""Tags from files: of people, of programs, with what is wrong about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import codebooks
from annotator.errors import Cancelled, UserError
from annotator.exchange import Scope, TagReport, export_project, import_tags
from annotator.model import Annotator, Facet, Label, Tag, Target
from annotator.pipeline.import_files import import_paths
from annotator.store import Project

ANNA = Annotator("a0000000-0000-7000-8000-00000000000a", "Anna")
BEN = Annotator("a0000000-0000-7000-8000-00000000000b", "Ben")
TALK = "[A]: 你好 😀 there\n[B]: no\n[A]: =ok\n"
BOOK = codebooks.default()


def project(folder: Path, name: str, *, annotator: Annotator = ANNA) -> Project:
    """A new project of the same transcript, so with the same keys."""
    folder.mkdir(exist_ok=True)
    (folder / "talk.txt").write_text(TALK)
    made = Project.create(folder / name, codebook=BOOK, annotator=annotator)
    import_paths(made, [folder / "talk.txt"], workers=0)
    dialogue = made.dialogues.ids()[0]
    made.codebook.add_facet(
        Facet("part", "Part", "several", "span", labels=(Label("part.x", "part", "hedge"),))
    )
    made.codebook.add_facet(
        Facet("mood", "Mood", "single", "dialogue", labels=(Label("mood.good", "mood", "good"),))
    )
    made.dialogues.set_target(dialogue, Target("t1", "proposition", "Tea?"))
    made.dialogues.set_target(dialogue, Target("t2", "proposition", "Coffee?"))
    return made


def tagged(folder: Path) -> Project:
    made = project(folder, "tagged.dap", annotator=BEN)
    dialogue = made.dialogues.ids()[0]
    turns = made.turns.ids(dialogue)
    made.tags.add(turns[:2], "stance.favor", intensity=2, uncertain=True, target="t2")
    made.tags.set_fields(turns[:1], "stance", note="why")
    made.tags.add(turns, "topic.target")
    made.tags.add(turns[:1], "topic.drift")
    made.tags.write(turns[2:], "note", "=hm")
    made.tags.add_span(turns[0], 3, 4, "part.x")
    made.tags.add_to_dialogue(dialogue, "mood.good")
    return made


def tags(of: Project) -> list[Tag]:
    dialogue = of.dialogues.ids()[0]
    record = of.records.one(dialogue)
    return [*record.tags, *(tag for item in record.turns for tag in item.turn.tags)]


def seen(tag: Tag) -> tuple[Any, ...]:
    return tag.turn_id, tag.facet, tag.label, tag.value, tag.start, tag.end


@pytest.mark.parametrize("format_", ["json", "tags-csv", "label-studio", "doccano", "csv"])
def test_tags_make_the_journey(tmp_path: Path, format_: str) -> None:
    with tagged(tmp_path / "a") as first:
        wanted = tags(first)
        export_project(first, tmp_path / "out", format=format_)
    with project(tmp_path / "b", "new.dap") as second:
        report = import_tags(second, tmp_path / "out", annotator="Cleo")
        assert report.troubles == ()
        assert report.annotators == ("Cleo",)
        found = tags(second)
        whole = format_ not in ("doccano", "csv")  # has tags of dialogues
        spans = format_ != "csv"  # a span's label stands at the turn there
        want = [seen(tag) if spans else seen(tag)[:4] for tag in wanted if whole or tag.turn_id is not None]
        assert sorted(map(repr, want)) == sorted(repr(seen(tag) if spans else seen(tag)[:4]) for tag in found)
        assert {tag.origin for tag in found} == {"imported"}
        if format_ != "doccano":
            stance = next(tag for tag in found if tag.facet == "stance" and tag.note)
            assert (stance.target, stance.intensity, stance.uncertain, stance.note) == ("t2", 2, True, "why")
        again = import_tags(second, tmp_path / "out", annotator="Cleo")
        assert (again.added, again.known) == (0, len(found))
        second.history.undo()
        assert tags(second) == []  # one undo takes all back


def csv_of(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def read(of: Project, path: Path, **choices: Any) -> TagReport:
    return import_tags(of, path, **choices)


def test_predictions_are_suggestions_of_a_program(tmp_path: Path) -> None:
    with project(tmp_path, "p.dap") as made:
        key = made.dialogues.page(made.dialogues.ids())[0].key
        rows = csv_of(
            tmp_path / "x.csv", "turn_key,label,score", f"{key}:0,stance.favor,0.75", f"{key}:1,against,",
        )  # fmt: skip
        report = read(made, rows, annotator="model 3", machine=True)
        assert report.added == 2
        first, second = tags(made)
        assert (first.origin, first.score, first.target) == ("suggested", 0.75, "t1")
        assert (second.label, second.score) == ("stance.against", None)
        assert [one.kind for one in made.people.all() if one.name == "model 3"] == ["machine"]
        assert not any(made.progress.of_dialogues(made.dialogues.ids(), "stance").values())  # nobody's answer


def test_what_has_no_place_is_told_with_its_line_and_the_rest_comes_in(tmp_path: Path) -> None:
    with project(tmp_path, "p.dap") as made:
        key = made.dialogues.page(made.dialogues.ids())[0].key
        rows = csv_of(
            tmp_path / "x.csv",
            "turn_key,dialogue,facet,label,start,end,intensity,score,target,annotator",
            f"{key}:0,,stance,favor,,,,,,Cleo",
            "nowhere:0,,stance,favor,,,,,,Cleo",
            f"{key}:9,,stance,favor,,,,,,Cleo",
            f"{key}:x,,stance,favor,,,,,,Cleo",
            f"{key}:0,,colour,red,,,,,,Cleo",
            f"{key}:0,,stance,red,,,,,,Cleo",
            f"{key}:0,,,none,,,,,,Cleo",
            f"{key}:0,,part,hedge,5,99,,,,Cleo",
            f"{key}:0,,part,hedge,5,,,,,Cleo",
            f"{key}:1,,stance,favor,,,7,,,Cleo",
            f"{key}:1,,stance,favor,,,,3,,Cleo",
            f"{key}:1,,stance,favor,,,,,Milk?,Cleo",
            f"{key}:1,,stance,favor,x,,,,,Cleo",
            f"{key}:0,,stance,against,,,,,,Cleo",
            f",{key},mood,good,,,,,,Cleo",
            ",gone,mood,good,,,,,,Cleo",
            f"{key}:2,,stance,against,,,,,Coffee?,Cleo",
        )
        report = read(made, rows)
    assert (report.added, report.known, report.answered) == (3, 0, 2)
    said = [f"{trouble.where}: {trouble.what}" for trouble in report.troubles]
    assert said == [
        "line 3: the project has no turn 'nowhere:0'",
        f"line 4: the project has no turn '{key}:9'",
        f"line 5: the project has no turn '{key}:x'",
        "line 6: the codebook has no facet 'colour'",
        "line 7: the facet stance has no label 'red'",
        f"line 9: there is no span 5 to 99 in {key}:0",
        f"line 10: there is no span 5 to None in {key}:0",
        "line 11: intensity is 1, 2 or 3, not 7",
        "line 12: a score lies between 0 and 1, not at 3.0",
        "line 13: the dialogue has no target 'Milk?'",
        *[x for x in said if x.startswith("line 14: it cannot be read")],
        "line 17: the project has no dialogue 'gone'",
    ]


def test_files_say_who_gave_their_tags_or_somebody_is_named(tmp_path: Path) -> None:
    with tagged(tmp_path / "a") as first:
        key = first.dialogues.page(first.dialogues.ids())[0].key
        export_project(first, tmp_path / "out.json", scope=Scope())
        rows = csv_of(tmp_path / "x.csv", "turn_id\tstance\tweather", f"{key}:1\tagainst\train")
        with pytest.raises(UserError, match="does not say who gave its tags"):
            read(first, rows)
        assert read(first, rows, annotator="Ben").answered == 0  # toward the other target
        names = "; ".join(label.name for label in BOOK.facet("topic").labels[:2])
        report = read(first, csv_of(tmp_path / "y.csv", "turn_id,topic (Dora)", f"{key}:2,{names}"))
        assert (report.added, report.annotators) == (2, ("Dora",))
    with project(tmp_path / "b", "new.dap") as second:
        assert read(second, tmp_path / "out.json").annotators == ("Ben",)


def test_what_label_studio_predicts_stays_a_suggestion(tmp_path: Path) -> None:
    with project(tmp_path, "p.dap") as made:
        key = made.dialogues.page(made.dialogues.ids())[0].key
        said = [{"text": "你好 😀 there", "turn_id": f"{key}:0"}]
        region = {"start": "0", "end": "0", "startOffset": 3, "endOffset": 5, "text": "😀"}
        results = [
            {"id": "r", "type": "paragraphlabels", "from_name": "p",
             "value": {**region, "paragraphlabels": ["span"]}},
            {"id": "r", "type": "choices", "from_name": "part", "value": {**region, "choices": ["hedge"]}},
            {"id": "g", "type": "choices", "from_name": "mood", "value": {"choices": ["good", "bad"]}},
        ]  # fmt: skip
        task = {
            "data": {"dialogue": said, "dialogue_id": key},
            "predictions": [{"model_version": "m", "score": 0.5, "result": results}],
        }
        path = tmp_path / "tasks.json"
        path.write_text(json.dumps([task, {"data": {}}, 3]))
        report = read(made, path)
        assert [(tag.origin, tag.score, tag.start, tag.end) for tag in tags(made)] == [
            ("suggested", 0.5, None, None), ("suggested", 0.5, 3, 4),
        ]  # fmt: skip
    assert [(x.where, x.what) for x in report.troubles][:2] == [
        ("task 1", "the facet mood has no label 'bad'"), ("task 2", "it has no member 'dialogue'"),
    ]  # fmt: skip
    assert report.troubles[2].where == "task 3"


def test_lines_of_doccano(tmp_path: Path) -> None:
    with project(tmp_path, "p.dap") as made:
        key = made.dialogues.page(made.dialogues.ids())[0].key
        lines = [
            {"text": "x", "labels": [[0, 2, "hedge"], "favor"], "meta": {"turn_key": f"{key}:0"}},
            {"text": "x", "entities": [{"start_offset": 0, "end_offset": 1, "label": "hedge"}],
             "Comments": [{"id": 1, "comment": "note: hm"}], "turn_key": f"{key}:1"},
            {"text": "x", "label": [1, [0, 1]], "turn_key": f"{key}:1"},
            {"text": "x", "label": [["a", 1, "hedge"]], "turn_key": f"{key}:1"},
            {"text": "x", "label": [[0, 1, "hedge"]], "turn_key": 5},
        ]  # fmt: skip
        path = tmp_path / "x.jsonl"
        path.write_text("\n".join([*map(json.dumps, lines), "", "{cut"]))
        report = read(made, path, annotator="Cleo")
    assert report.added == 4
    assert [trouble.where for trouble in report.troubles] == ["line 3", "line 4", "line 5", "line 7"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "it is not UTF-8"),
        (b"PK\x03\x04 no zip", "no zip with tasks"),
        (b"[{", "it is not JSON"),
        (b"a,b\n1,2\n", "no column turn_key"),
        (b'turn_key,"a"b\n1,2\n', "no column turn_key"),
        (b"turn_key,a,a\n1,2,3\n", "two columns have the same name"),
    ],
)
def test_a_file_without_tags_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with project(tmp_path, "p.dap") as made:
        (tmp_path / "x").write_bytes(data)
        with pytest.raises(UserError, match=words):
            read(made, tmp_path / "x", annotator="Cleo")
        with pytest.raises(UserError, match="cannot be read"):
            read(made, tmp_path / "none", annotator="Cleo")


def test_a_table_that_breaks_off_and_cancelling(tmp_path: Path) -> None:
    with project(tmp_path, "p.dap") as made:
        key = made.dialogues.page(made.dialogues.ids())[0].key
        path = tmp_path / "x.csv"
        path.write_text(f'turn_key,label\n{key}:0,favor\n{key}:1,"fav"or\n')
        report = read(made, path, annotator="Cleo")
        assert (report.added, [x.where for x in report.troubles]) == (1, ["line 3"])
        with pytest.raises(Cancelled):
            read(made, path, annotator="Cleo", cancelled=lambda: True)
