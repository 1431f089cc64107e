"""Text as it travels in mails, which nobody turned back."""

from __future__ import annotations

import base64
import quopri

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import repair
from annotator.repair.mail_forms import repair_mail

TEXTS = ("Grüße aus Köln – schön war’s", "明日の朝、駅まで祖母を迎えに行きます。", "Привет 😊")


@pytest.mark.parametrize("text", TEXTS)
def test_quoted_printable(text: str) -> None:
    received = quopri.encodestring(text.encode()).decode().replace("=\n", "")
    found = repair(received)
    assert found.text == text
    assert replay(received, found.steps) == text
    assert found.steps[0].reason == "quoted-printable, never decoded"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("form", ["B", "Q", "b"])
def test_words_of_headers(text: str, form: str) -> None:
    data = text.encode()
    plain = quopri.encodestring(data, header=True) if form == "Q" else base64.b64encode(data)
    written = plain.decode().replace("=\n", "").replace("\n", "")
    received = f"Subject: =?UTF-8?{form}?{written}?= (2)"
    found = repair(received)
    assert found.text == f"Subject: {text} (2)"
    assert {step.reason for step in found.steps} == {"word of a mail's header, never decoded"}


def test_words_beside_each_other_are_one_text() -> None:
    data = "春夏秋冬".encode()
    halves = [base64.b64encode(part).decode() for part in (data[:4], data[4:])]
    words = " ".join(f"=?utf-8?B?{half}?=" for half in halves)
    assert repair(words).text == "春夏秋冬"
    assert repair(f"{words} and {words}").text == "春夏秋冬 and 春夏秋冬"
    assert repair("=?utf-8?Q?=C3=A9t=C3=A9?= =?latin-1?Q?=E9?=").text == "été é"


def test_words_on_lines_of_their_own_stay_there() -> None:
    one, two = (f"=?utf-8?B?{base64.b64encode(word.encode()).decode()}?=" for word in ("É", "È"))
    assert repair(f"{one}\n{two}").text == "É\nÈ"
    assert repair(f"Subject: {one}\n {two}").text == "Subject: ÉÈ", "a folded header"


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "hex", "no-such-page"])
def test_a_character_set_that_cannot_be_read_is_left_alone(charset: str) -> None:
    text = f"=?{charset}?Q?xn--\\?= is what it says"
    assert repair(text).text == text


def test_what_a_word_holds_is_read_once() -> None:
    text = "=C3=A9 =?utf-8?Q?=C3=A8?= =C3=AA"
    steps = repair_mail(text)
    assert [(step.start, step.after) for step in steps] == [(0, "é"), (7, "è"), (26, "ê")]


@pytest.mark.parametrize("text", ["ダウンロードはこちらから。", "今日は雨だから、家で本を読もうかな。"])
def test_seven_bits(text: str) -> None:
    received = f"Re: {text} OK".encode("iso-2022-jp").decode()
    assert repair(received).text == f"Re: {text} OK"
    assert repair(received.replace("\x1b", "")).text == f"Re: {text} OK"
    quoted = quopri.encodestring(received.encode()).decode().replace("=\n", "")
    assert repair(quoted).text == f"Re: {text} OK"
    whole, bare = repair_mail(received), repair_mail(received.replace("\x1b", ""))
    assert whole[0].confidence > bare[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        "They write “=C3=A9” for it, and '=?utf-8?Q?a?='",
        "x=C3=28 is no sequence, =E0=80=80 is none either",
        "=?utf-8?B?@@@@?= =?no-such-page?Q?abc?= =?utf-8?Q?=ff?=",
        "=?utf-8?Q?=01?=",
        "what =? 5",
        "=1B$B~~~~=1B(B",
        "echo $B!G(B and $Ba(B, $B~~~~~~(B",
        "price: 5$ or 6$(B)",
    ],
)
def test_what_is_no_such_form_stays(text: str) -> None:
    assert repair_mail(text) == []
