"""Bytes to text: every encoding, every newline, damage, and what is no text at all."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.resources import samples
from annotator.errors import UserError
from annotator.importers import ENCODINGS, canonical, decode, encodings_offered
from tests.growth import MOST, growth
from tests.importers.sentences import ENCODINGS_OF, SENTENCES

PAIRS = [(language, encoding) for language, all_of in ENCODINGS_OF.items() for encoding in all_of]


def found(text: str, encoding: str) -> bool:
    """Whether the text comes back from its bytes; what the encoding lacks may be lost before."""
    data = text.encode(encoding, errors="replace")
    return decode(data).text == data.decode(encoding)


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_sentences_come_back_from_every_encoding(language: str, encoding: str) -> None:
    sentences = [x for x in SENTENCES[language] if not x.encode(encoding, errors="replace").isascii()]
    right = sum(found(sentence, encoding) for sentence in sentences)
    assert right >= 0.9 * len(sentences)


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_whole_dialogues_always_come_back(language: str, encoding: str) -> None:
    lines = [f"[{'AB'[i % 2]}]: {line}" for i, line in enumerate(SENTENCES[language])]
    assert found("\n".join(lines), encoding)
    assert found("\r\n".join(lines[3:6]), encoding) or "\r\n" in "\r\n".join(lines[3:6])
    data = "\r\n".join(lines).encode(encoding, errors="replace")
    assert decode(data).text == "\n".join(lines).encode(encoding, errors="replace").decode(encoding)


@pytest.mark.parametrize(
    "sentence", ["今天天气不错，我们去公园走走？", "Hello, what do you think?", "Où es-tu ?"]
)
@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_need_no_mark(sentence: str, wide: str) -> None:
    decoded = decode(sentence.encode(wide))
    assert (decoded.text, decoded.encoding, decoded.origin) == (sentence, wide, "detected")
    assert not decoded.bom


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    data = mark + "你好 [A]".encode(encoding)
    for decoded in (decode(data), decode(data, encoding)):
        assert (decoded.text, decoded.encoding, decoded.bom) == ("你好 [A]", encoding, True)
    assert decode(data).origin == "bom"
    assert decode(data, encoding).origin == "chosen"


def test_a_chosen_utf16_takes_its_byte_order_from_the_mark() -> None:
    decoded = decode(codecs.BOM_UTF16_BE + "hé".encode("utf-16-be"), "UTF-16")
    assert (decoded.text, decoded.encoding) == ("hé", "utf-16-be")


def test_a_chosen_encoding_overrides_everything() -> None:
    decoded = decode("é".encode(), "latin-1")
    assert (decoded.text, decoded.encoding, decoded.origin, decoded.confidence) == (
        "Ã©",
        "iso8859-1",
        "chosen",
        1.0,
    )
    assert decode("é".encode(), "utf-8-sig").encoding == "utf-8"


@pytest.mark.parametrize(
    "name", ["", "klingon", "base64", "rot13", "idna", "undefined", "unicode_escape", "a\0b", "ü", "x" * 9999]
)
def test_an_unknown_encoding_is_refused_in_words(name: str) -> None:
    with pytest.raises(UserError, match="no encoding called"):
        decode(b"abc", name)


def test_names_become_those_of_python() -> None:
    assert canonical(" Shift_JIS ") == "shift_jis"
    assert canonical("windows-1252") == "cp1252"


@given(st.text())
def test_valid_utf8_without_zeros_is_always_utf8(text: str) -> None:
    data = text.encode("utf-8", errors="ignore")
    if not data or b"\0" in data or data.startswith(codecs.BOM_UTF8):
        return
    try:
        decoded = decode(data)
    except UserError:
        assert any(byte < 32 or byte == 127 for byte in data) or data[:1] in b"%G{IOMRPBf7" or b"ftyp" in data
        return
    if b"\x1b$" not in data:
        assert decoded.encoding == "utf-8"
        assert decoded.undecodable == 0
        assert decoded.text == data.decode().replace("\r\n", "\n").replace("\r", "\n")


@given(
    st.binary(min_size=1, max_size=400), st.sampled_from([None, *(one.name for one in ENCODINGS), "utf-7"])
)
def test_no_bytes_raise_anything_but_words(data: bytes, encoding: str | None) -> None:
    try:
        decoded = decode(data, encoding)
    except UserError:
        return
    assert "\r" not in decoded.text
    decoded.text.encode("utf-8")  # no halves of surrogate pairs
    assert 0 <= decoded.confidence <= 1
    assert decoded.undecodable >= 0


def test_a_few_bad_bytes_leave_it_utf8() -> None:
    chance = random.Random(5)
    data = bytearray("。".join(SENTENCES["zh"]).encode())
    high = [i for i, byte in enumerate(data) if byte > 0x7F]
    for i in chance.sample(high, 6):
        data[i] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "utf-8"
    assert decoded.undecodable == decoded.text.count("\ufffd") >= 6
    assert "gb18030" in decoded.others


def test_a_file_cut_within_a_character_is_utf8_still() -> None:
    data = "[A]: 我们明天再说吧".encode()[:-1]
    assert decode(data).encoding == "utf-8"
    assert decode(data).text == "[A]: 我们明天再说\ufffd"


def test_real_replacement_characters_are_not_counted_as_damage() -> None:
    assert decode("a\ufffdb".encode()).undecodable == 0
    assert decode("a\ufffdb".encode() + b"\xff", "utf-8").undecodable == 1


def test_halves_of_surrogate_pairs_become_replacement_characters() -> None:
    decoded = decode("a".encode("utf-16-le") + b"\x00\xd8" + "b".encode("utf-16-le"), "utf-16-le")
    assert (decoded.text, decoded.undecodable) == ("a\ufffdb", 1)
    decoded = decode(b"+2AA-", "utf-7")
    assert (decoded.text, decoded.undecodable) == ("\ufffd", 1)


@pytest.mark.parametrize(
    ("data", "text", "newline"),
    [
        (b"a", "a", ""),
        (b"a\nb\n", "a\nb\n", "\n"),
        (b"a\r\nb\r\n", "a\nb\n", "\r\n"),
        (b"a\rb\r", "a\nb\n", "\r"),
        (b"a\r\nb\nc", "a\nb\nc", "mixed"),
        (b"a\n\rb", "a\n\nb", "mixed"),
        (b"a\r\r\nb", "a\n\nb", "mixed"),
    ],
)
def test_line_breaks_become_one(data: bytes, text: str, newline: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.newline) == (text, newline)


@pytest.mark.parametrize(("text", "name"), [("彼は学生です", "iso2022_jp"), ("학생입니다", "iso2022_kr")])
def test_seven_bit_encodings_are_known_by_their_escapes(text: str, name: str) -> None:
    assert decode(text.encode(name)).text == text


def test_escape_sequences_of_a_terminal_are_text() -> None:
    assert decode(b"\x1b[1mbold\x1b[0m").encoding == "utf-8"
    assert decode(b"costs \x1b$ and more").encoding == "utf-8"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Office"),
        (b"{\\rtf1\\ansi", "rich text"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (b"RIFF\0\0\0\0WAVE", "sound"),
        (b"\x7fELF\x02", "program"),
    ],
)
def test_other_files_are_named(start: bytes, kind: str) -> None:
    with pytest.raises(UserError) as caught:
        decode(start + bytes(range(256)))
    assert kind in caught.value.why


def test_noise_is_no_text() -> None:
    with pytest.raises(UserError, match="no plain text"):
        decode(random.Random(1).randbytes(5000))
    with pytest.raises(UserError, match="no plain text"):
        decode(b"ab\0\0\0\0\0\0\0c")


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(UserError, match="is empty"):
        decode(b"")


def test_a_stray_zero_or_two_is_text_still() -> None:
    decoded = decode(("你好" * 50 + "\0").encode())
    assert (decoded.encoding, decoded.text[-1]) == ("utf-8", "\0")
    assert decoded.confidence < 1


def test_words_that_begin_like_a_picture_are_text() -> None:
    for text in ("GIF89 is old", "RIFF and raff were friends", "ID3 tags", "BM says hi", "MZ?"):
        assert decode(text.encode()).text == text


def test_how_sure_it_is_depends_on_how_much_there_is() -> None:
    long = "\n".join(SENTENCES["ru"]).encode("cp1251")
    assert decode(long).confidence > 0.95
    assert decode("да".encode("cp1251")).confidence < 0.9
    assert decode(b"plain").confidence == 1.0


def test_the_table_offers_every_encoding_once_by_group() -> None:
    groups = encodings_offered()
    assert next(iter(groups)) == "Unicode"
    names = [one.name for rows in groups.values() for one in rows]
    assert len(names) == len(set(names)) == len(ENCODINGS)
    assert {canonical(name) for name in names} == set(names)


def test_the_samples_are_utf8() -> None:
    assert {decode(path.read_bytes()).encoding for path in samples()} == {"utf-8"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp1252"])
def test_time_grows_with_length_only(encoding: str) -> None:
    line = {"utf-8": "你好吗 hello\n", "gb18030": "你好吗，我很好\n", "cp1252": "déjà vu, très bien\n"}[
        encoding
    ]

    def work(lines: int) -> None:
        assert decode((line * lines).encode(encoding)).encoding in {encoding, "utf-8"}

    assert growth(work, 2_000) <= MOST


@pytest.mark.parametrize("sign", ["[", '{"a":', "word "])
def test_one_bad_byte_behind_a_long_line_is_found_in_time(sign: str) -> None:
    def work(times: int) -> None:
        decoded = decode(sign.encode() * times + b"\xe9 ici")
        assert decoded.text.endswith("é ici")

    assert growth(work, 20_000) <= MOST
