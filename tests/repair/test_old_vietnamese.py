"""Vietnamese that old fonts drew, and that of Windows-1258."""

from __future__ import annotations

import unicodedata

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import repair
from annotator.repair.old_vietnamese import repair_old_vietnamese
from tests.repair.reports import damaged

TEXTS = (
    "Việt Nam có nhiều món ăn ngon và phong cảnh đẹp.",
    "Hôm qua tôi đã gặp một người bạn cũ ở Huế.",
    "Lời bài hát này rất hay và dễ nhớ, Đỗ nói thế.",
)
ENGLISH = "A: So where did you grow up – exactly?", "A: In a small town, nothing special."


def windows_1258(text: str) -> str:
    """The bytes of Windows-1258, tones behind letters, read as Windows-1252."""
    out = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = next((one for one in parts if one in "\u0300\u0309\u0303\u0301\u0323"), "")
        own = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
        out += (
            (own + tone).encode("cp1258") if char.encode("cp1258", "ignore") == b"" else char.encode("cp1258")
        )
    return out.decode("cp1252")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("form", ["tcvn3>windows-1252", "vni>windows-1252", ""])
def test_each_form_is_read_alone_and_among_other_turns(text: str, form: str) -> None:
    received = damaged(text, form) if form else windows_1258(text)
    assert repair(received).text == text
    found = repair("\n".join([ENGLISH[0], f"B: {received}", ENGLISH[1]]))
    assert found.text == "\n".join([ENGLISH[0], f"B: {text}", ENGLISH[1]])
    assert replay(found.received, found.steps) == found.text
    assert {step.reason for step in found.steps} == {
        f"{form.partition('>')[0] or 'windows-1258'} read as windows-1252"
    }


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Hoà và Thuý khoá cửa toà nhà, hoá ra loé sáng",
        "«%s» por «%s» et «le» ou «la»",
        "Noël, tuée à Sète, aérée où créée",
        "Però così più città, perché è già lì",
        "¿Qué? ¡Así, mañana más!",
        "Hoâm qua",
        "Toâi the quick brown foxes jumped over lazy dogs ñaõ gaëp",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert repair_old_vietnamese(text) == []
