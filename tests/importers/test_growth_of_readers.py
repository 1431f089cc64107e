"""Every format in the table of formats is read in a time that grows as the file does."""

from __future__ import annotations

import pytest

from annotator.importers import FORMATS, Recipe, decode, divide, find_format, read_structured
from tests.growth import MOST, TIMES, growth
from tests.importers.long_files import LONG

_SIZE = 100


def test_there_is_a_long_file_of_every_format() -> None:
    assert {form.key for form in FORMATS} == set(LONG)


def turns(key: str, count: int) -> int:
    """Read the long file with so many turns; how many were read."""
    file = LONG[key]
    data = file.of(count)
    form = find_format(file.name, data)
    assert form.key == key
    if form.read is None:
        return len(divide(decode(data).text, None, {}).segmentation.pieces)
    made = read_structured(form, file.name, data, Recipe())
    if made.text:
        return len(made.text.strip().split("\n"))
    return sum(len(dialogue.turns) for dialogue in made.dialogues)


@pytest.mark.parametrize("key", LONG)
def test_reading_takes_as_long_as_the_file(key: str) -> None:
    most = TIMES * _SIZE
    assert turns(key, most) >= most - 1, "its turns are read"
    assert growth(lambda size: turns(key, size), _SIZE) <= MOST
