"""The text form of filters, folding, and where a text fits."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.core import text_folding
from annotator.errors import UserError
from annotator.filters import Names, fold, hit_counter, hits, matcher, matching, parse, text_of
from annotator.model import Annotator, Codebook, TurnFilter
from tests.store.building import ADA, BEN, CODEBOOK, ROBOT

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
VALUES = st.lists(WORDS, max_size=3).map(tuple)
FILTERS = st.builds(
    TurnFilter,
    text=st.just("") | WORDS,
    speakers=VALUES,
    labels=VALUES,
    untagged=st.just("") | WORDS,
    annotators=VALUES,
    uncertain=st.booleans(),
    doubts_below=st.none() | st.floats(0, 1),
    languages=VALUES,
    switched=st.booleans(),
    gaps=st.booleans(),
    flagged=st.booleans(),
    bookmarked=st.booleans(),
    noted=st.booleans(),
    dialogues=VALUES,
    attributes=VALUES,
)


def test_every_condition_has_a_word() -> None:
    line = (
        'remote  work speaker:"王 老师" speaker:B label:stance.favor untagged:topic by:ada lang:zh in:abc '
        "about:age=31 doubt:<0.9 is:uncertain is:switched is:gap is:flagged is:bookmarked is:noted"
    )
    wanted = parse(line)
    assert wanted == TurnFilter(
        text="remote work",
        speakers=("王 老师", "B"),
        labels=("stance.favor",),
        untagged="topic",
        annotators=("ada",),
        uncertain=True,
        doubts_below=0.9,
        languages=("zh",),
        switched=True,
        gaps=True,
        flagged=True,
        bookmarked=True,
        noted=True,
        dialogues=("abc",),
        attributes=("age=31",),
    )
    assert all(getattr(wanted, field.name) for field in fields(TurnFilter) if field.name != "regex")
    assert not wanted.empty
    assert parse("  ").empty


@given(FILTERS)
def test_the_line_of_a_filter_reads_back(wanted: TurnFilter) -> None:
    assert parse(text_of(wanted)) == wanted


@given(WORDS)
def test_a_regular_expression_reads_back(pattern: str) -> None:
    assume(not pattern.endswith("\\"))
    once = parse(text_of(TurnFilter(pattern, regex=True)))
    assert once.regex
    assert once.text.replace("\\/", "/") == pattern.replace("\\/", "/")
    assert parse(text_of(once)) == once


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('"speaker:A"', "speaker:A"),
        ('"two  spaces"', "two  spaces"),
        ("10:30", "10:30"),
        ("for example:", "for example:"),
        ('"note:this"', "note:this"),
        ("http://a.b/c", "http://a.b/c"),
        ("/not closed", "/not closed"),
        ('say\\"ing "a \\"b\\""', None),
        ("和/或", "和/或"),
    ],
)
def test_words_are_taken_as_they_stand(line: str, text: str | None) -> None:
    if text is None:
        assert parse('"a \\"b\\""').text == 'a "b"'
    else:
        assert parse(line).text == text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('speaker:"A', "no partner (at character 9)"),
        ("speaker:", "wants a value"),
        ("is:wrong", "is none of is:uncertain"),
        ("doubt:much", "between 0 and 1"),
        ("doubt:<7", "between 0 and 1"),
        ("/a/ b", "cannot be looked for together"),
        ("/a/ /b/", "one regular expression (at character 5)"),
        ("so labl:x", "there is no condition “labl:”, there are speaker:, label:, by:,"),
        ("so labl:x", "(at character 4)"),
    ],
)
def test_what_is_no_condition_is_named_with_its_place(line: str, why: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(line)
    assert why in caught.value.why


class TestFolding:
    def test_width_case_and_accents(self) -> None:
        assert fold("ＡＩ") == fold("ai") == "ai"
        assert fold("cafe\u0301") == fold("CAFÉ") == "café"
        assert fold("ｶﾞ") == fold("カ\u3099") or fold("ガ") == "ガ"
        assert fold("Straße") == "strasse"

    @given(st.text(max_size=60))
    def test_folding_is_done_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(fold(fold(text)))

    @given(st.text(max_size=60), st.data())
    def test_a_piece_of_a_text_is_found_where_it_is(self, text: str, data: st.DataObject) -> None:
        pieces = text_folding._CLUSTER.findall(text)
        start = data.draw(st.integers(0, len(pieces)))
        end = data.draw(st.integers(start, len(pieces)))
        piece = "".join(pieces[start:end])
        assume(piece and fold(piece))
        wanted = TurnFilter(piece)
        assert matcher(wanted)(text)
        found = hits(wanted, text)
        assert found
        assert all(fold(piece) in fold(text[start:end]) for start, end in found)
        assert list(found) == sorted(found)


class TestHits:
    def test_offsets_are_code_points_of_the_text(self) -> None:
        assert hits(TurnFilter("omg"), "🧙 ＯＭＧ e\u0301 OMG") == ((2, 5), (9, 12))
        assert hits(TurnFilter("é"), "x e\u0301y") == ((2, 4),)
        assert hits(TurnFilter("ss"), "ß") == ((0, 1),)

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("omg", "🧙 ＯＭＧ e\u0301 OMG"),
            ("aa", "aaaaa"),
            ("机器", "机器，机 器"),
            ("a", "a" * 5000),
            ("", "a"),
        ],
    )
    def test_they_are_counted_as_they_are_found(self, words: str, text: str) -> None:
        for regex in (False, True):
            wanted = TurnFilter(words, regex=regex)
            assert hit_counter(wanted)(text) == len(hits(wanted, text))

    def test_without_words_nothing_is_hit(self) -> None:
        assert hits(TurnFilter(speakers=("A",)), "text") == ()
        assert matcher(TurnFilter())("anything")
        assert hits(TurnFilter("\u200d" if fold("\u200d") == "" else "zz"), "text") == ()

    def test_a_regular_expression_ignores_case_and_empty_matches(self) -> None:
        wanted = TurnFilter(r"colou?r|x*", regex=True)
        assert hits(wanted, "Color xx colour") == ((0, 5), (6, 8), (9, 15))
        assert matcher(wanted)("COLOUR")

    def test_hits_are_limited(self) -> None:
        assert len(hits(TurnFilter("a"), "a" * 5000)) == 2000
        assert len(hits(TurnFilter("a", regex=True), "a" * 5000)) == 2000

    def test_what_is_no_pattern_says_where(self) -> None:
        with pytest.raises(UserError, match=r"not a regular expression.*character"):
            matcher(TurnFilter("(a", regex=True))

    def test_a_pattern_without_end_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(matching, "REGEX_PATIENCE", 0.05)
        wanted = TurnFilter(r"(a|aa)+$", regex=True)
        text = "a" * 40 + "b"
        with pytest.raises(UserError, match="takes too long"):
            matcher(wanted)(text)
        with pytest.raises(UserError, match="takes too long"):
            hits(TurnFilter(r"(a|aa)+c?$", regex=True), text)


PEOPLE = (ADA, BEN, ROBOT, Annotator("ben-2", "Ben"))
NAMES = Names(
    CODEBOOK,
    PEOPLE,
    dialogues=lambda: [("d1", "On robots"), ("d2", "On robots"), ("d3", "Ｍusic")],
    speakers=lambda: ["", "A", "a", "王 老师"],
    languages=lambda: ["en", "zh"],
)


class TestNames:
    """Values of conditions are keys or names; what nothing is called is an error."""

    @pytest.mark.parametrize(
        ("line", "wanted"),
        [
            ("label:stance.favor", TurnFilter(labels=("stance.favor",))),
            ("label:Favor", TurnFilter(labels=("stance.favor",))),
            ("label:Stance.against", TurnFilter(labels=("stance.against",))),
            ("label:topic.ＭＵＳＩＣ", TurnFilter(labels=("topic.music",))),
            ("untagged:Topic", TurnFilter(untagged="topic")),
            ("untagged:topic", TurnFilter(untagged="topic")),
            ("by:ada", TurnFilter(annotators=(ADA.key,))),
            (f"by:{BEN.key}", TurnFilter(annotators=(BEN.key,))),
            ("by:Ben", TurnFilter(annotators=(BEN.key, "ben-2"))),
            ('by:"detector 1.0"', TurnFilter(annotators=(ROBOT.key,))),
            ('in:"on robots"', TurnFilter(dialogues=("d1", "d2"))),
            ("in:d3 in:music", TurnFilter(dialogues=("d3", "d3"))),
            ("speaker:a", TurnFilter(speakers=("a",))),
            ("speaker:Ａ", TurnFilter(speakers=("A", "a"))),
            ("lang:fr lang:zh-Hant lang:mixed", TurnFilter(languages=("fr", "zh-Hant", "mixed"))),
        ],
    )
    def test_keys_and_names(self, line: str, wanted: TurnFilter) -> None:
        assert parse(line, NAMES) == wanted

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("so label:favour", "no label “favour”; known are stance.favor, stance.against"),
            ("so label:favour", "(at character 10)"),
            ("untagged:stances", "no facet “stances”; known are stance, topic"),
            ("by:Eve", "no annotator “Eve”; known are Ada, Ben, detector 1.0 (at character 4)"),
            ("in:d9", "no dialogue “d9”; known are d1 (On robots), d2 (On robots), d3 (Ｍusic)"),
            ("speaker:C", "no speaker “C”; known are A, a, 王 老师"),
            ("lang:chinese", "“chinese” is no code of a language; found are en, zh"),
        ],
    )
    def test_what_nothing_is_called_is_an_error_that_lists_what_there_is(self, line: str, why: str) -> None:
        with pytest.raises(UserError) as caught:
            parse(line, NAMES)
        assert why in caught.value.why

    def test_a_name_that_several_have_is_not_guessed(self) -> None:
        twin = replace(CODEBOOK.facets[0].labels[0], key="topic.favor", facet="topic")
        topic = replace(CODEBOOK.facets[1], labels=(twin,))
        names = replace(NAMES, codebook=Codebook("x", (CODEBOOK.facets[0], topic)))
        with pytest.raises(
            UserError, match=r"several have the name “favor”; they are stance.favor, topic.favor"
        ):
            parse("label:favor", names)
        assert parse("label:topic.favor", names).labels == ("topic.favor",)

    def test_of_many_names_the_first_are_listed(self) -> None:
        many = replace(NAMES, speakers=lambda: [f"S{number}" for number in range(1_030)])
        with pytest.raises(UserError, match=r"S0, S1, .*, S19 and 1,010 more \(at"):
            parse("speaker:X", many)
        with pytest.raises(UserError, match="known are none"):
            parse("speaker:X", replace(NAMES, speakers=lambda: [""]))
