"""Spans, tokens and findings of turns that a sentence describes, and of turns that nobody would write."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.language import LanguageOptions, detect, detect_many, latin, segmenter, spans, tokens
from annotator.language.han import han_script
from annotator.language.matrix_language import matrix_language
from annotator.language.scripts import GROUP_LATIN, WORD, latin_words, scan_pattern

FACES = [
    "(｡•́︿•̀｡)",
    "T_T",
    "`",
    "```",
    "://",
    "www.",
    "@",
    "_",
    "()",
    ".com",
    "《",
    "の",
    "カ",
    "你",
    "這",
    "AI",
    "I",
    "nǐ",
    "hǎo4",
]
SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.characters(categories=["Mn", "Mc"]),
        st.sampled_from("你好这這はカ한aZÀéǐпαאمก१ａＡ０1 .,。！\n\t\0\u200b\u202e\ufe0f😀"),
    ),
    max_size=60,
)
ANYTHING = st.one_of(SCRIPTS, st.lists(st.one_of(st.sampled_from(FACES), SCRIPTS), max_size=12).map("".join))
SOME_OPTIONS = st.sampled_from(
    [
        LanguageOptions(),
        LanguageOptions(languages=("ja",)),
        LanguageOptions(languages=("zh", "fr"), acronyms_neutral=False),
        LanguageOptions(languages=("cs", "ru"), names=("ai", "你", "a b")),
        LanguageOptions(languages=(), names=("",)),
    ]
)


@given(ANYTHING, SOME_OPTIONS)
def test_spans_are_in_order_and_cover_the_text(text: str, options: LanguageOptions) -> None:
    found = spans(text, options)
    edges = [0, *itertools.chain.from_iterable((one.start, one.end) for one in found), len(text)]
    assert edges[0::2] == edges[1::2]
    assert all(one.start < one.end for one in found)
    assert all((one.language in ("zxx", "und")) >= bool(one.neutral) for one in found)


@given(ANYTHING, SOME_OPTIONS)
def test_spans_tokens_and_finding_agree(text: str, options: LanguageOptions) -> None:
    words = [one for one in tokens(text, options) if not one.neutral]
    assert all(a.end <= b.start for a, b in itertools.pairwise(words))
    finding = detect(text, options)
    assert dict(finding.words) == Counter(one.language for one in words)
    assert {one.language for one in spans(text, options) if not one.neutral} == {
        one.language for one in words
    }
    counts = [count for _, count in finding.words]
    assert counts == sorted(counts, reverse=True)
    assert (finding.primary == "mixed") == (len(counts) > 1)
    assert finding.script in (None, "Hans", "Hant")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "我" * 200_000,
        "a " * 100_000,
        "I " * 100_000,
        "AI我" * 66_000,
        "我a" * 100_000,
        "は我。" * 66_000,
        "α " * 100_000,
        "`" * 200_000,
        "```" * 66_000,
        "(" * 200_000,
        "(;" * 100_000,
        "http://(" * 25_000,
        "a@" * 100_000,
        "@" * 200_000,
        "a.b" * 66_000,
        "a_" * 100_000,
        "_" * 200_000,
        "</a" * 66_000,
        "a.a(" * 50_000,
        "1." * 100_000,
        "\u0301" * 200_000,
        "\ud800" * 200_000,
        "nǐhǎo" * 40_000,
        "nǐ " * 66_000,
        "مرحبا " * 33_000,
        "\u202e\u0007" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_very_long_turn_takes_time_in_proportion(text: str) -> None:
    def seconds(some: str) -> float:
        start = time.process_time()
        detect(some)
        spans(some)
        return time.process_time() - start

    eighth = seconds(text[: len(text) // 8])
    assert seconds(text) < 8 * 5 * eighth + 0.3  # quadratic time would be 64 times as long


@given(st.text("aZé1 ,'’-ʼ‑3你AB"))
def test_runs_of_latin_words_are_cut_as_the_pattern_of_words_cuts_them(text: str) -> None:
    for match in scan_pattern().finditer(text):
        if match.lastindex == GROUP_LATIN:
            assert latin_words(match.group()) == WORD.findall(match.group())


def test_words_known_to_be_plain_are_forgotten_when_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    known: set[str] = set()
    monkeypatch.setattr(latin, "_plain", known)
    monkeypatch.setattr(latin, "_MOST_PLAIN", 1)
    assert latin.are_plain(["plain", "words"])
    assert not latin.are_plain(["plain", "AI"])
    assert latin.are_plain(["plain", "others"])
    assert known == {"plain", "others"}


@pytest.mark.parametrize(
    "text", ["", " \n", "\u0301\u0302", "\ud800\udfff", "\0\x07", "12:30", "😀👍🏽", "……"]
)
def test_nothing_to_read_is_zxx(text: str) -> None:
    finding = detect(text)
    assert (finding.primary, finding.matrix, finding.script, finding.words) == ("zxx", None, None, ())


def test_right_to_left_text_keeps_logical_offsets() -> None:
    text = "שלום, AI ו-مرحبا"
    assert [(text[one.start : one.end], one.language) for one in tokens(text)] == [
        ("שלום", "he"),
        ("AI", "und"),
        ("ו", "he"),
        ("مرحبا", "ar"),
    ]


def test_words_are_counted_most_frequent_first() -> None:
    finding = detect("我觉得这个topic很interesting")
    assert finding.words == (("zh", 4), ("en", 2))
    assert (finding.primary, finding.matrix, finding.script) == ("mixed", "zh", "Hans")


def test_acronyms_count_as_words_on_request() -> None:
    assert detect("我用AI").primary == "zh"
    assert detect("我用AI", LanguageOptions(acronyms_neutral=False)).primary == "mixed"


def test_an_i_on_its_own_is_no_pronoun() -> None:
    assert detect("我是I人").primary == "zh"
    assert detect("I... well").words == (("en", 2),)
    assert detect("Plan A is fine").words == (("en", 4),)


def test_names_respect_words_and_spaces_but_not_case() -> None:
    options = LanguageOptions(names=("David Fincher", "李雷", "Ann"))
    assert detect("david  fincher", options).primary == "und"
    assert detect("Anna", options).primary == "en"
    assert [one.neutral for one in tokens("我爱李雷", options)][-1] == "name"


def test_kana_decides_only_where_chinese_is_declared_too() -> None:
    assert detect("東京").primary == "zh"
    assert detect("東京", LanguageOptions(languages=("ja", "en"))).primary == "ja"
    assert detect("東京に行く").primary == "ja"


def test_bare_han_follows_the_japanese_around_it() -> None:
    assert detect("東京大学。そこで会いましょう").primary == "ja"
    assert detect("我是学生。そこで会いましょう").primary == "mixed"


def test_pinyin_yields_to_languages_with_macrons() -> None:
    assert detect("nǐ hǎo").primary == "zh"
    assert detect("nǐ hǎo", LanguageOptions(languages=("zh", "lv"))).primary == "und"
    assert detect("nǐ hǎo", LanguageOptions(languages=("en",))).primary == "und"


def test_pinyin_with_digits_needs_company() -> None:
    assert detect("ni3 hao3").primary == "zh"
    assert detect("ma3").primary == "en"
    assert [one.language for one in tokens("hao3 nǐ hao3")] == ["zh", "zh", "zh"]


def test_pinyin_does_not_reach_over_english() -> None:
    found = [one.language for one in tokens("say wǒ de nǐ to me, café")]
    assert found == [
        "en",
        "zh",
        "zh",
        "zh",
        *["en"] * 3,
    ]
    assert detect("x" * 41 + "ǐ").primary == "en"


def test_unknown_alphabets_are_undetermined() -> None:
    finding = detect("ᏣᎳᎩ")
    assert (finding.primary, finding.matrix, finding.words) == ("und", None, (("und", 1),))


def test_one_greek_letter_is_a_symbol_two_are_words() -> None:
    assert detect("α").primary == "zxx"
    assert detect("ο φίλος").words == (("el", 2),)


def test_a_text_in_both_kinds_of_characters_is_left_open() -> None:
    assert han_script("这个這個") is None
    assert han_script("这样说话没关系，书买来读，学习语言还要写记" + "這") == "Hans"
    assert han_script("這樣說話沒關係，書買來讀，學習語言還要寫記" + "说") == "Hant"


def test_matrix_language_goes_by_grammar_first() -> None:
    assert matrix_language({}) is None
    assert matrix_language({"und": ["x", "y"]}) is None
    assert matrix_language({"zh": ["的"], "en": ["apple", "pie"]}) == "zh"
    assert matrix_language({"zh": ["苹果"], "en": ["apple", "pie"]}) == "en"
    assert matrix_language({"zh": ["苹果"], "en": ["don’t"]}) == "en"
    assert matrix_language({"und": ["x"], "en": ["apple"]}) == "en"


def test_many_turns_are_found_one_at_a_time() -> None:
    endless = detect_many(itertools.cycle(["你好", "hello"]))
    assert [one.primary for one in itertools.islice(endless, 3)] == ["zh", "en", "zh"]


def test_the_segmenter_has_a_name_and_a_version() -> None:
    assert str(segmenter()).startswith("rjieba 0.")


def test_importing_loads_no_dictionary_and_no_detector() -> None:
    code = (
        "import sys, annotator.language as found; found.detect('hi');"
        "sys.exit(any(name in sys.modules for name in ('rjieba', 'py3langid', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=280).returncode == 0
