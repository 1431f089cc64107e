"""Web pages that hold a transcript, and those that do not."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from tests.growth import MOST, growth
from tests.importers.reading import left_out, read, said

PAGE = (
    "<!DOCTYPE html><html><head><title>Lamps</title></head><body><nav>Home</nav>{}<footer>x</footer>"
    "</body></html>"
)


def asked(made: object) -> list[str]:
    return [one.code for one in made.questions]  # type: ignore[attr-defined]


def test_elements_that_name_speakers_begin_turns() -> None:
    turn = (
        '<div class="item" data-start="{0}" data-end="{0}.5"><span class="speaker-name">{1}</span>'
        '<span class="text">{2}</span></div>'
    )
    talk = (
        (0, "Ilse Kern", "Is it <b>on</b>?"),
        (3, "Bram Vos:", "No,<br>it is&nbsp;not."),
        (5, "Ilse Kern", "So."),
    )
    items = "".join(turn.format(*each) for each in talk)
    made = read("talk.html", PAGE.format(f"<section>{items}</section>"))
    assert made.dialogues[0].title == "Lamps"
    assert said(made) == [[("Ilse Kern", "Is it on?"), ("Bram Vos", "No,\nit is not."), ("Ilse Kern", "So.")]]
    assert [turn.meta for turn in made.dialogues[0].turns] == [
        {"start": 0.0, "end": 0.5}, {"start": 3.0, "end": 3.5}, {"start": 5.0, "end": 5.5},
    ]  # fmt: skip
    assert (asked(made), left_out(made)) == ([], [])


def test_names_and_their_words_side_by_side() -> None:
    names = ("Ilse", "Bram", "Ilse", "Bram", "Ilse", "Bram")
    inner = "".join(
        f'<p class=speaker>{who}<p><a class="play">▶</a> So {at}<p>and so<time>0:0{at}</time>'
        for at, who in enumerate(names)
    )
    made = read("talk.html", PAGE.format(f"<h2>Lamps at night</h2><div>{inner}</div>"))
    assert said(made)[0][:2] == [("Ilse", "So 0\nand so"), ("Bram", "So 1\nand so")]
    assert made.dialogues[0].turns[1].meta == {"time": "0:01"}
    assert left_out(made) == ["Left out: 1 line that names nobody"]
    assert asked(made) == []


def test_names_that_are_cited_before_their_words() -> None:
    words = "<cite>Speaker:</cite>\n<time>0:0{0}</time>\n<p>So {0}.</p>\n"
    made = read("talk.html", words.format(1) + words.format(2))
    assert said(made) == [[("Speaker", "So 1."), ("Speaker", "So 2.")]]
    assert [turn.meta for turn in made.dialogues[0].turns] == [{"time": "0:01"}, {"time": "0:02"}]


def test_a_page_of_which_much_is_left_out_is_asked_about() -> None:
    turn = '<li><b class="chat__author">{}</b> <div>{}</div>'
    turns = turn.format("ilse", "on?") + turn.format("bram", "no")
    page = PAGE.format(f"<ul>{turns}{turns}</ul><p>one</p><p>two</p><p>three</p>")
    made = read("chat.htm", page)
    assert said(made) == [[("ilse", "on?"), ("bram", "no")] * 2]
    assert (asked(made), left_out(made)) == (["web-page"], ["Left out: 3 lines that name nobody"])


def test_names_before_colons_on_a_page_are_asked_about() -> None:
    lines = "".join(f"<div><span>{who}:</span> <i>so</i> it\n is.</div>" for who in ("ILSE", "BRAM") * 3)
    made = read("talk.html", PAGE.format(f"<h1>Lamps</h1>{lines}"))
    assert made.text == "Lamps" + "\nILSE: so it is.\nBRAM: so it is." * 3
    assert asked(made) == ["web-page"]


def test_speeches_between_tags_are_no_plain_text() -> None:
    speech = "<Newspeech> Mr. Vos: The lamp is on.</Newspeech>\n<Newspeech>Dr. Kern: No.</Newspeech>\n"
    text = f"OFFICIAL REPORT\n<Header>LAMPS</Header>{speech}{speech}"
    assert find_format("1985.txt", text.encode()).key == "html"
    made = read("1985.txt", text)
    assert made.text is not None
    assert made.text.startswith("OFFICIAL REPORT\nLAMPS\nMr. Vos: The lamp is on.\nDr. Kern: No.\n")
    assert find_format("log.txt", b"<Ilse> a </b>\n<Bram> b\n").key == "text"
    chat = "10:00:01 From Ilse To Everyone:\n\t<TEXT>so: on</TEXT>\n\t<TEXT>and: off</TEXT>\n"
    assert find_format("chat.txt", chat.encode()).key == "zoom-chat"
    timed = text.replace("Mr. Vos: The", "Mr. Vos: At 10:30 the")
    assert find_format("1985.txt", timed.encode()).key == "html"


@pytest.mark.parametrize(
    "inner",
    [
        "<p>Ilse Kern came.</p><p>Bram Vos did not.</p>",
        "<p>ILSE: on?</p><p>BRAM: no</p><p>CATO: so</p><p>DIRK: oh</p>",  # nobody comes back
        # people whom a text speaks of
        "".join(
            f'<p><i class="speaker">Ilse</i>, queen {at}</p><p><i class="speaker">Bram</i></p>' for at in "ab"
        ),
        "".join(f'<p class="author">{at} of the many words in lower case</p><p>so</p>' for at in "abc"),
        "".join(f'<p class="author">Name{at}</p><p>an article</p>' for at in "abc"),
        '<p class="speaker">Ilse</p><p class="speaker">Bram</p><p class="speaker">Ilse</p>',
    ],
)
def test_pages_that_name_nobody_who_speaks_are_refused(inner: str) -> None:
    with pytest.raises(UserError, match="is a web page"):
        read("talk.html", PAGE.format(inner))


def test_a_text_under_the_name_of_a_page_is_a_text() -> None:
    assert find_format("talk.html", b"Ilse: on?\nBram: no\n").key == "text"


COMES = """2015-04-20T15:45:09 * ilse joined the channel
2015-04-20T15:45:17 <bram> hi
2015-04-20T15:46:00 * TOPIC: lamps
2015-04-20T15:46:09 * ilse has quit
2015-04-20T15:46:10 * bram waves
"""
TEXTUAL = """[2021-04-22T07:36:50+0200] ilse (5e@x/y) joined the channel
[2021-04-22T10:01:04+0200] <bram> so
[2021-04-22T10:01:33+0200] • ilse: waves
[2021-04-22T11:35:36+0200] bram_ is now known as bram
"""


@pytest.mark.parametrize(("log", "people"), [(COMES, ["bram", "bram"]), (TEXTUAL, ["bram"])])
def test_who_comes_to_a_channel_says_nothing(log: str, people: list[str]) -> None:
    assert find_format("x.log", log.encode()).key == "irc"
    assert [who for who, _ in said(read("x.log", log))[0]] == people


def test_a_log_in_which_people_only_come_and_go_has_no_messages() -> None:
    log = "[06:27:01] *** Joins ilse\n[06:30:06] *** Quits bram (Read error)\n[06:32:04] *** Joins cato\n"
    with pytest.raises(UserError, match="no messages"):
        read("02.log", log)


def test_subviewer_captions() -> None:
    head = "[INFORMATION]\n[TITLE]Lamps\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&H000000,[STYLE]bd\n"
    made = read("lamps.sub", f"{head}00:02:17.44,00:02:20.38\nIs it[br]on?\n\n00:02:21.00,00:02:22.50\nNo.\n")
    assert said(made) == [[("", "Is it\non?"), ("", "No.")]]
    assert made.dialogues[0].turns[0].meta == {"start": 137.44, "end": 140.38}


@pytest.mark.parametrize(
    "turn",
    ['<b class="speaker">{}</b> the lamp {}<br>\n', '<dt class="speaker">{}</dt><dd>the lamp {}</dd>\n'],
)
def test_a_page_without_an_element_for_each_turn_takes_as_long_as_it_is(turn: str) -> None:
    def work(size: int) -> None:
        body = "".join(turn.format(("Ilse", "Bram")[at % 2], at) for at in range(size))
        assert len(read("talk.html", PAGE.format(f"<dl>{body}</dl>")).dialogues[0].turns) == size

    assert growth(work, 100) <= MOST
