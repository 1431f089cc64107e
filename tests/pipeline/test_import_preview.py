"""What the import dialog shows before anything is stored."""

from __future__ import annotations

import hashlib

import pytest

from annotator.core.resources import samples
from annotator.errors import UserError
from annotator.importers import custom_rule, rule
from annotator.pipeline.import_preview import preview


def test_a_sample() -> None:
    path = samples()[1]
    shown = preview(path.name, path.read_bytes())
    assert (shown.rule, shown.turns, shown.speakers) == ("[A]: …", 20, (("A", 10), ("B", 10)))
    assert shown.gaps == 32
    assert (shown.damage, shown.partial, shown.others) == (0, False, ())
    assert shown.source.sha256 == shown.sha256


def test_choices_are_followed() -> None:
    data = "A - hé\nB - ho".encode("cp1252")
    shown = preview("x", data, encoding="latin-1", rule=custom_rule(r"(?P<speaker>\w) - "))
    assert (shown.rule, shown.speakers) == ("Own pattern", (("A", 1), ("B", 1)))
    assert preview("x", data, rule=rule("lines")).speakers == (("", 2),)
    assert "utf-8" in preview("x", data).others or preview("x", data).source.decoded_as == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-32-be"])
def test_of_a_large_file_the_beginning_is_read(encoding: str) -> None:
    data = ("[A]: 你好，我们开始吧\n[B]: 好的，没问题\n" * 300).encode(encoding)
    shown = preview("x", data, at_most=1_002)
    assert shown.partial
    assert shown.sha256 == hashlib.sha256(data).hexdigest()
    assert shown.source.undecodable == 0
    assert "\ufffd" not in "".join(turn.text for turn in shown.source.dialogues[0].turns)


def test_a_line_without_end_is_cut_all_the_same() -> None:
    shown = preview("x", b"a" * 100, at_most=50)
    assert shown.source.dialogues[0].turns[0].text == "a" * 48


def test_no_text_is_said() -> None:
    with pytest.raises(UserError, match="empty"):
        preview("x", b"")


def test_repairs_are_counted() -> None:
    shown = preview("x", "[A]: itâ€™s fine, isnâ€™t it".encode())
    assert (shown.repairs, shown.damage) == (2, 0)


def test_of_a_large_table_the_first_turns_are_looked_at() -> None:
    rows = "".join(f"{n // 700},A,words number {n}\n" for n in range(2_500))
    data = f"dialogue,speaker,text\n{rows}".encode()
    shown = preview("x.csv", data)
    assert (shown.partial, shown.turns, len(shown.source.dialogues)) == (True, 2_000, 3)
    assert (shown.format, shown.rule) == ("csv", "")
    assert shown.columns == ("dialogue", "speaker", "text")
    assert shown.mapping == {"dialogue": "dialogue", "speaker": "speaker", "text": "text"}
    assert shown.sample[0] == ("0", "A", "words number 0")
    assert shown.sha256 == hashlib.sha256(data).hexdigest()


def test_of_json_lines_the_beginning_is_read() -> None:
    data = b'{"speaker": "A", "text": "words and words"}\n' * 100
    shown = preview("x.jsonl", data, at_most=1_000)
    assert (shown.partial, shown.turns, shown.source.problems) == (True, 22, ())
