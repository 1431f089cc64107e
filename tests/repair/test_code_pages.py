"""Which page and which loss are read off a damaged text, and how sure that is."""

from __future__ import annotations

from math import log
from types import SimpleNamespace
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.repair import RepairConfig, repair
from annotator.repair.code_pages import PAGE_NAMES, character_table, page, with_signs
from annotator.repair.damage_hypotheses import Sample, _explained, all_shares, hypotheses
from annotator.repair.find_code_page import explains, find_page
from annotator.repair.language_model import LanguageModel, load
from annotator.repair.lost_characters import ByteLoss, find_loss
from annotator.repair.misread_units import units
from annotator.repair.reread_lines import Finding
from annotator.repair.unigrams import Unigrams, unigrams_of
from tests.repair.damage import misread

TALK = (
    "你提到的这点特别重要，特别是在技术快速迭代的今天。团队里既有工程师，也有心理学和艺术背景的人。\n"
    "最后发现，真正推动项目的是那些能把技术和人性需求结合起来的成员。“你觉得呢？”他问。\n"
    "我们应该多花一些时间去了解彼此的想法，而不是急着下结论。周末要不要一起去爬山？\n"
)
RUSSIAN = "Это очень важный вопрос, и мы должны подумать о нём вместе. Как вы считаете, что будет дальше?\n"
#: Leads that Chinese needs are missing there, so parts of the text are gone with them.
WITHOUT_LEADS = {"iso-8859-3", "iso-8859-6"}


def understood(damaged: str) -> ByteLoss | None:
    found = find_page(damaged, load)
    return find_loss(damaged, found.page, [(0, len(damaged))], load) if found else None


def used_bytes(text: str, name: str) -> dict[str, int]:
    """The characters that the page makes of the text's bytes, with the bytes."""
    table = character_table(name)
    return {table[b - 0x80]: b for b in set(text.encode()) if b >= 0x80 and table[b - 0x80]}


@pytest.mark.parametrize("lost", ["dropped", "controls", "kept", "?", "\ufffd", "\x1a"])
@pytest.mark.parametrize("name", [name for name in PAGE_NAMES if name not in WITHOUT_LEADS])
def test_page_and_loss_are_read_off_the_text(name: str, lost: str) -> None:
    found = understood(misread(TALK, name, lost))
    assert found
    for char, byte in used_bytes(TALK, name).items():
        if char > "\x9f" and char != "\xad":
            assert found.page.byte_of[char] == byte
    table = character_table(name)
    tails = {b for b in set(TALK.encode()) if 0x80 <= b < 0xC0}
    gone = {b for b in tails if not table[b - 0x80]}
    if lost == "controls":
        gone |= {b for b in tails if "\x80" <= table[b - 0x80] <= "\x9f"}
    if lost in {"dropped", "controls"}:
        gone |= {b for b in tails if table[b - 0x80] == "\xad"}
    if lost == "kept" or not gone:
        assert not set(found.lost) & tails
    else:
        assert gone <= set(found.lost)
        assert found.marker == (lost if len(lost) == 1 else "")


def test_the_other_latin_pages_lose_their_controls_too() -> None:
    text = TALK * 2
    damaged = misread(text, "iso-8859-15", "controls")
    result = repair(damaged)
    assert result.chain == ("iso-8859-15",)
    assert len(result.text) == len(text)
    assert sum(a == b for a, b in zip(result.text, text, strict=True)) > 0.6 * len(text)


def test_a_long_text_is_known_by_pieces_from_all_over_it() -> None:
    # Windows-1250 shows in the last tenth alone, so a look at the beginning would not find it.
    long = "x\n" * 300_000 + misread(TALK * 200, "windows-1250")
    found = find_page(long, load)
    assert found
    assert found.page.name == "windows-1250"


@pytest.mark.parametrize("name", ["latin-1", "iso-8859-5", "iso-8859-15"])
def test_letters_whose_second_byte_is_lost_leave_many_leads_alone(name: str) -> None:
    text = RUSSIAN * 3
    found = find_page(misread(text, name, "controls"), load)
    assert found
    assert found.much_lost
    assert find_page("À la forêt, où l’été dure, élèves et maîtres s’égaient.\n" * 9, load) is None


def test_a_lone_lead_in_a_word_is_a_letter() -> None:
    found = Finding(page("latin-1"), much_lost=True)
    line = "une forêt très éloignée"
    assert not explains(line, found, 0, len(line))


def test_signs_of_other_bytes_are_not_taken_from_them() -> None:
    assert page("iso-8859-8").byte_of["×"] == 0xAA
    assert page("iso-8859-8").byte_of["¡"] == 0xA1


def test_what_pages_read_otherwise_is_less_sure() -> None:
    found = Finding(page("latin-1"), rivals=((page("iso-8859-9"), 0.3), (page("iso-8859-15"), 0.1)))
    assert found.agreement("å¥½") == pytest.approx(0.9)  # ½ is another sign in iso-8859-15
    assert found.agreement("ð\xa0ab") == pytest.approx(0.7)
    assert found.agreement("ç") == 1


def test_two_pages_that_explain_a_text_alike_share_what_is_sure() -> None:
    # Whether the letter is of Iceland or of Turkey the text does not say.
    pages = [page(name) for name in ("latin-1", "iso-8859-9")]
    odds = all_shares(Sample(misread(TALK, "latin-1", "controls")), pages, load())
    assert sum(share for _, share in odds) == pytest.approx(1)
    by_page = {name: sum(s for h, s in odds if h.page.name == name) for name in ("latin-1", "iso-8859-9")}
    assert by_page["latin-1"] > by_page["iso-8859-9"] > 0.01


def test_question_marks_at_the_end_of_sentences_are_no_markers() -> None:
    text = "用一杯咖啡吗?\n很抱歉，我没有.\n不客气.\n你听到新闻了吗?\n什么新闻?\n你最喜欢什么颜色?\n" * 3
    found = understood(misread(text, "windows-1254"))
    assert found
    assert found.marker == ""


def test_bytes_that_perhaps_were_lost_weigh_less() -> None:
    # Too little text to tell whether two more bytes were lost than windows-1252 loses.
    found = understood(misread("我们还是不知道，你觉得呢？今天不行。", "windows-1252"))
    assert found
    assert found.lost
    assert [sure for sure, _ in found.sets] == sorted((sure for sure, _ in found.sets), reverse=True)
    assert found.sets[-1][1] == found.lost


def test_single_characters_by_their_bytes() -> None:
    known: Unigrams = unigrams_of(load())
    assert known is unigrams_of(load())
    assert known.whole("的".encode()) > known.whole("揉".encode()) > known.whole("\ua000".encode())
    assert known.whole("🎬".encode()) < known.whole("的".encode())
    assert known.broken(b"\xe7\x84", ()) is None
    alone = known.broken(b"\xe7\x84", (0x9A,))
    more = known.broken(b"\xe7\x84", (0x9A, 0x84, 0xB6))
    assert alone is not None
    assert more is not None
    assert alone < more
    assert known.broken(b"\xe7\x9a\0", (0x84,)) == known.whole("的".encode())
    assert known.broken(b"\xe7\0", (0x84,)) is None
    assert known.broken(b"\xf0\x9f", (0x8E,)) == known.whole("🎬".encode())
    assert known.broken(b"\xc9", (0x80,)) == known.whole("\u0240".encode())


def test_a_page_may_lose_its_soft_hyphen_and_its_controls_or_not() -> None:
    assert {len(h.lost) for h in hypotheses("latin-1", "")} == {0, 1, 33}
    assert {len(h.lost) for h in hypotheses("windows-1252", "?")} == {5, 6}
    assert {len(h.lost) for h in hypotheses("mac-roman", "")} == {0}


def test_without_a_model_the_structure_tells_the_page() -> None:
    def missing() -> LanguageModel:
        raise UserError("The language model is gone")

    damaged = misread(TALK, "windows-1252")
    found = find_page(damaged, missing)
    assert found
    loss = find_loss(damaged, found.page, [(0, len(damaged))], missing)
    assert set(loss.lost) <= set(page("windows-1252").fragile)
    assert loss.sets == ((0.0, loss.lost),)


def test_much_text_is_looked_at_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.repair import lost_characters  # noqa: PLC0415  (to set its limit)

    monkeypatch.setattr(lost_characters, "_EXCERPT", 100)
    damaged = misread(TALK, "windows-1254")
    spans = [(0, damaged.index("\n")), (damaged.index("\n") + 1, len(damaged))]
    assert find_loss(damaged, page("windows-1254"), spans, load).lost


def test_a_plain_space_may_stand_for_the_last_byte_of_a_letter() -> None:
    from annotator.repair.lost_characters import _signed  # noqa: PLC0415  (what it was before it is remembered)

    assert _signed.__wrapped__("Ã ", b"\xc3\x00") == (("à", 0.0),)
    assert _signed.__wrapped__("à ", b"\xe0\x00") == ()


def test_passages_under_other_pages_and_clean_lines() -> None:
    clean = "这一行没有坏。Ça va? Ελλάδα.\n"
    text = misread(TALK, "latin-1", "kept") + clean + misread(TALK, "koi8-r", "kept") + clean
    result = repair(text, RepairConfig(lost=False))
    assert result.text == TALK + clean + TALK + clean


def test_bytes_that_are_no_character_explain_nothing() -> None:
    assert _explained(b"\xed\xa0\x80", (), unigrams_of(load()), marked=False) is None
    assert _explained("中".encode(), (), unigrams_of(load()), marked=False) is not None


def test_plain_signs_stand_for_bytes_before_another() -> None:
    first, second, *_ = units("æ ‡æ'˜å 'å", with_signs("windows-1252", " '"))
    assert first.decoded == "标"
    assert (second.kind, second.known) == ("lossy", b"\xe6\0\x98")


def test_one_plain_sign_can_be_the_byte_that_a_unit_lacks() -> None:
    from annotator.repair.lost_characters import _with_signs  # noqa: PLC0415  (nothing else shows it alone)

    loss: Any = SimpleNamespace(lost=())
    found = dict(_with_signs(b"\xe6\xa0", (("?", 0.0),), "'", loss, 0.0))
    assert found == {"?'": -1.0, "树": -log(2), "栒": -log(2)}
