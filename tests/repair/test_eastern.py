"""East Asian code pages read as Western ones, and the reverse."""

from __future__ import annotations

import pytest

from annotator.repair import repair

TEXTS = {
    "gb18030": "周末要不要一起去爬山？听说香山的叶子已经红了一半。",
    "big5": "週末要不要一起去爬山？聽說葉子已經紅了一半。",
    "shift_jis": "今日はとても天気がいいですね。散歩に行きましょう。",
    "euc_kr": "오늘은 날씨가 정말 좋네요. 산책하러 갈까요?",
}


@pytest.mark.parametrize("codec", TEXTS)
def test_eastern_bytes_read_as_latin_1(codec: str) -> None:
    result = repair("[A]: " + TEXTS[codec].encode(codec).decode("latin-1"))
    assert result.text == "[A]: " + TEXTS[codec]
    assert result.chain[0] in {"latin-1", "windows-1252"}
    assert result.model


def test_utf_8_read_as_gbk() -> None:
    text = "天气很好" * 3
    result = repair(text.encode().decode("gb18030"))
    assert result.text == text
    assert result.chain == ("gb18030",)


@pytest.mark.parametrize(
    "text",
    [
        "ÀÉÈÙÇÂÊÎÔÛ",
        "§§§§§§§§ ¶¶¶¶¶¶",
        "锟斤拷烫烫烫",
        "鍙鐨锛銆涓",
    ],
)
def test_what_reads_no_better_stays(text: str) -> None:
    assert repair(text).text == text


def kept(data: bytes, page: str) -> str:
    """The bytes read under a page; those without a character stay as controls."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)


PAGES = ["windows-1252", "windows-1250", "windows-1254", "mac-roman"]


@pytest.mark.parametrize(
    ("codec", "page"), [*((codec, page) for codec in TEXTS for page in PAGES), ("gb18030", "windows-1251")]
)
def test_eastern_bytes_read_under_other_pages(codec: str, page: str) -> None:
    text = f"[A]: {TEXTS[codec]}\n[B]: ok\n[A]: {TEXTS[codec][:3]}"
    result = repair(kept(text.encode(codec), page))
    assert result.text == text


def test_short_lines_are_read_as_the_long_ones_and_others_stay() -> None:
    clean = "Ça va, 没有坏"
    text = f"{TEXTS['gb18030']}\n好的\n" * 3
    result = repair(kept(text.encode("gb18030"), "windows-1252") + clean)
    assert result.text == text + clean
    assert repair(result.text).steps == ()
    alone = kept("好的".encode("gb18030"), "windows-1252")
    assert repair(alone).text == alone
