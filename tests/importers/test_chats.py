"""Chats as programs export them, documents that hold text, and what is refused by name."""

# ruff: noqa: E501 - lines of chats are long
from __future__ import annotations

import io
import json
import zipfile

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from annotator.pipeline.import_files import prepare
from tests.importers.reading import faults, read, said

IOS = (
    "[12/03/23, 9:15:02\u202fPM] Bees: \u200eMessages and calls are end-to-end encrypted.\n"
    "[12/03/23, 9:16:02\u202fPM] ~\u202fIlse K: Hi there\nsecond line: yes\n"
    "\u200e[12/03/23, 9:17:02\u202fPM] Bram: \u200eimage omitted\n"
    "[12/03/23, 9:18:02\u202fPM] +31\xa06\xa00000: Who? \u200e<This message was edited>\n"
    "[12/03/23, 9:18:09\u202fPM] Bram: \u200eThis message was deleted.\n"
)


def test_whatsapp_of_ios() -> None:
    made = read("x.txt", IOS)
    assert said(made)[0][0] == ("~ Ilse K", "Hi there\nsecond line: yes")
    assert [sorted(turn.meta) for turn in made.dialogues[0].turns] == [
        ["time"], ["media", "time"], ["edited", "time"], ["deleted", "time"],
    ]  # fmt: skip
    assert [(one.code, one.count) for one in made.left_out] == [("system", 1)]


@pytest.mark.parametrize(
    ("text", "key", "names"),
    [
        ("12.03.23, 21:16 - Jörg: a\n12.03.23, 21:18 - Ann hat Jörg hinzugefügt.\n12.03.23, 21:17 - Ann: b\n", "whatsapp", "Jörg Ann"),
        ("4/15/24, 3:05 PM - Ilse: a\n4/15/24, 3:06 PM - Bram: b\n", "whatsapp", "Ilse Bram"),
        ("2024/4/15 下午3:05 - 小蜂: a\n2024/4/15 下午3:06 - 阿树: b\n", "whatsapp", "小蜂 阿树"),
        ("10:13 -!- cato has joined\n10:13 <@ilse> a\n10:13  * bram waves\n10:14 < bram> b\n", "irc", "ilse bram bram"),
        ("2024-04-15 10:13:00\t-->\tcato joined\n2024-04-15 10:13:01\t@ilse\ta\n2024-04-15 10:13:02\t *\tbram waves\n2024-04-15 10:13:09\t<--\tx\n", "irc", "ilse bram"),
        ("10:01:22 From Ilse to Everyone:\n\ta\n\tb\n10:01:40 From Bram to Ilse:\n\tc\n", "zoom-chat", "Ilse Bram"),
        ("小蜂 2024-04-15 10:00:12\na\n\n阿树 2024-04-15 10:00:40\nb\n", "qq", "小蜂 阿树"),
        ("1 your persona: x\n2 a\tb\t\tc|d\n1 e\tf\n", "persona-chat", "partner you partner you"),
    ],
)  # fmt: skip
def test_chats_in_text(text: str, key: str, names: str) -> None:
    assert find_format("x.txt", text.encode()).key == key
    assert [who for one in said(read("x.txt", text)) for who, _ in one] == names.split()


def test_discord_and_slack() -> None:
    discord = {"channel": {"name": "bees"}, "messages": [
        {"id": "1", "type": "Default", "timestamp": "t", "content": "a", "author": {"name": "ilse"}},
        {"id": "2", "type": "Reply", "timestamp": "t", "timestampEdited": "u", "content": "b",
         "author": {"name": "bram"}, "reference": {"messageId": "1"}},
        {"id": "3", "type": "GuildMemberJoin", "timestamp": "t", "content": "", "author": {"name": "c"}},
    ]}  # fmt: skip
    made = read("x.json", json.dumps(discord))
    assert said(made) == [[("ilse", "a"), ("bram", "b")]]
    assert made.dialogues[0].turns[1].meta == {"id": "2", "time": "t", "reply_to": "1", "edited": True}
    day = [{"type": "message", "user": "U1", "text": "a &amp; <@U2> <http://x|y>", "ts": "1700000000.5"},
           {"type": "message", "subtype": "channel_join", "user": "U2", "text": "j", "ts": "1700000001"}]  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("users.json", json.dumps([{"id": "U1", "profile": {"display_name": "Ilse"}}]))
        archive.writestr("channels.json", "[]")
        archive.writestr("bees/2023-11-14.json", json.dumps(day))
        archive.writestr("bees/2023-11-15.json", "[")
    made = read("x.zip", packed.getvalue())
    assert said(made) == [[("Ilse", "a & @U2 y (http://x)")]]
    assert len(made.faults) == 1
    assert said(read("2023-11-14.json", json.dumps(day)))[0][0][0] == "U1"


def test_a_page_of_telegram() -> None:
    page = (
        '<!DOCTYPE html><html><body><div class="page_wrap"><div class="history">'
        '<div class="message service" id="message0"><div class="body details">joined</div></div>'
        '<div class="message default clearfix" id="message1"><div class="pull_right date details" title="T">x</div>'
        '<div class="from_name">Ilse</div><div class="text">a<br>b</div></div>'
        '<div class="message default clearfix joined" id="message2"><div class="reply_to details">'
        '<a href="#go_to_message1">x</a></div><div class="text">c</div></div></div></div></body></html>'
    )
    made = read("messages.html", page)
    assert said(made) == [[("Ilse", "a\nb"), ("Ilse", "c")]]
    assert made.dialogues[0].turns[1].meta == {"id": "2", "reply_to": "1"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.html", "<!DOCTYPE html><html><body>A: x</body></html>", "is a web page"),
        ("x.txt", "---\ntitle: x\nturns:\n  - a: b\n", "is YAML"),
        (
            "channels.json",
            '[{"id": "C", "created": 1, "creator": "U", "members": []}]',
            "list of a Slack export",
        ),
        ("x.rtf", "{\\rtf1 abc", "is cut off"),
        ("x.otr", '{"media-time": 1}', "no transcript of oTranscribe"),
    ],
)
def test_what_is_refused_by_name(name: str, text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        prepare(name, text.encode())


def test_an_open_document() -> None:
    ns = 'xmlns:office="o" xmlns:text="t"'
    words = "<text:p>A: one<text:s text:c='2'/>two<text:tab/>x</text:p><text:p>B: three</text:p>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {ns}><office:body><office:text>{words}</office:text></office:body></office:document-content>",
        )
    assert read("x.odt", packed.getvalue()).text == "A: one  two\tx\nB: three"


def test_messages_that_are_odd_in_some_way() -> None:
    first = {"id": 1, "type": "message", "date_unixtime": "1700000000", "edited": "2023-11-14T22:14:00",
             "from": "Anna", "from_id": "user1", "text": "Hi"}  # fmt: skip
    chat = {"name": "bees", "type": "personal_chat", "id": 9, "messages": [first, "odd"]}
    made = read("result.json", json.dumps({"chats": {"list": [chat, "no chat"]}, "left_chats": None}))
    assert said(made) == [[("Anna", "Hi")]]
    meta = made.dialogues[0].turns[0].meta
    assert meta["edited"] is True
    assert str(meta["time"]).startswith("2023-11-14T22:13:20")
    assert faults(made) == ["$.chats.list[0].messages[1]: it is no message"]


def test_messages_that_were_unsent_and_have_no_time() -> None:
    chat = {
        "participants": [{"name": "Anna"}, {"name": "Ben"}],
        "messages": [
            {"sender_name": "Ben", "content": "Bye", "timestamp_ms": 1700000060000},
            {"sender_name": "Anna", "content": "Grüße €", "timestamp_ms": "odd", "is_unsent": True},
        ],
        "title": "bees",
    }
    made = read("message_1.json", json.dumps(chat))
    assert said(made) == [[("Anna", "Grüße €"), ("Ben", "Bye")]], "beyond Latin-1 nothing is mended"
    assert made.dialogues[0].turns[0].meta["deleted"] is True


def test_spaces_beside_bold_words_stay_and_those_behind_a_time_go() -> None:
    stamp = '<span class="timestamp" data-timestamp="1">0:01</span>'
    text = f"<p>{stamp}\xa0 Ilse: it is<b> very</b> red</p><p>Bram: no</p>"
    made = read("x.otr", json.dumps({"text": text, "media": "x.mp3", "media-time": 1}))
    assert made.text == "0:00:01 Ilse: it is very red\nBram: no"
