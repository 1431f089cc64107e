"""What the network is taught with: groups of characters that look alike, sentences from the word model."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest

from annotator.repair import tokenizer
from tests.repair.damage import misread

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging" / "repair_model"
sys.path.insert(0, str(SCRIPTS))
from network_texts import material  # type: ignore[import-not-found]  # noqa: E402
from patterns import COMMON, groups, lost_bytes  # type: ignore[import-not-found]  # noqa: E402
from sampled import sentences  # type: ignore[import-not-found]  # noqa: E402
from word_model import WordModel  # type: ignore[import-not-found]  # noqa: E402

CHARACTERS = list(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里，。？！“”、《》"
)


@pytest.mark.parametrize("page", COMMON)
def test_characters_of_one_group_look_alike_once_misread(page: str) -> None:
    found = groups(CHARACTERS, lost_bytes(page))
    for (a, first), (b, second) in combinations(zip(CHARACTERS, found, strict=True), 2):
        if first >= 0 and second >= 0:
            assert (first == second) == (misread(a, page) == misread(b, page))


@pytest.mark.parametrize("page", COMMON)
def test_characters_without_a_group_lose_nothing(page: str) -> None:
    for char, group in zip(CHARACTERS, groups(CHARACTERS, lost_bytes(page)), strict=True):
        whole = len(misread(char, page)) == len(char.encode())
        assert whole == (group < 0)


def test_sentences_follow_the_word_model_and_come_out_the_same_again() -> None:
    model = WordModel(
        {"我们": (-1.0, 0.0), "今天": (-1.0, 0.0), "见": (-1.0, 0.0)},
        {("我们", "今天"): (-0.0001, 0.0), ("今天", "见"): (-0.0001, 0.0)},
        {("我们", "今天", "见"): -0.0001},
    )
    drawn = list(sentences(model, 2000, seed=4))
    assert drawn == list(sentences(model, 2000, seed=4))
    assert drawn != list(sentences(model, 2000, seed=5))
    text = "".join(drawn)
    assert set(text) <= set("我们今天见")
    assert text.count("我们今天见") > 0.9 * text.count("我们")


def test_material_leaves_out_what_is_rare_and_lines_without_chinese() -> None:
    line = "，".join(["你好吗", "很好"] * 5)
    given = material({"news": f"\ue000{line}\ue000plain words\ue000鑫{line}\ue000"})
    assert given.characters[: tokenizer.FIRST_CHARACTER] == ["\0", "\ue000", "\ue001", "\ue002", "\ue003"]
    assert set(given.characters[tokenizer.FIRST_CHARACTER :]) == set("你好吗很，")
    (stream,) = given.streams
    assert list(stream).count(tokenizer.UNKNOWN) == 1
    assert list(stream).count(tokenizer.BOUNDARY) == 1
