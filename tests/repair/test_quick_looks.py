"""Quick looks at whole texts: they may only leave out what the slow ones would leave out, too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.repair import repair
from annotator.repair.code_pages import PAGE_NAMES, may_be_whole
from annotator.repair.east_asian import any_suspicious, suspicious
from annotator.repair.reread_lines import complete

SIGNS = st.sampled_from("aé ãåÃ¢€™ŸšœÐÑ¼½¾±°╨╤РС縺螟 ï¿½锘鈥\n\x81\x8d\x9d你☺")
TEXTS = st.lists(SIGNS, max_size=40).map("".join)


@given(TEXTS)
def test_a_text_is_suspicious_where_a_line_is(text: str) -> None:
    assert any_suspicious(text) == any(suspicious(line) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("螟螟螟", True),
        ("螟螟\n螟", False),
        ("螟\n螟螟螟 and so on\nmore", True),
        (f"螟螟螟{'你' * 20}\nmore", False),
        (f"螟螟螟{'你' * 20}\n螟螟螟", True),
    ],
)
def test_a_line_is_suspicious_for_many_such_characters(text: str, expected: bool) -> None:
    assert any_suspicious(text) is expected
    assert any(suspicious(line) for line in text.split("\n")) is expected


@given(TEXTS)
def test_nothing_whole_is_overlooked(text: str) -> None:
    whole = any(complete(name).search(text) for name in PAGE_NAMES)
    assert may_be_whole(text) or not whole


def test_a_line_of_ascii_is_never_misread() -> None:
    assert repair("nothing \x1a here\nis misread, and this is café").steps == ()
