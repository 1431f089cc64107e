"""Columns of a table that are about the speakers rather than their turns: age, first language, role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.importers.cell_values import name_of, words_of
from annotator.importers.column_names import plain
from annotator.importers.record_table import RecordRow

# What people are asked for; a column so called, or with "speaker" before it, says it of who speaks.
_ASKED = frozenset(
    ("age", "gender", "sex", "l1", "l2", "nativelanguage", "firstlanguage", "mothertongue", "occupation",
     "education", "nationality", "ethnicity", "agegroup", "birthyear", "dialect",
     "年龄", "性别", "母语", "职业", "学历")
)  # fmt: skip
_OF_SPEAKERS = frozenset(
    ("role", "group", "language", "country", "location", "party", "type", "title", "affiliation")
)
_BEFORE = ("speaker", "participant", "author", "user")


def about_speakers(
    rows: Sequence[RecordRow], speaker: str, columns: Sequence[str]
) -> dict[str, dict[str, str]]:
    """What columns say about each speaker, as far as no speaker has two values in one of them.

    ``speaker`` is the column of who speaks, ``columns`` are those that mean nothing else.
    """
    wanted = {column: name for column in columns if (name := _attribute(column))}
    found: dict[str, dict[str, str]] = {}
    for column, name in wanted.items():
        said: dict[str, str] = {}
        for row in rows:
            who, value = name_of(row.values.get(speaker)), words_of(row.values.get(column)).strip()
            if who and value and said.setdefault(who, value) != value:
                said = {}
                break
        for who, value in said.items():
            found.setdefault(who, {})[name] = value
    return found


def _attribute(column: str) -> str:
    """What a column says about a speaker; "" for a column that says nothing about one."""
    name = plain(column)
    if name in _ASKED:
        return column.rpartition(".")[2].strip()
    for before in _BEFORE:
        rest = name.removeprefix(before)
        if rest != name and rest in _ASKED | _OF_SPEAKERS:
            return column.rpartition(".")[2].replace("_", " ").strip().split(" ")[-1]
    return ""


def of_turns(about: Mapping[str, dict[str, str]], speakers: Sequence[str]) -> dict[str, dict[str, str]]:
    """What is known about some speakers."""
    return {speaker: about[speaker] for speaker in dict.fromkeys(speakers) if speaker in about}
