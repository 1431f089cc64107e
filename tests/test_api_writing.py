"""Projects that scripts write: imports, tags, undo, and what notebooks show of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import annotator
from annotator import codebooks
from annotator.api import EditableProject
from annotator.errors import UserError
from annotator.store import Project


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text("[A]: 你好, how <b>are</b> you?\n[B]: fine\n[A]: 好的！\n", encoding="utf-8")
    return path


@pytest.fixture
def study(tmp_path: Path, talk: Path) -> Path:
    path = tmp_path / "study.dap"
    with annotator.create(path, annotator="Ada", name="Pilot") as project:
        report = project.import_files(talk, jobs=0)
        assert (report.added, report.failed) == (("talk.txt",), ())
    return path


def labels(project: EditableProject) -> list[tuple[str, ...]]:
    return [tuple(tag.label for tag in turn.tags) for turn in project.turns()]


def test_a_whole_job_in_a_script(study: Path, tmp_path: Path) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        turns = list(project.turns())
        project.tag(turns[0], "stance.favor", intensity=3, uncertain=True, note="strong words")
        project.tag((turn for turn in turns if turn.speaker == "A"), "drift")
        project.tag(turns[0], "stance.against", span=(0, 2))
        project.tag_dialogue(next(project.dialogues()).dialogue, "stance.favor")
        project.write(turns[1], "note", "short")
        given = list(project.tags())
        favor = next(tag for tag in given if tag.label == "stance.favor" and tag.turn_id)
        assert (favor.intensity, favor.uncertain, favor.note) == (3, True, "strong words")
        assert [(tag.start, tag.end) for tag in given if tag.label == "stance.against"] == [(0, 2)]
        assert [tag.value for tag in given if tag.facet == "note"] == ["short"]
        assert project.export(tmp_path / "out.json", where="label:drift").turns == 3
        assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    with annotator.open(study) as project:
        assert len(list(project.tags())) == len(given)
        report = project.export(tmp_path / "out.csv", annotator="Ada", anonymise=True)
        assert report.key is not None
        assert report.key.exists()
        assert "talk" not in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_each_call_is_one_edit_that_can_be_taken_back(study: Path) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        turns = list(project.turns())
        project.tag(turns, "stance.favor", note="all")
        project.tag(turns[0], "stance.against")
        project.clear(turns[1], "stance")
        project.remove(turns[2].tags or [tag for tag in project.tags() if tag.turn_id == turns[2].id])
        assert labels(project) == [("stance.against",), (), ()]
        for expected in (
            [("stance.against",), (), ("stance.favor",)],
            [("stance.against",), ("stance.favor",), ("stance.favor",)],
            [("stance.favor",), ("stance.favor",), ("stance.favor",)],
            [(), (), ()],
        ):
            assert project.undo()
            assert labels(project) == expected
        assert project.redo()
        assert labels(project) == [("stance.favor",)] * 3
        assert [project.redo() for _ in range(4)] == [True, True, True, False]
        assert labels(project) == [("stance.against",), (), ()]


def test_people_are_known_by_name(study: Path, tmp_path: Path) -> None:
    with annotator.edit(study, annotator="Ben") as project:
        project.tag(next(project.turns()), "stance.against")
    with annotator.edit(study, annotator="Ada") as project:
        project.tag(next(project.turns()), "stance.favor")
    with annotator.edit(study, annotator="Ben") as project:
        project.tag(next(project.turns()), "stance.neutral")
        assert len(list(project.tags())) == 2
    with Project.open(study, read_only=True) as opened:
        assert sorted(one.name for one in opened.people.all()) == ["Ada", "Ben"]
    with pytest.raises(UserError, match="An annotator needs a name"):
        annotator.edit(study, annotator=" ")


def test_tags_come_in_from_a_file(study: Path, tmp_path: Path) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        key = next(project.dialogues()).key
        rows = tmp_path / "in.csv"
        rows.write_text(f"turn_key,facet,label\n{key}:0,topic,Weather\n{key}:1,stance,favor\n")
        report = project.import_tags(rows, annotator="Cleo", new_labels=True)
        assert (report.added, report.new_labels) == (2, ("Weather",))
        assert project.import_tags(rows, annotator="m 1", predictions=True).added == 2


@pytest.mark.parametrize(
    ("label", "keywords", "said"),
    [
        ("stance.none of these", {}, "The codebook has no label called"),
        ("stance.favor", {"intensity": 9}, "cannot be tagged so"),
        ("stance.favor", {"span": (5, 5)}, "cannot be tagged so"),
        ("stance.favor", {"target": "nothing"}, "cannot be tagged so"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    study: Path, label: str, keywords: dict[str, object], said: str
) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        with pytest.raises(UserError, match=said):
            project.tag(next(project.turns()), label, **keywords)  # type: ignore[arg-type]
        assert list(project.tags()) == []


def test_a_name_of_several_labels_is_no_answer(study: Path, tmp_path: Path) -> None:
    rows = tmp_path / "in.csv"
    with annotator.edit(study, annotator="Ada") as project:
        rows.write_text(f"turn_key,facet,label\n{next(project.dialogues()).key}:0,topic,favor\n")
        assert project.import_tags(rows, annotator="Ada", new_labels=True).new_labels == ("favor",)
        with pytest.raises(UserError, match=r"Several labels are called favor: stance\.favor, "):
            project.tag(next(project.turns()), "favor")


def test_other_mistakes_are_said(study: Path, talk: Path, tmp_path: Path) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        turns = list(project.turns())
        with pytest.raises(UserError, match="A span is of one turn"):
            project.tag(turns, "stance.favor", span=(0, 1))
        with pytest.raises(UserError, match="takes no free text"):
            project.write(turns, "stance", "x")
        with pytest.raises(UserError, match="There is no facet stances: known are"):
            project.clear(turns, "stances")
        for wrong in ({"rule": "("}, {"format": "none"}, {"answers": {"none": "yes"}}):
            with pytest.raises(UserError):
                project.import_files(talk, **wrong)
        with pytest.raises(UserError):  # somebody writes it
            annotator.edit(study, annotator="Ben")
    with pytest.raises(UserError, match="exists already"):
        annotator.create(study, annotator="Ada")
    with pytest.raises(UserError, match="no starter codebook none: known are default"):
        annotator.create(tmp_path / "new.dap", annotator="Ada", codebook="none")


def test_imports_take_what_people_decide(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("who,said,what\nA,one,x\nB,two,y\n")
    (tmp_path / "b.txt").write_text("A> one\nB> two\n")
    with annotator.create(tmp_path / "s.dap", annotator="Ada", codebook=codebooks.default()) as project:
        project.import_files(
            tmp_path / "a.csv", columns={"speaker": "who", "text": "what"}, format="csv", jobs=0
        )
        project.import_files(tmp_path / "b.txt", rule=r"(?P<speaker>[AB])> ", encoding="utf-8", jobs=0)
        assert [(turn.speaker, turn.text) for turn in project.turns()] == [
            ("A", "x"), ("B", "y"), ("A", "one"), ("B", "two"),
        ]  # fmt: skip
        assert project.import_files(tmp_path / "b.txt", jobs=0).known == ("b.txt",)


def test_what_notebooks_show(study: Path, tmp_path: Path) -> None:
    with annotator.edit(study, annotator="Ada") as project:
        project.tag(next(project.turns()), "stance.favor", uncertain=True)
        assert repr(project) == "<EditableProject 'Pilot': 1 dialogues, 3 turns, 1 tags>"
        html = project._repr_html_()
        assert "how &lt;b&gt;are&lt;/b&gt; you?" in html
        assert ">stance.favor ?</span>" in html
        assert "Ada" in html
        assert "more turns" not in html
    long = tmp_path / "long.txt"
    long.write_text("".join(f"[{'AB'[n % 2]}]: turn {n}\n" for n in range(30)))
    with annotator.create(tmp_path / "new.dap", annotator="Ada") as project:
        assert "There are no dialogues yet." in project._repr_html_()
        project.import_files(long, jobs=0)
        assert "and 10 more turns" in project._repr_html_()
    with annotator.open(study) as reading:
        assert repr(reading).startswith("<ReadOnlyProject")


def test_a_text_with_its_steps_and_languages() -> None:
    found = annotator.repair_steps("cafÃ© and wasnâ€™t")
    assert found.text == "café and wasn’t"
    assert [(step.before, step.after) for step in found.steps] == [("Ã©", "é"), ("â€™", "’")]
    assert all(0 < step.confidence <= 1 for step in found.steps)
    assert {span.language for span in annotator.find_languages("好的 see you")} >= {"zh", "en"}


def test_speakers_and_turns_are_corrected(study: Path) -> None:
    def said() -> list[tuple[str, str]]:
        return [(turn.speaker, turn.text) for turn in project.turns()]

    with annotator.edit(study, annotator="Ada") as project:
        first = said()
        one, two, three = project.turns()
        project.change_speaker([one, three], "Cem")
        project.rename_speaker("Cem", "Ada", dialogue=next(project.dialogues()).dialogue)
        project.rename_speaker("B", "Ben")
        assert [speaker for speaker, _ in said()] == ["Ada", "Ben", "Ada"]
        project.split_turn(one, 3, speaker="Eve")
        assert said()[:2] == [("Ada", "你好,"), ("Eve", "how <b>are</b> you?")]
        project.join_turns(one)
        project.take_out(two)
        assert [speaker for speaker, _ in said()] == ["Ada", "Ada"]
        assert project.read_again(next(project.dialogues()).dialogue) == 2, "what was taken out stays out"
        dialogue = next(project.dialogues()).dialogue
        assert project.read_again(dialogue, "lines") == 3
        assert {speaker for speaker, _ in said()} == {""}
        project.read_again(dialogue, "brackets")
        assert said() == first
        with pytest.raises(UserError, match="is no rule"):
            project.read_again(dialogue, "(")
