"""Help of the command line in the language of the terminal."""

from __future__ import annotations

import json

import click
import pytest

from annotator.cli import help_language, main
from annotator.cli.commands import cli
from annotator.core.resources import resource

TABLE = json.loads(resource("translations", "help_zh_CN.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_every_help_is_translated_and_no_translation_is_left_over() -> None:
    assert set(help_language.english_texts(cli)) == set(TABLE)
    assert all(any("一" <= char <= "鿿" for char in text) for text in TABLE.values())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW"}, "zh_CN"),
        ({"LANGUAGE": "zh:en", "LANG": "en_GB.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, ""),
        ({"LC_ALL": "", "LANG": "ZH@x"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, ""),
        ({}, ""),
    ],
)
def test_the_language_is_the_terminals(said: dict[str, str], code: str) -> None:
    assert help_language.language(said) == code


def helped(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--help"]) == 0
    return capsys.readouterr().out


def test_help_is_chinese_for_a_chinese_terminal_and_english_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    shown = helped(capsys)
    assert "用法：annotator [选项] 命令 [参数]..." in shown
    assert "显示版本并退出。" in shown
    assert "显示本帮助并退出。" in shown
    assert "codebook" in shown
    packets = helped(capsys, "packets")
    assert "[必需]" in packets
    assert "[默认：1]" in packets
    assert helped(capsys, "codebook", "import").startswith("用法：annotator codebook import [选项]")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert helped(capsys).startswith("Usage: annotator [OPTIONS] COMMAND")


def test_lines_keep_the_width_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    for command in ([], ["import"], ["packets"], ["plot"]):
        for line in helped(capsys, *command).splitlines()[1:]:
            assert help_language.cells(line) <= 82, line  # a closing sign may stand in the margin
    assert help_language.wrapped("标注 annotator formats 列出。", 14) == ["标注 annotator", "formats 列出。"]


def test_other_languages_have_no_texts() -> None:
    assert help_language.texts("") == {}
    plain = help_language.translated(click.Command("bare", params=[click.Argument(["x"])]), TABLE)
    assert plain.help is None
