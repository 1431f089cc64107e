"""The table of everything that reads what somebody else wrote, with real inputs of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from annotator import codebooks, exchange, filters, importers
from annotator.errors import UserError
from annotator.exporters.json_reader import Export
from annotator.exporters.tag_files import read_tags
from annotator.pipeline import import_files
from annotator.repair import RepairConfig, repair
from annotator.store import Project

TESTS = Path(__file__).parent.parent
_FILES = ("cases", "golden")
_EXPORTS = ("json", "jsonl", "csv", "tags-csv", "doccano", "label-studio", "xlsx", "tables")
_UNLIKE = ("README", "expected.json")
_PATTERNS = (
    r"\[(?P<speaker>[^\]]{1,40})\]:",
    r"(?P<speaker>\w+)\s*[:：]",
    "(?P<speaker>(?:甲乙|甲|乙)+)：",
    "brackets",
    r"(?P<speaker>[A-Z][a-z]+(?: [A-Z][a-z]+)*):\s",
    r"^\d+\.\s(?P<speaker>[AB])\b",
    r"(?P<speaker>(a)\2?)+:",
)
_FILTERS = (
    "", "robot", 'speaker:A "two words" label:stance.favor', "/ro.ot/", "untagged:stance lang:zh length:>3",
    "speaker:甲 is:flagged", "-label:topic.art", "/(a|a)*b/", 'language:en repaired damage gap note:"x"',
)  # fmt: skip
_MESSAGES: tuple[dict[str, object], ...] = (
    {"paths": []},
    {"paths": ["/tmp/a.txt", "/home/é/b.dap"]},
    {"took": True},
    {"paths": ["\udcff"]},
)
_SETTINGS = b"""[General]
[look]
theme=dark
font_step=2
[files]
recent=/tmp/a.dap, /tmp/b.dap
last_project=/tmp/a.dap
[window]
geometry=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3)
[keys]
actions="{\\"undo\\": [\\"Ctrl+Z\\"]}"
[import]
mappings="{\\"a\\": {\\"text\\": \\"b\\"}}"
[dialogues]
look="{\\"order\\": \\"name\\"}"
[palette]
recent="[\\"undo\\"]"
"""


@dataclass(frozen=True)
class Target:
    """Something that reads: real inputs by name, and what is called with a changed one.

    ``read`` gets the input, the name of what it came from, and a folder to put it in. It may raise what
    ``allowed`` names, which its own documentation promises. ``weight``: how often, beside the others.
    """

    key: str
    seeds: Callable[[Path], dict[str, bytes]]
    read: Callable[[bytes, str, Path], object]
    weight: int = 1
    allowed: tuple[type[Exception], ...] = (UserError,)


# --- real inputs -------------------------------------------------------------------------------------


def _real_files(_folder: Path) -> dict[str, bytes]:
    files = [
        file for part in _FILES for file in sorted((TESTS / "importers" / part).rglob("*")) if file.is_file()
    ]
    return {file.name: file.read_bytes() for file in files if file.name not in _UNLIKE}


def _exported(folder: Path) -> dict[str, bytes]:
    from tests.trust.scene import base  # noqa: PLC0415 - a project is made only where one is needed

    made = {}
    with Project.open(base(folder), read_only=True) as project:
        for key in _EXPORTS:
            path = folder / f"seed-{key}{exchange.format_of(Path('x'), key).extensions[0]}"
            exchange.export_project(project, path, format=key)
            made[path.name] = path.read_bytes()
    return made


def _whole_export(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in _exported(folder).items() if name == "seed-json.json"}


def _starters(_folder: Path) -> dict[str, bytes]:
    return {book.name: codebooks.dumps(book) for book in codebooks.starters()}


def _lines(lines: tuple[str, ...], _folder: Path) -> dict[str, bytes]:
    return {str(number): line.encode() for number, line in enumerate(lines)}


def _message_lines(_folder: Path) -> dict[str, bytes]:
    return {str(number): json.dumps(message).encode() for number, message in enumerate(_MESSAGES)}


def _settings_file(_folder: Path) -> dict[str, bytes]:
    return {"settings.ini": _SETTINGS}


# --- what reads them ----------------------------------------------------------------------------------


def _decode(data: bytes, _name: str, _folder: Path) -> object:
    return importers.decode(data), importers.decode_by_lines(data)


def _repair(data: bytes, _name: str, _folder: Path) -> object:
    return repair(data.decode("utf-8", "replace")[:20_000], RepairConfig())


def _read(data: bytes, name: str, _folder: Path) -> object:
    return import_files.prepare(name, data)


def _pattern(data: bytes, _name: str, _folder: Path) -> object:
    rule = importers.read_rule(data.decode("utf-8", "replace")[:200])
    return importers.divide(
        "[A]: hello there\nB: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n甲乙甲乙甲乙：好\n" * 5, rule, {}
    )


def _filter(data: bytes, _name: str, _folder: Path) -> object:
    wanted = filters.parse(data.decode("utf-8", "replace")[:400])
    again = filters.parse(filters.text_of(wanted))
    if again != wanted:
        raise AssertionError("a filter does not read back from its own text")
    return filters.hits(wanted, "The robot said: robots, 甲乙 aaaaaaaaaaaaaaaaaaab")


def _codebook(data: bytes, _name: str, _folder: Path) -> object:
    return codebooks.loads(data, "fuzz.json")


def _project_json(data: bytes, _name: str, folder: Path) -> object:
    return list(Export(folder / "fuzz.json", data).sources())


def _tags(data: bytes, name: str, folder: Path) -> object:
    path = folder / f"fuzz-{name}"
    path.write_bytes(data)
    return list(read_tags(path))


def _words(data: bytes, _name: str, _folder: Path) -> object:
    return exchange.parse_words(data.decode("utf-8", "replace"), "words.txt").hits(
        "Ada met Ben in Oslo. 甲乙"
    )


def _message(data: bytes, _name: str, _folder: Path) -> object:
    from annotator.ui.single_instance.protocol import asked_paths  # noqa: PLC0415 - brings Qt along

    return asked_paths(data)


def _settings(data: bytes, _name: str, folder: Path) -> object:
    from tests.trust import window  # noqa: PLC0415 - brings Qt along

    path = folder / "fuzz.ini"
    path.write_bytes(data)
    return window.read_settings(path)


TARGETS = (
    Target("decoder", _real_files, _decode),
    Target("repair", _real_files, _repair),
    Target("readers", _real_files, _read, weight=6),
    Target("readers of exports", _exported, _read),
    Target("marker patterns", partial(_lines, _PATTERNS), _pattern),
    Target("filters", partial(_lines, _FILTERS), _filter, weight=3),
    Target("codebooks", _starters, _codebook, weight=2),
    Target("project JSON", _whole_export, _project_json, weight=2),
    Target("tags from files", _exported, _tags, weight=2),
    Target("word lists", partial(_lines, ("Ada\nBen\n", "Oslo, CITY\n# x\n")), _words),
    Target("messages between windows", _message_lines, _message),
    Target("settings", _settings_file, _settings),
)
