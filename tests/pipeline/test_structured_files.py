"""Structured files on their way into a project: repair, provenance, metadata, and back out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import codebooks, importers
from annotator.core.repair_steps import replay
from annotator.core.resources import samples
from annotator.exchange import export_project, read_project
from annotator.model import Annotator, PreparedSource
from annotator.pipeline import structured_files
from annotator.pipeline.import_files import import_paths, prepare
from annotator.pipeline.import_job import ImportChoice
from annotator.store import Project

GOLDEN = Path(__file__).parents[1] / "importers" / "golden"
ANNA = Annotator("11111111-1111-4111-8111-111111111111", "Anna")
DAMAGED = "Itâ€™s â€œfineâ€\u009d, I think"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.dap", codebook=codebooks.default(), annotator=ANNA) as made:
        yield made


def problems(project: Project) -> list[str]:
    found = project.check(
        lambda data, encoding: importers.decode(data, encoding).text, structured_files.received
    )
    return [f"{problem.where}: {problem.what}" for problem in found]


def records(*turns: tuple[str, str]) -> bytes:
    return json.dumps([{"speaker": who, "text": text} for who, text in turns], ensure_ascii=False).encode()


def received(source: PreparedSource) -> list[str]:
    return [
        "".join(part for turn in one.turns for part in (turn.lead, turn.received)) for one in source.dialogues
    ]


def test_texts_and_names_are_repaired_together() -> None:
    name = "Zoë".encode().decode("cp1252")
    source = prepare("x.json", records((name, DAMAGED), ("B", "Nothing to say."), (name, "Oui, câ€™est ça.")))
    (dialogue,) = source.dialogues
    first, second, third = dialogue.turns
    assert first.speaker == "Zoë"
    assert first.meta == {"place": "$[0]", "speaker": name}, "the name as it was received"
    assert third.received == "Oui, câ€™est ça."
    assert third.text == "Oui, c’est ça."
    assert (second.steps, second.text) == ((), "Nothing to say.")
    assert dialogue.chain
    assert dialogue.rule == ""
    for turn in dialogue.turns:
        assert replay(turn.received, turn.steps) == turn.text
    assert received(source) == structured_files.received("x.json", source.data, "utf-8", dialogue.meta)


def test_every_dialogue_has_its_own_target_and_title() -> None:
    ask = "关于“机器人会思考”这个话题，你怎么看？"
    lines = [{"id": "a", "turns": [{"text": ask}]}, {"turns": [{"text": ask}]}]
    source = prepare("folder/x.jsonl", "\n".join(map(json.dumps, lines)).encode())
    first, second = source.dialogues
    assert (first.title, second.title) == ("a", "x 2")
    assert first.target is not None
    assert second.target is not None
    assert first.target.key != second.target.key


def test_a_word_document_is_divided_by_its_markers() -> None:
    source = prepare("x.docx", (GOLDEN / "python-docx.docx").read_bytes())
    (dialogue,) = source.dialogues
    assert [(turn.speaker, turn.text) for turn in dialogue.turns] == [
        ("Anna", "Do you like robots, or not?"),
        ("Bob", "I do.\tVery much."),
        ("Anna", "One line\nand another."),
        ("Bob", "好的。"),
    ]
    assert (dialogue.rule, dialogue.meta) == ("names", {"format": "docx"})
    lines = prepare("x.docx", source.data, rule=importers.rule("lines"))
    assert len(lines.dialogues[0].turns) == 5


def test_all_formats_are_stored_checked_exported_and_read_again(project: Project, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "damaged.json").write_bytes(records(("A", DAMAGED), ("B", "ok then")))
    (tmp_path / "in" / "plain.txt").write_text("[A]: hi\n[B]: yo\n", encoding="utf-8")
    report = import_paths(project, [GOLDEN, tmp_path / "in"], workers=0)
    assert report.failed == ()
    assert any(
        name == "openpyxl.xlsx" and one.code == "sheets" and one.names == ("Notes (1)",)
        for name, one in report.left_out
    )
    assert report.dialogues == project.counts().dialogues
    assert problems(project) == []
    out = tmp_path / "out.json"
    export_project(project, out)
    read_project(out, tmp_path / "again.dap")
    with Project.open(tmp_path / "again.dap") as again:
        assert problems(again) == []
        before, after = (
            list(project.records.many(project.dialogues.ids())),
            list(again.records.many(again.dialogues.ids())),
        )
        assert [(one.dialogue.key, one.dialogue.meta) for one in before] == [
            (one.dialogue.key, one.dialogue.meta) for one in after
        ]
        assert [[dict(x.turn.meta) for x in one.turns] for one in before] == [
            [dict(x.turn.meta) for x in one.turns] for one in after
        ]
    spoken = next(one for one in before if one.dialogue.meta.get("format") == "eaf")
    assert spoken.turns[0].turn.meta["start"] == 0.0


def test_a_project_whose_turns_are_not_those_of_the_file_is_found_out(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(records(("A", "one one"), ("B", "two two")))
    other = tmp_path / "y.csv"
    other.write_text("speaker,text\nA,hello\n", encoding="utf-8")
    import_paths(project, [path, other], workers=0)
    project._db.direct("UPDATE turn SET text = 'one one!' WHERE text = 'one one'")
    project._db.direct("UPDATE dialogue SET meta = '{\"format\": \"eaf\"}' WHERE title = 'y'")
    first, second = problems(project)
    assert first == "source x.json: its text is not that of its turns"
    assert second.startswith("source y.csv: it cannot be read again: This ELAN file is broken")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("jsonl", "x.jsonl"), ("csv", "x.csv"), ("convokit", "x.zip"), ("elan", "x.zip"),
        ("doccano", "x.jsonl"),
        ("label-studio", "x.zip"),
    ],
)  # fmt: skip
def test_what_the_program_exports_it_imports(project: Project, tmp_path: Path, form: str, name: str) -> None:
    import_paths(project, samples()[:2], workers=0)

    def texts(of: Project) -> list[list[str]]:
        return sorted([turn.text for turn in of.turns.page(of.turns.ids(one))] for one in of.dialogues.ids())

    export_project(project, tmp_path / name, format=form)
    with Project.create(tmp_path / "q.dap", codebook=codebooks.default(), annotator=ANNA) as other:
        report = import_paths(other, [tmp_path / name], workers=0)
        assert (report.failed, report.problems) == ((), ())
        assert texts(other) == texts(project)
        assert problems(other) == []


def test_what_a_person_chose_is_followed_and_found_again(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "text,clean,conv,who\nraw words,clean words,1,A\nmore raw,more clean,2,B\n", encoding="utf-8"
    )
    mapping = {"text": "clean", "speaker": "", "dialogue": ""}
    report = import_paths(
        project, [path], choices={path: ImportChoice(format="csv", mapping=mapping)}, workers=0
    )
    assert (report.dialogues, report.turns) == (1, 2)
    (dialogue,) = project.dialogues.page(project.dialogues.ids())
    assert dialogue.meta["mapping"] == {"text": "clean", "speaker": "", "dialogue": ""}
    turns = project.turns.page(project.turns.ids(dialogue.id))
    assert [(turn.speaker, turn.text) for turn in turns] == [("", "clean words"), ("", "more clean")]
    assert problems(project) == []


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.text(max_size=4), st.text() | st.text("â€œ™é Ã¤\nab") | st.just(DAMAGED)),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_whatever_is_said_the_received_text_is_what_the_file_says(turns: list[tuple[str, str]]) -> None:
    data = json.dumps([{"speaker": who, "text": text} for who, text in turns]).encode()
    source = prepare("x.json", data)
    (dialogue,) = source.dialogues
    assert len(dialogue.turns) == len(turns)
    for turn in dialogue.turns:
        assert replay(turn.received, turn.steps) == turn.text
    assert received(source) == structured_files.received("x.json", data, "utf-8", dialogue.meta)
