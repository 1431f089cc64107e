"""The help of the command line in the language of the terminal, where it is translated.

What is translated are the texts of commands and options, from ``resources/translations/help_LANGUAGE.json``,
and click's own headings. Names that are typed, and the names of arguments, stay as they are.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import click

from annotator.core.resources import resource

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as for gettext
_TRANSLATED = {"zh": "zh_CN"}
_PIECE = re.compile(r"[ -~]+(?<! )|.", re.DOTALL)  # words of Latin letters, or one character
_CLOSING = frozenset("，。；：、）》”！？,.;:)!?")  # never at the beginning of a line
_EXTRA = re.compile(r"\s*\[(default: [^\]]*?)?(; )?(required)?\]$")


def language(environment: Mapping[str, str] = os.environ) -> str:
    """The code of the translation that the terminal asks for; "" where there is none, as for English."""
    said = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    return _TRANSLATED.get(re.split(r"[_.@:]", said)[0].casefold(), "")


def texts(code: str) -> dict[str, str]:
    """The translations of a language by the English text; empty for ""."""
    if not code:
        return {}
    file = resource("translations", f"help_{code}.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def translated(command: click.Command, table: Mapping[str, str]) -> click.Command:
    """A copy of a command whose help, options and commands below it have the texts of a table."""
    made = copy.deepcopy(command)
    _translate(made, table)
    return made


def english_texts(command: click.Command) -> Iterator[str]:
    """What there is to translate: the help of a command, of its options and of the commands below it."""
    if command.help:
        yield inspect.cleandoc(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield inspect.cleandoc(parameter.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from english_texts(below)


def _translate(command: click.Command, table: Mapping[str, str]) -> None:
    command.context_class = _Context
    if command.help:
        english = inspect.cleandoc(command.help)
        command.help = table.get(english, english)
        command.short_help = command.help.partition("\n")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            english = inspect.cleandoc(parameter.help)
            parameter.help = table.get(english, english)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _translate(below, table)


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """One paragraph in lines of at most ``width`` columns; Latin words stay whole where they fit."""
    lines = [""]
    for piece in _pieces(text):
        full = cells(lines[-1].rstrip()) + cells(piece.rstrip()) > width
        if full and lines[-1].strip() and piece not in _CLOSING:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        yield from re.findall(r" *\S+ *|\s", piece) if piece.isascii() else [piece]


class _ChineseHelp(click.HelpFormatter):
    """Help with Chinese headings, in lines that count Chinese characters as the two columns they take."""

    _HEADINGS: ClassVar[Mapping[str, str]] = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
    _WORDS: ClassVar[Mapping[str, str]] = {"Show this message and exit.": "显示本帮助并退出。"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``用法：annotator [选项] 命令``."""
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(self._HEADINGS.get(heading, heading))

    def write_text(self, text: str) -> None:
        """Paragraphs, an empty line between two."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(inspect.cleandoc(text).split("\n\n")):
            if number:
                self.write("\n")
            for line in wrapped("".join(paragraph.split("\n")), self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names, and beside them what they mean."""
        rows = list(rows)
        first = min(max((cells(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        room = max(self.width - first - self.current_indent, 10)
        for name, meaning in rows:
            lines = wrapped(self._meaning(meaning), room)
            beside = f"{indent}{name}"
            if cells(name) > first - col_spacing:
                self.write(f"{beside}\n")
                beside = indent
            pad = " " * (first + self.current_indent - cells(beside))
            self.write(f"{(beside + pad + lines[0]).rstrip()}\n")
            for line in lines[1:]:
                self.write(f"{' ' * (first + self.current_indent)}{line}\n")

    def _meaning(self, meaning: str) -> str:
        """A meaning with click's additions, such as ``[default: 3]``, in Chinese."""
        words = self._WORDS.get(meaning, meaning)
        extra = _EXTRA.search(words)
        if extra is None:
            return words
        parts = [part for part in (extra[1], extra[3]) if part]
        said = "；".join(part.replace("default: ", "默认：").replace("required", "必需") for part in parts)
        return f"{words[: extra.start()]} [{said}]"


class _Context(click.Context):
    formatter_class = _ChineseHelp


def in_chinese(context: click.Context) -> click.Context:
    """The context of a command, which from now on shows its usage in Chinese."""
    context.formatter_class = _ChineseHelp
    return context
