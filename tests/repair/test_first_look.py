"""The first look may only leave out what every finer look would leave out, too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.repair import RepairConfig, east_asian, engine, repair
from annotator.repair.code_pages import MARKERS, leads_and_tails, may_follow, screen
from annotator.repair.escaped_prose import repair_escaped_prose
from annotator.repair.first_look import Looks, first_look
from annotator.repair.language_model import load
from annotator.repair.lone_leads import repair_lone_leads
from annotator.repair.mail_forms import repair_mail
from annotator.repair.misread_escapes import repair_escapes
from annotator.repair.replacement_signs import known_damage
from annotator.repair.single_byte import BEHIND, BETWEEN, MISREAD, WITHIN, repair_pages, repair_scripts
from annotator.repair.utf16_halves import repair_halves
from annotator.repair.western_signs import FIRST, letters, repair_signs
from annotator.repair.wide_spaces import repair_wide_spaces
from annotator.repair.zero_width_joiners import missing_joiners

NONE, JOINERS = Looks(damage=False, joiners=False), Looks(damage=False, joiners=True)
ALL = Looks(damage=True, joiners=True)

#: Every tenth character that some look begins with, and what stands beside them in clean text.
LEADS, TAILS = leads_and_tails()
CHARACTERS = sorted(
    {
        *(LEADS + TAILS + east_asian.suspects() + letters())[::10],
        *FIRST,
        *(MISREAD + WITHIN + BEHIND + BETWEEN),
    }
)
PIECES = st.sampled_from(
    [
        *CHARACTERS,
        *"aÃ\u00a0 bZ?=&$\n你好，。“”’…—\ufffd\x1a\x85锟烫é",
        "&eacute;",
        "\\u00e9",
        "=C3=A9",
        "+AOk-",
        "%C3%A9",
        "\u2000",
        "\x00",
        "👩💻",
        "♂",
        "🏃",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def finds_nothing(text: str) -> bool:
    """Whether no finer look would find anything in a text."""
    looks = (
        repair_halves,
        repair_mail,
        repair_escapes,
        repair_escaped_prose,
        repair_signs,
        repair_wide_spaces,
        repair_lone_leads,
        known_damage,
    )
    return (
        not any(look(text) for look in looks)
        and not any(sign in text for sign in MARKERS)
        and not any(may_follow(*found.group()) for found in screen().finditer(text))
        and not east_asian.any_suspicious(text)
        and not repair_scripts(text, (), load)[0]
        and not repair_pages(text, ())[0]
    )


@given(TEXTS)
def test_what_the_first_look_leaves_out_has_nothing_to_find(text: str) -> None:
    looks = first_look(text)
    assert looks.damage or text.isascii() or finds_nothing(text)
    assert looks.joiners or not missing_joiners(text)
    if not looks.damage:
        assert repair(text, RepairConfig(joiners=False)).steps == ()
        assert engine._found_damage(text, RepairConfig(), ()) == ([], (), "")


CASES = {
    "nothing": ("", NONE),
    "ascii": ("Plain words, 1 + 1; what? And a line\nmore.", NONE),
    "ascii with signs of mails": ("a = b & c, $5, C:\\users", NONE),
    "chinese": ("你好，“世界”——是的…… 100 % of it？ Isn’t it?", NONE),
    "emoji": ("好 👍🏽", NONE),
    "somebody before a sign": ("好 🏃♂", JOINERS),
    "somebody before a trade": ("👩💻", JOINERS),
    "a sign that is drawn wide": ("好 🏃\ufe0f♂", JOINERS),
    "a sign that is drawn wide before an emoji": ("好 ⚖\ufe0f🎬", NONE),
    "somebody, and a sign elsewhere": ("🏃 好 ⚕", NONE),
    "what mails and escapes may begin with": ("a =CK $B C:\\u &lt; 好", NONE),
    "a word of a mail": ("=?utf-8?Q?caf=C3=A9?= 好", ALL),
    "escapes": ("caf&Atilde;&copy; and caf&Atilde;&copy;", ALL),
    "what nobody decoded": ("Sch\\u00f6ne Gr\\u00fc\\u00dfe", ALL),
    "swapped bytes": ("好 匀栀攀\u2000猀愀椀搀", ALL),
    "bytes apart": ("S\0h\0e\0 \0s\0a\0i\0d\0", ALL),
    "a control": ("a\0b 好", NONE),
    "question marks": ("K?z?m ?u kap?y? a?t?m", ALL),
    "question marks among others": ("好: K?z?m ?u kap?y? a?t?m", ALL),
    "lost bytes": ("good\ufffd", ALL),
    "letters with accents": ("café déjà vu 好", NONE),
    "a control of Windows": ("He said \x93yes\x94 好\n\x93and\x94", ALL),
    "a lead before a tail": ("Р„好", ALL),
    "a lead before a tail of another page": ("“好”——", NONE),
    "a lead before a lost byte": ("“好”?", ALL),
    "a page of DOS": ("La fˆte a ‚t‚ trŠs r‚ussie, on a mang‚ un gƒteau … la crŠme.", ALL),
    "another script": ("Ïðèâåò, êàê äåëà? ß íå çíàþ", ALL),
    "another script without a lead": ("ùìåí îä ùìåîê äéåí", ALL),
    "a lost space": ("voilÃ  tout, jusqu’Ã  la fin", ALL),
    "a lost apostrophe": ("I donât know, itâs me", ALL),
    "a sign behind a small letter": ("a™ 好", NONE),
    "a sign before a small letter": ("好 →a", NONE),
    "a dash between small letters": ("so—it is, 好", NONE),
    "a dash between others": ("So—It is, 好", NONE),
    "many signs": ("好 ————", NONE),
    "few signs": ("好 –—–", NONE),
    "of an east asian page": ("浣犲ソ锛岃繖鏄", ALL),
    "a few characters like those": ("浠浠好", NONE),
    "a letter read under one": ("in der Stra脽e ist es sch枚n", ALL),
    "half of a pair": ("好 \ud800", NONE),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_character_is_seen(name: str) -> None:
    text, looks = CASES[name]
    assert first_look(text) == looks
