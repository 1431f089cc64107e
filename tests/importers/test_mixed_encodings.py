"""Files of UTF-8 in which some lines are in another encoding."""

from __future__ import annotations

import pytest

from annotator.core.repair_steps import replay
from annotator.importers import decode, decode_by_lines
from tests.importers.sentences import ENCODINGS_OF, SENTENCES

FRENCH = "Ma grand-mère préfère le thé, même après le dîner."
OTHERS = [
    (language, encoding)
    for language, all_of in ENCODINGS_OF.items()
    for encoding in all_of
    if encoding
    in {"cp1252", "cp1251", "cp1253", "cp1254", "cp1250", "gb18030", "big5hkscs", "cp932", "cp949"}
]


def read(data: bytes, encoding: str | None = None) -> str:
    decoded = decode(data, encoding)
    assert decoded.text == data.replace(b"\r\n", b"\n").decode("utf-8", "replace")
    assert decoded.encoding == "utf-8"
    assert all(step.kind == "encoding" for step in decoded.steps)
    assert decode_by_lines(data, encoding).text == replay(decoded.text, decoded.steps)
    return replay(decoded.text, decoded.steps)


@pytest.mark.parametrize(("language", "encoding"), OTHERS)
@pytest.mark.parametrize("first", [True, False])
def test_lines_in_another_encoding(language: str, encoding: str, first: bool) -> None:
    other = [line for line in SENTENCES[language] if not line.encode(encoding, "replace").isascii()][:5]
    other = [line.encode(encoding, "replace").decode(encoding) for line in other]
    mine = SENTENCES["ru" if language == "zh" else "zh"][4:8]
    lines = [*other, *mine] if first else [*mine, *other]
    data = b"\n".join(line.encode(encoding if line in other else "utf-8") for line in lines)
    assert read(data) == "\n".join(lines)
    assert decode(data).undecodable == 0


def test_one_line_of_windows_among_utf_8() -> None:
    data = f"{FRENCH}\r\n".encode() + FRENCH.encode("cp1252") + b"\r\nplain\r\n"
    decoded = decode(data)
    assert read(data) == read(data, "utf-8") == f"{FRENCH}\n{FRENCH}\nplain\n"
    assert (decoded.newline, decoded.undecodable) == ("\r\n", 0)
    assert {step.reason for step in decoded.steps} == {"cp1252 in a text of utf-8"}
    assert all(step.before == "\ufffd" for step in decoded.steps)


def test_both_within_one_line() -> None:
    data = "Déjà vu, dit-elle ; ".encode() + "très près de l’été, mère.".encode("cp1252") + b"\nnon"
    assert read(data, "utf-8") == "Déjà vu, dit-elle ; très près de l’été, mère.\nnon"


def test_halves_of_pairs_written_as_utf_8() -> None:
    def halves(text: str) -> bytes:
        return b"".join(
            char.encode("utf-16-be")[at : at + 2]
            .decode("utf-16-be", "surrogatepass")
            .encode("utf-8", "surrogatepass")
            for char in text
            for at in range(0, 2 * len(char.encode("utf-16-be")) // 2, 2)
        )

    text = "好的😊😂 bien sûr\n再见 👋"
    assert halves(text) != text.encode()
    assert read(halves(text)) == text
    mixed = halves("好的😊") + b"\n" + FRENCH.encode("cp1252") + f"\n{FRENCH}".encode()
    assert read(mixed) == f"好的😊\n{FRENCH}\n{FRENCH}"


@pytest.mark.parametrize(
    "data",
    [
        "我们明天再说吧，好不好".encode()[:-1],
        "[A]: 我们明天再说吧\n[B]: 好".encode().replace("明".encode(), b"\xe6\x98"),
        "Il a dit “oui”.".encode()[:-2] + b"\xe2\x80\n" + "“Déjà ?”".encode(),
        "\ufffd".encode() + b"\xe9" + "é".encode(),
        b"ok \xed\xa0\xbd " + "déjà".encode(),
    ],
)
def test_bytes_that_are_damage_stay_so(data: bytes) -> None:
    decoded = decode(data, "utf-8")
    assert decoded.steps == ()
    assert decoded.undecodable > 0


@pytest.mark.parametrize(("language", "encoding"), OTHERS)
def test_a_file_in_one_encoding_is_no_mixture(language: str, encoding: str) -> None:
    lines = [*SENTENCES[language], "plain ASCII, too"] * 2
    data = "\n".join(lines).encode(encoding, "replace")
    assert decode(data).text == data.decode(encoding)
    assert decode(data).steps == ()
