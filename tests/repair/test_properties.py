"""What holds for every text there is."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.core.repair_steps import replay, undo
from annotator.repair import cut, repair
from annotator.repair.code_pages import PAGE_NAMES
from tests.repair.damage import misread

PIECES = st.sampled_from(
    [
        "你觉得作为个人，",
        "关äº'你",
        "â€œ",
        "â€",
        "ã€",
        "Ã©",
        "é",
        "ğŸ",
        "Ğ°",
        "\ufffd",
        "\x1a",
        "?",
        "“好”",
        " ",
        "\xa0",
        "\n",
        "\ud800",
        "\x00",
        "\x85",
        "Ãƒ",
        "🤔",
        "♂️",
        "и",
    ]
)
MOJIBAKE = st.builds(
    misread,
    st.text(st.sampled_from("你好，“”。é—🤔👍\n ab'"), max_size=30),
    st.sampled_from(PAGE_NAMES),
    st.sampled_from(["kept", "dropped", "controls", "?", "\ufffd", "\x1a"]),
)
#: Bytes of other encodings read under a Western page; now and then the last character is cut in two.
EASTERN = st.builds(
    lambda text, codec, page, lost, cut: text.encode(codec, "ignore")[: -1 if cut else None].decode(
        page, lost
    ),
    st.text(st.sampled_from("周末要不要一起去爬山？葉子已經红了一半。テスト🤔 AI?€\n"), max_size=30),
    st.sampled_from(["gb18030", "big5", "shift_jis", "utf-8"]),
    st.sampled_from(["cp1252", "latin-1", "cp1251", "gb18030", "gbk", "cp932", "big5"]),
    st.sampled_from(["replace", "ignore"]),
    st.booleans(),
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(PIECES, max_size=20).map("".join),
    st.lists(st.one_of(MOJIBAKE, PIECES, EASTERN), max_size=5).map("".join),
)


@given(TEXTS)
def test_steps_replay_to_the_text_and_back(text: str) -> None:
    result = repair(text)
    assert result.received == text
    assert replay(text, result.steps) == result.text
    assert undo(result.text, result.steps) == text
    for step in result.steps:
        assert text[step.start : step.end] == step.before
        assert (step.kind == "damage") == (step.before == step.after)
        assert 0 <= step.confidence <= 1


@given(TEXTS)
@example("\x800Â\xa0")
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@given(TEXTS, st.data())
def test_pieces_join_to_the_whole(text: str, data: st.DataObject) -> None:
    result = repair(text)
    marks = sorted(data.draw(st.lists(st.integers(0, len(result.text)), max_size=4)))
    pieces = cut(result, marks)
    assert len(pieces) == len(marks) + 1
    assert "".join(p.received for p in pieces) == text
    assert [p.text for p in pieces] == [
        result.text[a:b] for a, b in zip([0, *marks], [*marks, len(result.text)], strict=True)
    ]
    for piece in pieces:
        assert replay(piece.received, piece.steps) == piece.text
        assert undo(piece.text, piece.steps) == piece.received


CLEAN = st.text(st.sampled_from("你觉得作为个人，“好”—…。 abc\n🤔👍ひらがなカタカナ한국어"), max_size=80)


@given(CLEAN)
def test_clean_text_stays(text: str) -> None:
    assert repair(text).text == text
