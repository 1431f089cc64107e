"""East Asian code pages read as Western ones, and the reverse."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import RepairConfig, repair
from annotator.repair.east_asian import suspicious
from annotator.repair.east_asian_lost_bytes import _is_eastern, read_line
from annotator.repair.language_model import load
from annotator.repair.lossy_stretches import LossyStretch

DATA = Path(__file__).parent / "data"

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


def damaged(text: str, page: str, lost: str) -> str:
    """The UTF-8 bytes of a text read under an East Asian page, line by line."""
    return "\n".join(line.encode().decode(page, lost) for line in text.split("\n"))


@pytest.mark.no_cover
@pytest.mark.parametrize("lost", ["replace", "ignore"])
@pytest.mark.parametrize("page", ["gbk", "gb18030"])
def test_utf_8_read_as_gbk_that_lost_bytes(page: str, lost: str) -> None:
    text = (DATA / "dialogues.txt").read_text("utf-8")[:1500]
    received = damaged(text, page, lost)
    result = repair(received)
    assert result.chain == ("gb18030",)
    assert replay(received, result.steps) == result.text
    assert len(result.text) == len(text)
    wrong = sum(a != b for a, b in zip(text, result.text, strict=True))
    assert wrong <= 5
    assert sum(step.kind == "lost" for step in result.steps) > 30
    assert repair(result.text).steps == ()


def test_short_lines_are_read_as_the_lines_around_them() -> None:
    text = "[A]: 我们周末去爬山好吗\n[B]: 好\n[A]: 嗯\n[B]: 那明天见"
    received = damaged(text, "gbk", "replace")
    assert repair(received.split("\n")[1]).text == received.split("\n")[1], "alone it could be anything"
    result = repair(received)
    assert result.text.split("\n")[:2] == text.split("\n")[:2]
    assert replay(received, result.steps) == result.text


def test_a_question_mark_in_the_place_of_lost_bytes() -> None:
    text = "[A]: 我们周末去爬山，好吗？\n[B]: 好，明天见？"
    received = damaged(text, "gbk", "replace").replace("\ufffd", "?")
    assert repair(received).text == text


def test_utf_8_read_as_shift_jis_that_lost_bytes() -> None:
    text = "今日はとても天気がいいですね。散歩に行きましょう。\n一緒に公園へ行って、お茶を飲みませんか。"
    received = damaged(text, "cp932", "replace")
    result = repair(received)
    assert result.chain == ("shift_jis",)
    assert sum(a != b for a, b in zip(text, result.text, strict=True)) <= 2


def test_bytes_that_gbk_lost_can_be_left_alone() -> None:
    received = damaged("最近你有没有试过那家新开的店？", "gbk", "replace")
    result = repair(received, RepairConfig(lost=False))
    marked = [step for step in result.steps if step.kind == "damage"]
    assert marked
    assert all(step.before == step.after for step in marked)
    assert "有没有试过" in result.text


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


def test_a_line_in_which_every_character_lost_bytes() -> None:
    result = repair("A: 縺�縺�縺�\nB: ok")
    assert result.text.startswith("A: いい")
    assert [step.kind for step in result.steps] == ["lost"] * 3


@pytest.mark.parametrize("text", ["B: 螟 蜿 譁 蟄 are kanji parts", "螟 蜿", "鏈 and 鐨 are not words"])
def test_signs_that_could_be_remains_but_show_no_loss_stay(text: str) -> None:
    assert repair(text).steps == ()


def test_utf_8_read_as_euc_kr_that_lost_bytes() -> None:
    text = "오늘 날씨가 정말 좋네요. 산책하러 갈까요?"
    received = damaged(text, "cp949", "replace")
    result = repair(received)
    assert result.chain == ("euc_kr",)
    assert sum(a != b for a, b in zip(text, result.text, strict=True)) <= 1
    assert replay(received, result.steps) == result.text
    assert repair("뷁뷁 똠방각하, 햏자는 쀍").steps == ()


def test_windows_puts_a_dot_for_a_byte_of_shift_jis() -> None:
    text = "こんばんは、明日の会議は中止になりました。"
    received = text.encode().decode("cp932", "replace").replace("\ufffd", "・")
    assert received.endswith("縲・")
    assert repair(received).text == text


def test_three_signs_of_other_kinds_among_letters_are_suspicious() -> None:
    assert suspicious("Ж©ЖЖ¡Ж±Ж")
    assert not suspicious("Ж©ЖЖ¡Ж©Ж")


def test_what_can_have_stood_in_a_hole_counts_as_written() -> None:
    assert _is_eastern([LossyStretch(0, 2, ("中", ""), (("国", "é"),))])
    assert not _is_eastern([LossyStretch(0, 2, ("中", ""), (("é", "国"),))])


@pytest.mark.parametrize("line", ["繝・", "a 繧・b"])
def test_a_dot_behind_too_little_is_no_lost_byte(line: str) -> None:
    assert read_line(line, load) is None


@pytest.mark.parametrize(("written", "read"), [("shift_jis", "gb18030"), ("big5", "gb18030")])
def test_one_east_asian_page_read_as_another(written: str, read: str) -> None:
    text = TEXTS[written]
    found = repair(f"A: yes\nB: {text.encode(written).decode(read)}\nA: no")
    assert found.text == f"A: yes\nB: {text}\nA: no"
    assert {step.reason for step in found.steps} == {f"{written} read as {read}"}


@pytest.mark.parametrize(("written", "read"), [("shift_jis", "cp437"), ("big5", "latin-1")])
def test_pairs_whose_second_byte_is_of_ascii(written: str, read: str) -> None:
    received = TEXTS[written].encode(written).decode(read)
    assert suspicious(received)
    assert repair(received).text == TEXTS[written]


def test_few_suspicious_characters_with_a_lost_byte_are_enough() -> None:
    assert suspicious("浠涓\ufffd")
    assert not suspicious("浠涓\ufffd 你好，世界，今天天气很好")
    assert not suspicious("浠涓")


def test_korean_that_lost_bytes_is_not_mixed_with_chinese() -> None:
    received = damaged("이 페이지는 더 이상 지원되지 않습니다.", "cp949", "replace")
    found = repair(received)
    assert found.text.startswith("이 페이지는 더 이상 ")
    assert not any("一" <= char <= "鿿" for char in found.text)


def test_chinese_read_on_a_korean_machine_stays_chinese() -> None:
    found = repair(damaged("我们明天早上一起去车站接奶奶，好不好？", "cp949", "replace"))
    assert not any("가" <= step.after[:1] <= "힣" for step in found.steps if step.kind == "lost")
