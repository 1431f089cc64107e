"""The prompt of the first turn as the draft of the target."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.resources import samples
from annotator.importers import draft_target


@pytest.mark.parametrize(
    ("text", "statement", "options"),
    [
        (
            "Hey，关于'你更喜欢city life还是countryside？'这个话题，你怎么想的？",
            "你更喜欢city life还是countryside？",
            ("city life", "countryside"),
        ),
        ("Hey，关于'soulmate存在吗？'这个话题", "soulmate存在吗？", ()),
        ("關於「你比較喜歡城市還是鄉下？」這個話題", "你比較喜歡城市還是鄉下？", ("城市", "鄉下")),
        ("关于“A还是B”这个话题", "A还是B", ("A", "B")),
        ('关于"AI" 这个话题', "AI", ()),
        ("关于『三体』这个话题", "三体", ()),
        ("关于《三体》这个话题", "三体", ()),
        ("关于'他说'不行'是真的'这个话题", "他说'不行'是真的", ()),
        ("关于'a'这个话题和'b'这个话题", "a", ()),
        ("关于'你喜欢猫还是喜欢狗'这个话题", "你喜欢猫还是喜欢狗", ("猫", "狗")),
        ("关于'你还是觉得不好吗？'这个话题", "你还是觉得不好吗？", ()),
        ("关于'你还是走'这个话题", "你还是走", ()),
        (
            'What do you think about "city life or countryside"?',
            "city life or countryside",
            ("city life", "countryside"),
        ),
        (
            "What do you think about 'Do you prefer tea or coffee?'?",
            "Do you prefer tea or coffee?",
            ("tea", "coffee"),
        ),
        ("What do you think about “Is AI good or bad?”", "Is AI good or bad?", ()),
        ("Your view on the claim 'soulmates exist'?", "soulmates exist", ()),
        (
            "what do you think about 'a long sentence that says this or another one entirely'",
            "a long sentence that says this or another one entirely",
            (),
        ),
    ],
)
def test_prompts(text: str, statement: str, options: tuple[str, ...]) -> None:
    target = draft_target(text, "key")
    assert target is not None
    assert (target.statement, target.options, target.draft) == (statement, options, True)
    assert target.kind == ("choice" if options else "proposition")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "关于AI这个话题",
        "关于'AI'我想说",
        "he wrote about 'love' again",
        "关于'  '这个话题",
        "关于'a\nb'这个话题",
        "what do you think?",
        "你刚才说关于'工作'这个话题，我不太同意",
        "你说过关于“工作”这个话题你没兴趣",
        "上一轮我们讨论关于“工作”这个话题",
    ],
)
def test_no_prompt(text: str) -> None:
    assert draft_target(text, "key") is None


def test_the_key_comes_from_the_dialogue_alone() -> None:
    first, again = draft_target("关于'a'这个话题", "k"), draft_target("关于'b'这个话题", "k")
    other = draft_target("关于'a'这个话题", "l")
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.key == again.key != other.key
    assert uuid.UUID(first.key).version == 5


def test_the_clean_samples_have_prompts() -> None:
    for path in samples():
        if path.name[:3] in {"001", "003", "004"}:
            assert draft_target(path.read_text(encoding="utf-8").splitlines()[0], path.name) is not None


@given(st.one_of(st.text(), st.text("关于'这个话题还是 or\"ab？")))
def test_any_text_is_answered(text: str) -> None:
    target = draft_target(text, "k")
    assert target is None or (target.statement and target.statement in text)
