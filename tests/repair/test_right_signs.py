"""Signs and letters that were never misread stay beside others that were."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from tests.repair.damage import misread


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("It is 3 × 4 m, they wrote 3 Ã— 4 m.", "It is 3 × 4 m, they wrote 3 × 4 m."),
        ("Read ÃŸ as ß always, ß !", "Read ß as ß always, ß !"),
        ("Ele disse “AMANHÃ” â€” depois", "Ele disse “AMANHÃ” — depois"),
        ("«MANHû, nÃ£o", "«MANHû, não"),
        ('"AMANHÃ" disse ele, nÃ£o', '"AMANHÃ" disse ele, não'),
        ("A INFORMAÇÃO É ESTA: nÃ£o", "A INFORMAÇÃO É ESTA: não"),
        ("VOCÊ NÃO vai, nÃ£o", "VOCÊ NÃO vai, não"),
        ("É MINÃšSCULO, NÃƒO?", "É MINÚSCULO, NÃO?"),
        ("Family ðŸ‘¨â€ðŸ‘© and â¤ï¸ !", "Family 👨\u200d👩 and ❤\ufe0f !"),
        ("ok ❤ï¸ â€œyesâ€", "ok ❤\ufe0f “yes”"),
    ],
)
def test_they_stay(received: str, text: str) -> None:
    assert repair(received).text == text


@pytest.mark.parametrize("end", ["", "\n", "  \n"])
def test_a_character_cut_off_at_the_end_is_a_doubt(end: str) -> None:
    received = misread("我们下次再讨论这个问题的细", "windows-1252")[:-1] + end
    last = repair(received).steps[-1]
    assert (last.kind, last.confidence < 0.85) == ("lost", True)
    assert len(last.alternatives) > 3


def test_two_bytes_cut_off_at_the_end_are_no_character() -> None:
    found = repair(misread("我们下次再讨论这个问题的细", "windows-1252")[:-2])
    assert found.text.startswith("我们下次再讨论这个问题的")


def test_half_of_a_character_of_four_bytes_is_no_character() -> None:
    found = repair(misread("我们下次再讨论这个问题的细🎥", "windows-1252")[:-2])
    assert found.text.startswith("我们下次再讨论这个问题的细")
    assert "🎥" not in found.text


@pytest.mark.parametrize(
    ("text", "page", "lost"),
    [
        ("Kāpēc tu nācāt tik vēlu mājās?", "windows-1252", "?"),
        ("שלום, מה שלומך היום? תודה רבה, הכול בסדר.", "windows-1252", ""),
        ("مرحبا، كيف حالك اليوم؟ كل شيء بخير.", "windows-1252", ""),
        ("Xin chào, hôm nay trời rất đẹp và mọi người đều vui.", "windows-1252", ""),
    ],
)
def test_letters_are_judged_as_their_language_spells(text: str, page: str, lost: str) -> None:
    received = misread(text, page, lost or "dropped").replace("\u00a0", " " if "ف" in text else "\u00a0")
    assert repair(received).text == text
