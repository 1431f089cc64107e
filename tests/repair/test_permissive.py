"""The texts of a permissive model: which they are, whether they are the right ones, how words are counted."""

from __future__ import annotations

import hashlib
import lzma
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging" / "repair_model"
sys.path.insert(0, str(SCRIPTS))
import permissive  # type: ignore[import-not-found]  # noqa: E402
from segmented import Counted, word_model  # type: ignore[import-not-found]  # noqa: E402

USES = ("train", "tune", "test")
ALL = [text for use in USES for text in permissive.texts(use)]


def test_every_text_says_where_it_is_from_and_under_what_licence() -> None:
    assert len({text.name for text in ALL}) == len(ALL) > 40
    for text in ALL:
        assert all((text.source, text.version, text.holder, text.licence))
        assert len(bytes.fromhex(text.sha256)) == 32
        assert 0 < text.weight <= 3
        assert "GPL" not in text.licence
        assert "NC" not in text.licence
        assert "-SA" not in text.licence


def test_what_is_tested_on_is_from_other_sources_than_what_is_learnt_from() -> None:
    by_use = {use: {text.source for text in permissive.texts(use)} for use in USES}
    assert by_use["train"].isdisjoint(by_use["test"] | by_use["tune"])
    assert len(by_use["test"]) >= 5


def test_a_text_is_read_only_where_it_is_the_right_one(tmp_path: Path) -> None:
    data = lzma.compress("你好\n\n再见\n".encode())
    text = replace(ALL[0], sha256=hashlib.sha256(data).hexdigest())
    (tmp_path / f"{text.name}.txt.xz").write_bytes(data)
    assert text.lines(tmp_path) == ["你好", "再见"]
    with pytest.raises(ValueError, match=ALL[0].sha256):
        ALL[0].lines(tmp_path)


def test_the_notice_names_every_holder() -> None:
    found = permissive.notice(ALL)
    assert all(text.holder in found and text.licence in found for text in ALL)


def by_two(run: str, *, HMM: bool) -> Sequence[str]:  # noqa: N803  (jieba's name)
    assert not HMM
    return [run[i : i + 2] for i in range(0, len(run), 2)]


def test_words_are_counted_with_what_stands_before_them() -> None:
    counted = Counted(by_two)
    counted.add(["我们今天见面，好吗", "我们今天见面"] * 3, 1.0)
    counted.add(["我们明天"], 0.5)
    model = word_model(counted, {"词典": 0.5, "我们": 0.5}, {})
    assert set(model.one) == {"我们", "今天", "见面", "好吗", "明天", "词典"}
    assert model.two.keys() == {("我们", "今天"), ("今天", "见面")}
    assert model.three.keys() == {("我们", "今天", "见面")}
    assert math.isclose(sum(math.exp(p) for p, _ in model.one.values()), 1.0, rel_tol=0.01)
    assert model.three["我们", "今天", "见面"] > model.two["今天", "见面"][0] > model.one["见面"][0]


def test_words_of_simplified_characters_are_one_word() -> None:
    counted = Counted(by_two)
    counted.add(["這個", "这个"] * 4, 1.0)
    model = word_model(counted, {}, {ord("這"): "这", ord("個"): "个"})
    assert set(model.one) == {"这个"}
