"""Right text in a form that nobody turned back."""

from __future__ import annotations

import json

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import RepairConfig, repair
from annotator.repair.escaped_prose import may_be_escaped_prose, repair_escaped_prose
from tests.repair.reports import damaged

TEXTS = ("Schöne Grüße aus Köln, das wär’s", "Завтра мы поедем на вокзал.", "¿Qué día es mañana, señor?")


@pytest.mark.parametrize("text", [*TEXTS, "明天早上我们一起去车站", "I’m happy 😉🤷 see you, isn’t it"])
@pytest.mark.parametrize("form", ["json", "html", "percent", "utf-7", "imap", "octal", "hex"])
def test_each_form_is_read(text: str, form: str) -> None:
    received = f"A: plain words\nB: {damaged(text, form)}\nA: and 100 % more + others & so on"
    found = repair(received, RepairConfig(joiners=False))
    assert found.text == f"A: plain words\nB: {text}\nA: and 100 % more + others & so on"
    assert replay(received, found.steps) == found.text
    assert all(step.reason.endswith("never decoded") for step in found.steps)
    assert repair(found.text, RepairConfig(joiners=False)).steps == ()


def test_named_entities_bring_their_line_with_them() -> None:
    assert repair("Ni&ntilde;os &amp; ni&ntilde;as, &iexcl;ma&ntilde;ana!").text == "Niños & niñas, ¡mañana!"


@pytest.mark.parametrize("text", ["+ANw-bermittlung", "R&AOk-ponse"])
def test_one_letter_in_a_word_is_enough_for_utf_7(text: str) -> None:
    assert repair(text).text in {"Übermittlung", "Réponse"}


@pytest.mark.parametrize("text", [r"Abendstille \303\274berall", r"Abendstille \xc3\xbcberall"])
def test_one_letter_in_a_word_is_enough_for_bytes(text: str) -> None:
    assert repair(text).text == "Abendstille überall"


@pytest.mark.parametrize(
    "text",
    [
        r'print("caf\u00e9 na\u00efve")',
        r"[\u4e00-\u9fff] are \u4f60\u597d\u4e16\u754c",
        r"\\u00e9t\\u00e9 d\\u00e9j\\u00e0",
        r"\ud83d alone, d\u00e9j\u00e0",
        r"caf\u00e9 is the only one",
        r"\u0041nd \u0042ut",
        "<b>ma&ntilde;ana ni&ntilde;o</b>",
        "R&D; AT&T; &nosuchname;&another;",
        "the words &eacute; and &egrave; by themselves",
        "In HTML you write caf&eacute; and na&iuml;ve.",
        r"这里的编码写成 \u4f60\u597d\u4e16\u754c 就行",
        "https://example.org/caf%C3%A9/na%C3%AFve",
        "?q=caf%C3%A9&r=na%C3%AFve",
        "0x%08x%08x of it, 100%25 and d%C3 t%A9",
        r"the bytes \303\274 and \xc3\xbc by themselves",
        r"M\303\251lange is octal for it, Gr\xc3 is cut, \\303\274 is doubled",
        r'puts("caf\303\251")',
        "1200+1201+1202 and +4912345678, a+b=c",
        "see +ANY- there, +ANZ-word, +AAA-word, x+2AA-y, +4AAA4AA-word",
        "+g%-",
    ],
)
def test_programs_addresses_and_chance_stay(text: str) -> None:
    assert repair_escaped_prose(text) == []


def test_the_quick_look() -> None:
    assert not may_be_escaped_prose("100 % sure, a & b + c\\d")
    assert may_be_escaped_prose(json.dumps("é"))
    assert repair(json.dumps("déjà été")[1:-1], RepairConfig(encoding=False)).steps == ()


def test_octal_numbers_of_other_bytes_stay() -> None:
    text = "Der Name ist M\\374\\366nchen und \\303\\274ber alles ist es gut."
    assert "\\374\\366" in repair(text).text
