"""Finding turns: the index of words finds what looking at every turn finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import filters
from annotator.errors import Cancelled, UserError
from annotator.filters import parse
from annotator.model import Gap, PreparedDialogue, PreparedTurn, RepairStep, Tag, TurnFilter, TurnLanguage
from annotator.store import Project, Whose, text_index, turn_search
from annotator.store import tables as t
from annotator.store.text_index import indexed, plan
from tests.store.building import ADA, BEN, ROBOT, fill, new_project, source_of

TEXTS = (
    "机器人的工作，人工智能。",
    "Robots take AI jobs; ＡＩ everywhere",
    "人，工 and 人工 apart",
    "naïve café CAFÉ cafe\u0301",
    "한국어 사람 カタカナ ｶﾀｶﾅ",
    "",
    "100% _under_ score's e-mail",
    "the breathe human being",
)


def turn(text: str, number: int) -> PreparedTurn:
    language = ("zh", "en", "zh-Hant", "mixed")[number % 4]
    words = (("zh", 3), ("en", 2)) if language == "mixed" else ((language, 3),)
    return PreparedTurn(
        "AB"[number % 2] if number else "",
        "\n",
        text,
        text,
        gaps=(Gap(0, 1, "double space"),) if number == 2 else (),
        language=TurnLanguage(language, None, None, words) if number < 6 else None,
    )


def project_of(path: Path, *dialogues: tuple[str, ...]) -> Project:
    sources = [
        source_of(f"{name}.txt", (PreparedDialogue(f"{name}", tuple(map(turn, texts, range(len(texts))))),))
        for name, texts in enumerate(dialogues)
    ]
    return new_project(path, sources)


@pytest.fixture
def study(path: Path) -> Iterator[Project]:
    with project_of(path, TEXTS, TEXTS[:4]) as made:
        yield made
        assert made.check() == []


def found(project: Project, line: str) -> list[int]:
    return list(project.search.find(parse(line)))


def both(project: Project, line: str) -> list[int]:
    """What is found without the index, which must be what is found with it."""
    before = found(project, line)
    assert project.index.update()
    assert found(project, line) == before
    return before


@pytest.mark.parametrize(
    ("line", "turns"),
    [
        ("人工", [1, 3, 9, 11]),
        ("机", [1, 9]),
        ("人，工", [3, 11]),
        ("ai", [2, 7, 10]),
        ("ＡＩ", [2, 7, 10]),
        ("obot", [2, 10]),
        ("人工 ap", [3, 11]),
        ("AI jobs", [2, 10]),
        ("i job", [2, 10]),
        ("CAFÉ", [4, 12]),
        ("사", [5]),
        ("ｶﾀｶﾅ", [5]),
        ("%", [7]),
        ("_", [7]),
        ("the human", [8]),
        ("the h", [8]),
        ("the breathe", [8]),
        ("the", [8]),
        ("'s e-", [7]),
        ("，", [1, 3, 9, 11]),
        ("/人.工/", [1, 3, 9, 11]),
        ("speaker:A 人工", [3, 11]),
        ("speaker:A speaker:B", [2, 3, 4, 5, 6, 7, 8, 10, 11, 12]),
        ("lang:zh", [1, 3, 5, 9, 11]),
        ("lang:zh-Hant", [3, 11]),
        ("is:switched", [4, 12]),
        ("is:gap", [3, 11]),
        ("nowhere", []),
    ],
)
def test_what_is_found(study: Project, line: str, turns: list[int]) -> None:
    assert both(study, line) == turns


def test_words_with_something_else_between_are_proposed_and_turned_down(tmp_path: Path) -> None:
    with project_of(tmp_path / "p.dap", ("the human", "the\thuman", "the-human"), ("the  human",)) as project:
        assert both(project, "the human") == [1]


WORDS = st.text("机器人工智能，。 aAiIrRbBoOéß한ｶﾅ가é_%'1\u0301", max_size=14)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(WORDS, min_size=1, max_size=8),
    st.lists(WORDS.filter(bool), min_size=1, max_size=8),
    st.integers(0, 8),
)
def test_the_index_finds_what_looking_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], words: list[str], known: int
) -> None:
    path = tmp_path_factory.mktemp("p") / "p.dap"
    with project_of(path, tuple(texts[:known]) or ("",), tuple(texts[known:]) or ("",)) as project:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text_index, "_BATCH", 1)
            to_do = iter(range(known))
            project.index.update(cancelled=lambda: next(to_do, None) is None)
        turns = [
            turn for ids in (project.turns.ids(1), project.turns.ids(2)) for turn in project.turns.page(ids)
        ]
        for word in words:
            fits = filters.matcher(TurnFilter(word))
            assert list(project.search.find(TurnFilter(word))) == [
                turn.id for turn in turns if fits(turn.text)
            ]


def test_words_that_are_known_already_are_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "_BATCH", 1)
    monkeypatch.setattr(text_index, "_MOST_KNOWN", 2)
    with project_of(tmp_path / "p.dap", ("one two three", "two four"), ("five one", "four 好")) as project:
        assert project.index.update()
        assert [found(project, word) for word in ("hre", "wo", "ou", "iv", "one")] == [
            [1], [1, 2], [2, 4], [3], [1, 3],
        ]  # fmt: skip
        assert project.check() == []


def test_conditions_on_tags_look_at_the_current_annotator(study: Project) -> None:
    study.tags.add([1, 3], "stance.favor", uncertain=True)
    study.tags.add([2], "stance.against")
    study.tags.write([4], "note", "remember")
    study.tags.set_fields([2], "stance", note="why?")
    with Project.open(study.path, annotator=BEN, companion=True) as other:
        other.tags.add([1], "stance.against")
        assert found(other, "label:stance.against") == [1]
        assert found(other, "label:stance.favor") == []
        assert found(other, f"label:stance.favor by:{ADA.key}") == [1, 3]
    assert found(study, "label:stance.favor label:stance.against") == [1, 2, 3]
    assert found(study, "is:uncertain") == [1, 3]
    assert found(study, "is:noted") == [2, 4]
    assert found(study, "untagged:stance") == [4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert found(study, f"by:{BEN.key}") == [1]
    assert found(study, f"untagged:stance by:{BEN.key} 机") == [9]
    assert found(study, "label:no.such") == []


def test_conditions_look_at_the_tags_of_those_they_are_asked_for(study: Project) -> None:
    study.tags.add([1], "stance.favor", uncertain=True)
    study.marks.set([4], "flag", on=True)
    with Project.open(study.path, annotator=BEN, companion=True) as other:
        other.tags.add([2], "stance.favor")
        other.marks.set([5], "flag", on=True)

        def asked(line: str, whose: Whose) -> list[int]:
            wanted = other.search.read_filter(line)
            assert [turn for turn, _ in other.search.matching(wanted, whose=whose)] == list(
                other.search.find(wanted, whose=whose)
            )
            return list(other.search.find(wanted, whose=whose))

        everybody: Whose = "everybody"
        assert asked("label:favor", everybody) == [1, 2]
        assert asked("label:favor", "own") == [2]
        assert asked("label:favor", (ADA.key,)) == [1]
        assert asked("label:favor by:Ben", everybody) == asked("label:favor by:Ben", (ADA.key,)) == [2]
        assert asked("by:ada", everybody) == asked("is:uncertain", everybody) == [1]
        assert asked("untagged:stance in:0", everybody) == [3, 4, 5, 6, 7, 8]
        assert asked("untagged:stance in:0 by:Ada", everybody) == [2, 3, 4, 5, 6, 7, 8]
        assert asked("is:flagged", everybody) == [4, 5]
        assert asked("is:flagged", (ADA.key,)) == [4]


def test_suggestions_are_looked_at_where_their_program_is_named(study: Project) -> None:
    tag = Tag("s", 1, 3, "stance", "stance.favor", ROBOT.key, "suggested", at="2026-03-01T12:00:00Z")
    study.together([lambda p: p.people.add(ROBOT), lambda p: p.tags.take_in([tag])])
    for line, turns in (
        ("label:favor", []),
        ('by:"detector 1.0"', [3]),
        ('label:favor by:"detector 1.0"', [3]),
        ('label:against by:"detector 1.0"', []),
    ):
        assert list(study.search.find(study.search.read_filter(line), whose="everybody")) == turns


def test_names_in_a_filter_are_those_of_the_project(study: Project) -> None:
    assert study.search.read_filter("speaker:a lang:zh in:1") == TurnFilter(
        speakers=("A",), languages=("zh",), dialogues=(study.dialogues.page([2])[0].key,)
    )
    with pytest.raises(UserError, match=r"no label “no.such”; known are stance.favor"):
        study.search.read_filter("label:no.such")
    with pytest.raises(UserError, match=r"found are en, mixed, zh, zh-Hant"):
        study.search.read_filter("lang:german")
    assert study.search.annotator_keys("ADA") == (ADA.key,)
    with pytest.raises(UserError, match=r"Nobody in the project is called Eve: known are Ada. Choose"):
        study.search.annotator_keys("Eve")


def test_marks_and_dialogues(study: Project) -> None:
    study.marks.set([2], "flag", on=True)
    study.marks.set([3], "bookmark", on=True)
    assert (found(study, "is:flagged"), found(study, "is:bookmarked")) == ([2], [3])
    (second,) = study.dialogues.page([2])
    assert found(study, f"in:{second.key} 人工") == [9, 11]
    assert list(study.search.find(parse("人工"), 1)) == [1, 3]


def test_doubts_below_a_confidence(project: Project) -> None:
    assert found(project, "doubt:<0.1") == [7], "damage counts as nought"
    assert found(project, "doubt:0") == []


def test_removed_dialogues_are_not_found(study: Project) -> None:
    study.index.update()
    study.dialogues.remove([1])
    assert found(study, "人工") == [9, 11]
    assert found(study, "") == [9, 10, 11, 12]


def test_a_first_page_and_the_nearest_turn(study: Project) -> None:
    wanted = parse("人工")
    assert list(study.search.find(wanted, limit=3)) == [1, 3, 9]
    assert study.search.next_turn(3, wanted) == 9
    assert study.search.next_turn(3, wanted, backwards=True) == 1
    assert study.search.next_turn(3, wanted, 1) is None
    assert study.search.next_turn(11, wanted) is None
    assert study.search.next_turn(99, wanted) is None
    assert study.search.next_turn(2, parse("speaker:B"), 1) == 4


@pytest.mark.parametrize(("turns", "dialogues"), [(1, 9), (9, 1), (9, 9), (999, 999)])
@pytest.mark.parametrize("limit", [1, 3, 99])
def test_a_first_page_is_of_the_first_turns_that_fit(
    study: Project, monkeypatch: pytest.MonkeyPatch, turns: int, dialogues: int, limit: int
) -> None:
    monkeypatch.setattr(turn_search, "_STRETCH", turns)
    monkeypatch.setattr(turn_search, "_STRETCH_DIALOGUES", dialogues)
    for wanted in (*map(parse, ("lang:zh", "speaker:A", "lang:mixed")), TurnFilter(untagged="stance")):
        assert study.search.find(wanted, limit=limit) == study.search.find(wanted)[:limit]


def test_speakers_are_listed_once(study: Project, tmp_path: Path) -> None:
    assert study.search.speakers() == ("", "A", "B")
    assert study.search.languages() == ("en", "mixed", "zh", "zh-Hant")
    with new_project(tmp_path / "empty.dap", []) as empty:
        assert empty.search.speakers() == ()
        assert empty.index.waiting() == 0
        assert empty.index.update()


def test_a_text_that_changes_is_found_anew(project: Project) -> None:
    project.index.update()
    assert found(project, "ét?") == [7]
    (*_, step) = project._db.plain(sa.select(t.step.c.id).where(t.step.c.part == "text"))
    project.repairs.replace(step, "é")
    assert found(project, "été") == [7]
    assert found(project, "ét?") == []
    project.history.undo()
    assert (found(project, "été"), found(project, "ét?")) == ([], [7])


def test_indexing_goes_on_where_it_stopped(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "_BATCH", 5)
    assert study.index.waiting() == 12
    assert not study.index.update(cancelled=lambda: True)
    to_do = iter([1])
    assert not study.index.update(cancelled=lambda: next(to_do, None) is None)
    assert study.index.waiting() == 7
    seen: list[tuple[int, int]] = []
    assert study.index.update(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(5, 7), (7, 7)]
    fill(study, [source_of("more.txt", (PreparedDialogue("more", (turn("机器 again", 1),)),))])
    assert found(study, "机器") == [1, 9, 13]
    with Project.open(study.path, read_only=True, annotator=ADA) as reader:
        assert not reader.index.update()
        assert found(reader, "机器") == [1, 9, 13]


def test_long_texts_are_indexed_few_at_a_time(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = [len(one.text) for one in study.turns.page(range(1, 13))]
    monkeypatch.setattr(text_index, "_BATCH_CHARACTERS", lengths[0] + lengths[1])
    seen: list[int] = []
    assert study.index.update(progress=lambda done, _: seen.append(done))
    assert (seen[0], seen[-1]) == (2, 12)
    monkeypatch.setattr(text_index, "_BATCH_CHARACTERS", 0)
    fill(study, [source_of("more.txt", (PreparedDialogue("more", (turn("机器 again", 1),)),))])
    assert study.index.update(), "a text that is longer goes in by itself"


def test_an_import_under_way_is_not_indexed(study: Project) -> None:
    """Its turns may go again, and others then have their row numbers."""
    one = source_of("one.txt", (PreparedDialogue("one", (turn("熵 gone", 1),)),))
    with study.sources.importer() as importer:
        importer.add(one)
        importer._flush()
        assert study.index.waiting() == 12
        assert study.index.update()
        assert (found(study, "熵"), study.index.waiting()) == ([], 0)
    assert study.index.waiting() == 0
    fill(study, [source_of("two.txt", (PreparedDialogue("two", (turn("增 stays", 1),)),))])
    assert both(study, "增") == [13]
    assert found(study, "gone") == []


def test_too_many_words_are_looked_for_in_the_texts(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    study.index.update()
    assert plan(study._db, "e").match
    monkeypatch.setattr(text_index, "_MOST_WORDS", 1)
    assert plan(study._db, "e").match is None
    assert plan(study._db, "e human").match is None
    assert found(study, "e human") == [8]


def test_letters_sqlite_may_not_know_are_looked_for_in_the_texts(study: Project) -> None:
    study.index.update()
    assert plan(study._db, "ꭓx").match is None
    assert plan(study._db, "机" + chr(0x30000)).exact is False


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE text_mark SET indexed_to = 99", "it claims to know turns that there are not"),
        ("UPDATE text_mark SET indexed_to = 11", "its words are not those of the texts"),
        ("INSERT INTO turn_index(rowid, words) VALUES (5, 'x')", "its words are not those of the texts"),
        ("INSERT INTO turn_index(turn_index) VALUES ('delete-all')", "its words are not those"),
        ("DELETE FROM turn_word WHERE word IN ('robots', 'jobs')", "2 words are not in its list"),
        ("DELETE FROM turn_word WHERE word = 'robots'", "1 word is not in its list"),
    ],
)
def test_an_index_that_is_wrong_is_found(path: Path, statement: str, what: str) -> None:
    with project_of(path, TEXTS, (*TEXTS[:4], "ꭓꞫ x")) as project:
        project.index.update()
        assert project.check() == []
        project._db.raw.execute(statement)
        (problem,) = project.check()
        assert problem.where == "index of words"
        assert what in problem.what
    with Project.open(path, read_only=True, annotator=ADA) as reader:
        assert reader.check() == [problem]


def test_the_index_keeps_apart_what_is_apart() -> None:
    assert indexed("人，工 AI\ue000工具") == "人 \ue000 工 ai 工 具"


@pytest.mark.parametrize("line", ["", "人工", "/x/", "untagged:stance"])
def test_a_search_can_be_stopped(study: Project, line: str) -> None:
    study.index.update()
    with pytest.raises(Cancelled):
        study.search.find(parse(line), cancelled=lambda: True)
    assert study.search.find(parse(line), cancelled=lambda: False) is not None


def test_a_query_is_stopped_within_sqlite(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_search, "_EVERY", 1)
    asked = iter([False])
    with pytest.raises(Cancelled):
        study.search.find(parse("is:gap"), cancelled=lambda: next(asked, True))


def test_a_wrong_pattern_is_named(study: Project) -> None:
    with pytest.raises(UserError, match="not a regular expression"):
        study.search.find(parse("/(/"))


class TestViews:
    def test_a_view_is_kept_changed_renamed_and_forgotten(self, study: Project) -> None:
        study.views.save(" Robots ", parse("robot speaker:A"))
        study.views.save("gaps", parse("is:gap"))
        assert [(view.name, view.filter) for view in study.views.all()] == [
            ("Robots", parse("robot speaker:A")),
            ("gaps", parse("is:gap")),
        ]
        changes = study.views.save("ROBOTS", parse("robot"))
        assert changes.project
        assert [view.name for view in study.views.all()] == ["ROBOTS", "gaps"]
        assert study.views.save("ROBOTS", parse("robot")).edit is None
        study.views.rename("robots", "Machines")
        assert study.views.rename("Machines", "Machines").edit is None
        study.views.remove("machines")
        assert [view.name for view in study.views.all()] == ["gaps"]
        for _ in range(5):
            study.history.undo()
        assert study.views.all() == ()
        for _ in range(5):
            study.history.redo()
        assert [view.name for view in study.views.all()] == ["gaps"]

    def test_names_are_wanted_and_differ(self, study: Project) -> None:
        study.views.save("a", TurnFilter())
        study.views.save("b", TurnFilter())
        with pytest.raises(UserError, match="no name"):
            study.views.save(" ", TurnFilter())
        with pytest.raises(UserError, match="another view has that name"):
            study.views.rename("a", "B")
        with pytest.raises(UserError, match="the name is empty"):
            study.views.rename("a", " ")
        with pytest.raises(KeyError):
            study.views.rename("c", "d")
        with pytest.raises(KeyError):
            study.views.remove("c")


def test_steps_decided_by_a_person_are_no_doubts(path: Path) -> None:
    step = RepairStep(0, 1, "?", "é", "lost", "lost", 0.5, (("é", 0.5),))
    dialogue = PreparedDialogue("x", (PreparedTurn("A", "", "?t", "ét", steps=(step,)),))
    with new_project(path, [source_of("x.txt", (dialogue,))]) as project:
        assert found(project, "doubt:<0.9") == [1]
        assert found(project, "doubt:<0.5") == []
        project.repairs.replace([1], "è")
        assert found(project, "doubt:<0.9") == []
