from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.codebooks import default
from annotator.errors import Cancelled
from annotator.model import Annotator, Study, TurnLanguage
from annotator.pipeline import import_files, language_findings
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.language_findings import find_again, follow_study, undeclared
from annotator.store import Project

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
LINES = ("我觉得可以", "Barcelona", "AI 是 a tool", "Claude 说 maybe", "!!!")
SPANISH = Study(("zh", "es"), ("Claude",))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    transcript = tmp_path / "talk.txt"
    transcript.write_text(
        "\n".join(f"[{'AB'[i % 2]}]: {line}" for i, line in enumerate(LINES)), encoding="utf-8"
    )
    with Project.create(tmp_path / "study.dap", codebook=default(), annotator=ADA) as made:
        import_paths(made, [transcript])
        yield made
        assert made.check() == []


def languages(project: Project) -> list[str]:
    found = [turn.language for turn in project.turns.page(project.turns.ids(1))]
    return [one.primary if one is not None else "" for one in found]


def test_importing_looks_for_the_languages_of_the_study(project: Project, tmp_path: Path) -> None:
    assert languages(project) == ["zh", "en", "mixed", "mixed", "zxx"]
    project.study.set(Study(names=("Claude", "maybe")))
    late = tmp_path / "late.txt"
    late.write_text("[A]: Claude 说 maybe\n[B]: 好", encoding="utf-8")
    import_paths(project, [late])
    turn = project.turns.page(project.turns.ids(2))[0]
    assert turn.language is not None
    assert turn.language.primary == "zh"


@pytest.mark.parametrize("workers", [None, 1])
def test_findings_follow_the_study_and_tags_stay(project: Project, workers: int | None) -> None:
    project.tags.add([3], "language.mixed")
    project.study.set(SPANISH)
    seen: list[tuple[int, int]] = []
    assert find_again(project, progress=lambda *now: seen.append(now), workers=workers) == 5
    assert seen == [(5, 5)]
    assert languages(project) == ["zh", "es", "mixed", "mixed", "zxx"]
    assert [tag.label for tag in project.turns.page([3])[0].tags] == ["language.mixed"]
    assert project.findings.undetected_from() is None
    assert find_again(project) == 0, "nothing is done twice"


def test_a_break_loses_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_findings, "_BATCH", 2)
    project.study.set(SPANISH)
    rounds: list[int] = []
    with pytest.raises(Cancelled):
        find_again(project, progress=lambda done, _total: rounds.append(done), cancelled=lambda: bool(rounds))
    assert (rounds, project.findings.undetected_from()) == ([2], 3)
    assert languages(project)[:2] == ["zh", "es"]
    assert find_again(project) == 3
    assert languages(project) == ["zh", "es", "mixed", "mixed", "zxx"]


def test_an_import_that_leaves_languages_for_later_ends_like_one_that_does_not(tmp_path: Path) -> None:
    for number in range(3):
        text = f"[A]: 你好 {number}\n[B]: Das ist nicht gut, und das weißt du auch.\n[A]: 好\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "x.csv").write_text("speaker,text\nA,你好\nB,hello there\n", encoding="utf-8")
    told = []
    for later in (False, True):
        with Project.create(tmp_path / f"{later}.dap", codebook=default(), annotator=ADA) as made:
            report = import_paths(made, [tmp_path], languages_later=later)
            assert made.findings.waiting() == (11 if later else 0)
            seen: Counter[str] = Counter()
            assert find_again(made, languages=seen) == (11 if later else 0)
            others = undeclared(seen, made.study.read()) if later else report.undeclared
            assert (later, report.undeclared) in {(True, ()), (False, others)}
            languages = [turn.language for turn in made.turns.page(range(1, 12))]
            told.append((report.turns, others, languages, made.findings.undetected_from()))
            assert made.check() == []
    assert told[0] == told[1]
    assert told[0][1] == (("de", 3),)


def test_languages_are_left_for_later_where_they_take_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talk.txt").write_text("[A]: 你好\n[B]: hello\n", encoding="utf-8")
    for long, waiting in ((1_000, 0), (10, 2)):
        monkeypatch.setattr(import_files, "_LONG", long)
        with Project.create(tmp_path / f"{long}.dap", codebook=default(), annotator=ADA) as made:
            import_paths(made, [tmp_path / "talk.txt"], languages_later=None)
            assert made.findings.waiting() == waiting


def test_the_dialogue_somebody_looks_at_comes_first(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_findings, "_BATCH", 2)
    monkeypatch.setattr(language_findings, "_AT_ONCE", 1)
    late = tmp_path / "late.txt"
    late.write_text("[A]: Hola\n[B]: 好\n", encoding="utf-8")
    import_paths(project, [late])
    project.study.set(SPANISH)
    told: list[list[int]] = []
    looked_at = [2]
    find_again(
        project, looked_at=lambda: looked_at[0], told=lambda turns: told.append(sorted(turns)), workers=0
    )
    assert told == [[6], [7], [1, 2], [3, 4], [5, 6], [7]], "and again in its turn, so that none is left out"
    assert languages(project) == ["zh", "es", "mixed", "mixed", "zxx"]

    def change(turns: frozenset[int]) -> None:
        told.append(sorted(turns))
        project.study.set(Study())
        looked_at[0] = 3

    project.study.set(Study(names=("Ada",)))
    told.clear()
    find_again(project, looked_at=lambda: looked_at[0], told=change, workers=0)
    assert told[:2] == [[6], [1, 2]], "what was settled otherwise meanwhile is looked for from the start"
    assert languages(project) == ["zh", "en", "mixed", "mixed", "zxx"]


def test_it_begins_again_where_the_study_changes_meanwhile(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_findings, "_BATCH", 2)
    project.study.set(SPANISH)

    def change_once(done: int, _total: int) -> None:
        if done == 2:
            project.study.set(Study(names=("agree",)))

    assert find_again(project, progress=change_once) == 7
    assert languages(project) == ["zh", "en", "mixed", "mixed", "zxx"]


def test_turns_whose_process_died_keep_what_they_had() -> None:
    batch = language_findings._Batch([(1, "hello")], 2)
    assert language_findings._lost(batch) == []
    assert language_findings._weight(batch) == 20


def test_many_turns_are_worth_processes() -> None:
    assert language_findings._processes(10) == 0
    assert 1 <= language_findings._processes(1_000_000) <= 8


def test_a_repair_decision_looks_with_the_settings_of_the_study(project: Project) -> None:
    follow_study(project)
    assert project.finder is not None
    assert project.finder("so it is") == ((), TurnLanguage("en", "en", None, (("en", 3),)))
    project.study.set(Study(("zh",), ("so", "it", "is")))
    assert project.finder("so it is") == ((), TurnLanguage("und"))
    find_again(project)
