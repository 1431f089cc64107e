"""What is wrong with a command line is said in the language of the terminal."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from annotator.cli import main, usage_errors
from annotator.errors import UserError
from annotator.ui.texts import error_texts


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def wrong(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


LINES = [
    (("expor",), "没有命令'expor'。（是不是这些之一：'export', 'report'？）"),
    (("export",), "缺少参数'PROJECT'。"),
    (("export", "--foo"), "没有选项'--foo'。是不是'--format'？"),
    (("export", "a", "b", "--format"), "选项'--format'需要一个值。"),
    (("import", "a", "b", "--jobs", "x"), "'--jobs'的值不对：'x'不是整数。"),
    (("import", "a", "b", "--jobs", "-1"), "'--jobs'的值不对：-1不在范围x>=0内。"),
    (("info", "a", "b"), "多余的参数（b）"),
    (("import", "a", "b", "--encoding", "nope"), "'--encoding'的值不对：没有名为'nope'的编码"),
    (("import", "a", "b", "--map", "x"), "'--map'的值不对：请写成ROLE=COLUMN"),
    (("repair", "a"), "请用--out DIR说明修复后的文件放在哪里，或用--only-detect。"),
    (("plot",), "请给出PROJECT、NAME和--out FILE，或--list。"),
]


@pytest.mark.parametrize(("words", "said"), LINES, ids=[" ".join(words) for words, _ in LINES])
def test_usage_errors_are_chinese_for_a_chinese_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    english = wrong(capsys, *words)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    chinese = wrong(capsys, *words)
    assert said in chinese
    assert chinese.startswith("用法：annotator") == english.startswith("Usage: annotator")
    assert ("--help" in chinese) == ("--help" in english)
    assert (
        not set(english.split()) & set(chinese.split()) & {"Error:", "Usage:", "Try", "Invalid", "No", "such"}
    )


def test_english_stays_as_click_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Error: No such command 'expor'." in wrong(capsys, "expor")


def test_click_still_makes_its_sentences_of_these_templates() -> None:
    @click.command()
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @click.option("--kind", type=click.Choice(["a", "b"]), required=True)
    @click.option("--much", type=float)
    def command(**_: object) -> None:
        """Nothing."""

    def message(*words: str) -> str:
        with pytest.raises(click.UsageError) as caught:
            command.main(list(words), standalone_mode=False)
        return caught.value.format_message()

    known = [pattern for _, pattern in usage_errors._patterns()]
    for words in (
        (), ("nowhere",), ("/",), (__file__,), (__file__, "--kind"), (__file__, "--kind", "c"), ("--kind=a",),
        (__file__, "--kind=a", "--much", "x"), (__file__, "--kind=a", "more"), ("--none",), ("--kin=a",),
    ):  # fmt: skip
        assert any(pattern.fullmatch(message(*words)) for pattern in known), message(*words)


def test_errors_end_as_sentences_of_their_language_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main(["info", str(tmp_path / "no.dap")]) == 1
    assert capsys.readouterr().err == (
        "no.dap cannot be opened: there is no such file. Check the name and the folder.\n"
    )
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(["info", str(tmp_path / "no.dap")]) == 1
    assert capsys.readouterr().err == "无法打开no.dap：没有这个文件。请检查名称和文件夹。\n"
    error_texts.use(None)
    assert error_texts.one_line(UserError("What")) == "What."
    assert error_texts.sentences("", "") == ""
