"""What is in no language: addresses, code, names and faces, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.language.masked_parts import FILLER, Mask, mask


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("见 https://a.example/b?c=(d). 好", "https://a.example/b?c=(d", "url"),
        ("www.example.org/docs/。", "www.example.org/docs/", "url"),
        ("on example.com, yes", "example.com", "url"),
        ("写信给a.b@c.example吧", "a.b@c.example", "mail"),
        ("@mei_ling 你好", "@mei_ling", "name"),
        ("用`x = 1`吧", "`x = 1`", "code"),
        ("```\nfor a in b:\n  a()\n```", "```\nfor a in b:\n  a()\n```", "code"),
        ("call foo() now", "foo()", "code"),
        ("call np.zeros(3, dtype=int)", "np.zeros(3, dtype=int)", "code"),
        ("the </b> tag", "</b>", "code"),
        ("open setup.py", "setup.py", "code"),
        ("好的 o(╥﹏╥)o", "o(╥﹏╥)o", "kaomoji"),
        ("ヽ(´▽`)/ yay", "ヽ(´▽`)/", "kaomoji"),
        ("see >_< there", ">_<", "kaomoji"),
        ("fine :-) then", ":-)", "kaomoji"),
    ],
)
def test_what_is_in_no_language_is_blanked(text: str, masked: str, kind: str) -> None:
    blank, found = mask(text)
    assert [(text[one.start : one.end], one.kind) for one in found] == [(masked, kind)]
    assert blank == text.replace(masked, FILLER * len(masked))


@pytest.mark.parametrize(
    "text",
    [
        "他（她）都可以",
        "(see above)",
        "(ωa ωb ωc)",
        "比例是(1:2)",
        "at 12:30, e.g. now",
        "Well...I do",
        "price: 3",
        "a/b and c - d",
        "unclosed `tick",
        "a < b > c",
        "__very__ sure",
        "mail me @ noon",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert mask(text) == (text, [])


def test_a_face_in_code_is_part_of_the_code() -> None:
    text = "`(>_<)` 好"
    assert [(text[one.start : one.end], one.kind) for one in mask(text)[1]] == [("`(>_<)`", "code")]


def test_longer_names_go_first() -> None:
    text = "Li Lei and Li"
    found = mask(text, ("Li", "Li Lei"))[1]
    assert [text[one.start : one.end] for one in found] == ["Li Lei", "Li"]


@given(st.text("a1._@/:`(<>)ω´好 \n\0", max_size=40), st.lists(st.text("a好 ", max_size=3), max_size=3))
def test_masks_are_in_order_apart_and_blank(text: str, names: list[str]) -> None:
    blank, found = mask(text, tuple(names))
    assert len(blank) == len(text)
    at = 0
    for one in found:
        assert at <= one.start < one.end
        assert set(blank[one.start : one.end]) == {FILLER}
        assert blank[at : one.start] == text[at : one.start]
        at = one.end
    assert blank[at:] == text[at:]


@pytest.mark.parametrize(
    "face",
    [
        "T_T",
        ">_<",
        ">.<",
        "><",
        "^^",
        "\\o/",
        ":)",
        ":-(",
        "=D",
        ";]",
        "xD",
        "X)",
        "XD",
        "<3",
        "</3",
        "O﹏O",
        "-_-",
        "T▽T",
        "ಠ‿ಠ",
    ],
)
def test_each_face_is_seen_by_the_quick_look(face: str) -> None:
    assert mask(f"so {face} it is")[1] == [Mask(3, 3 + len(face), "kaomoji")]


@pytest.mark.parametrize("code", ["a._b(c)", "os.path(y)", "run()", "</b>", "www.a.org"])
def test_signs_of_two_are_looked_for_by_their_first(code: str) -> None:
    assert [one[:2] for one in mask(f"see {code} there")[1]] == [(4, 4 + len(code))]
