"""Speaker markers: each style, what is none, and a person's own pattern."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.resources import samples
from annotator.errors import UserError
from annotator.importers import RULES, custom_rule, guess_rule, marker_rules, rule, segment
from annotator.importers import custom_marker_rule as own_rule_module
from annotator.importers import markers as markers_module
from annotator.importers.markers import markers
from tests.growth import MOST, growth


def read(text: str, key: str | None = None) -> list[tuple[str, str]]:
    """Speaker and text of every turn."""
    chosen = rule(key) if key else guess_rule(text)
    return [(one.speaker, text[one.start : one.end]) for one in segment(text, chosen).pieces]


@pytest.mark.parametrize(
    ("text", "key", "speakers"),
    [
        ("[A]: hi\n[B]: yo", "brackets", "A B"),
        ("[A]：hi\n【B】：yo\n［C］: so\n[ D ] : x", "brackets", "A B C D"),
        ("【王老师】：你好\n【学生】：老师好", "brackets", "王老师 学生"),
        ("(A): hi\n（乙）：yo", "round", "A 乙"),
        ("<anna> hi\n<bob>: yo", "angle", "anna bob"),
        ("A: hi\nB：yo\nA: x", "letter", "A B A"),
        ("Q: why?\nA: because", "letter", "Q A"),
        ("甲：你好\n乙：你也好", "letter", "甲 乙"),
        ("S1: hi\nS2: yo", "letter", "S1 S2"),
        ("**A:** hi\n**B:** yo\n**A**: x", "letter", "A B A"),
        ("__A__: hi\n__B__: yo", "letter", "A B"),
        ("  A: hi\n\tB: yo", "letter", "A B"),
        ("- A: hi\n- B: yo", "letter", "A B"),
        ("> A: hi\n> B: yo", "letter", "A B"),
        ("### A: hi\n### B: yo", "letter", "A B"),
        ("[00:01:02] A: hi\n[00:01:05] B: yo", "letter", "A B"),
        ("00:12 - A: hi\n00:15 - B: yo", "letter", "A B"),
        ("12/05/2023, 2:05 PM - Anna: hi\n12/05/2023, 2:06 PM - Bob: yo\n", "names", "Anna Bob"),
        ("Anna: hi\nBob: yo", "names", "Anna Bob"),
        ("Dr. Smith: hi\nMary-Ann O'Neil: yo\nDr. Smith: x", "names", "Dr.|Smith Mary-Ann|O'Neil Dr.|Smith"),
        ("Speaker 1: hi\nSpeaker 2: yo\nSpeaker 1: x", "names", "Speaker|1 Speaker|2 Speaker|1"),
        ("Anna (00:12): hi\nBob [00:15]: yo", "names", "Anna Bob"),
        ("王老师：你好\n学生：老师好\n王老师：坐", "names", "王老师 学生 王老师"),
        ("受访者1：是\n采访者：好", "names", "受访者1 采访者"),
        ("小A：来了\n小B：走吧", "names", "小A 小B"),
        ("anna> hi\nbob> yo\nanna> x", "arrow", "anna bob anna"),
        ("[Anna] hi\n[Bob] yo\n[Anna] x", "bare-brackets", "Anna Bob Anna"),
        ("(A) hi\n(B) yo\n(A) x", "bare-round", "A B A"),
        ("[A]: hi [B]: yo [A]: x", "inline", "A B A"),
        ("[A]: hi。[B]：yo", "inline", "A B"),
    ],
)
def test_styles(text: str, key: str, speakers: str) -> None:
    assert guess_rule(text).key == key
    assert [speaker for speaker, _ in read(text)] == [name.replace("|", " ") for name in speakers.split()]


@pytest.mark.parametrize(
    "text",
    [
        "http://a.b\nhttp://c.d\nhttps://x.y",
        "12:30 lunch\n13:30 back to work",
        "Note: x\nNote: y\n注意：z\n注意：w",
        "Ingredients: flour\nmix it\nand bake\nfor long\nthen serve\nnow eat\nMethod: see above",
        "(1) first\n(2) second\n(3) third",
        "1: first\n2: second",
        "she said: go\nand then",
        "[x] done\n[ ] not done",
        "[x] done\n[ ] not done\n[x] done",
        "a ratio of\nA:B is fine".replace("A:B", "x:y/z"),
    ],
)
def test_what_speaks_to_nobody(text: str) -> None:
    assert guess_rule(text).key in {"whole", "paragraphs"}


def test_paragraphs_where_nothing_is_marked() -> None:
    assert guess_rule("one\nstill one\n\ntwo").key == "paragraphs"
    assert guess_rule("one\nstill one").key == "whole"
    assert guess_rule("").key == "whole"


def test_a_word_that_comes_once_within_long_turns_is_no_speaker() -> None:
    turn = "one line\nanother line\n"
    text = f"Anna: {turn}Bob: {turn}Remember: milk\nAnna: {turn}Bob: {turn}Anna: {turn}Bob: {turn}"
    assert read(text)[1] == ("Bob", "one line\nanother line\nRemember: milk")


def test_who_speaks_once_among_turns_of_one_line_is_a_speaker() -> None:
    text = "Anna: hi\nBob: yo\nAnna: x\nBob: y\nWaiter: here you are\nAnna: z\nBob: w"
    assert read(text)[4] == ("Waiter", "here you are")


def test_a_marker_in_a_line_is_text_unless_asked() -> None:
    text = "[A]: he wrote [B]: no\n[B]: did I?"
    assert read(text) == [("A", "he wrote [B]: no"), ("B", "did I?")]
    assert [speaker for speaker, _ in read(text, "inline")] == ["A", "B", "B"]


def test_the_samples_have_brackets() -> None:
    for path in samples():
        text = path.read_text(encoding="utf-8")
        assert guess_rule(text).key == "brackets"
        assert {speaker for speaker, _ in read(text)} == {"A", "B"}


def test_rules_have_keys_of_their_own_and_travel() -> None:
    assert len({one.key for one in RULES}) == len(RULES)
    for one in (*RULES, custom_rule(r"(?P<speaker>\w+)>>")):
        assert pickle.loads(pickle.dumps(one)) == one
        assert one.name
        assert one.description
    with pytest.raises(KeyError):
        rule("nonsense")


# --- a person's own pattern -------------------------------------------------------------------


def test_an_own_pattern_marks_the_start_of_lines() -> None:
    own = custom_rule(r"(?P<speaker>\w+)\s*=>\s*")
    text = "anna => hi\nbob=> yo => x\nnothing"
    found = markers(text, own)
    assert [(one.speaker, text[one.start : one.end]) for one in found] == [
        ("anna", "anna => "),
        ("bob", "bob=> "),
    ]


def test_an_own_pattern_may_find_nobody() -> None:
    own = custom_rule(r"(?:(?P<speaker>[A-Z])|-):\s")
    assert [one.speaker for one in markers("A: x\n-: y\n\nb", own)] == ["A", ""]
    assert markers("abc", custom_rule(r"(?P<speaker>x)?")) == []


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(x", "not a regular expression"),
        ("abc", "group for the speaker"),
        (r"(?P<speaker>(a|aa)+)\2x", "without end"),
        (r"(?P<speaker>(a|aa)+):", "without end"),
        ("(" * 3000, "not a regular expression"),
    ],
)
def test_patterns_that_cannot_be_used_are_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        custom_rule(pattern)


@pytest.mark.parametrize("pattern", [r"^(?P<speaker>[^:\n]{1,20}):\s*", r"(?P<speaker>\w+(?: \w+)*):"])
def test_natural_patterns_are_accepted(pattern: str) -> None:
    assert custom_rule(pattern).key == "custom"


@pytest.mark.parametrize(
    "body", [r"(a+)+$", r"(\w+)+\]:", r"([a-z]+)*\d", "(?:甲乙|甲|乙)+：", "(?:a|a|a|a)*b"]
)
def test_repetitions_in_repetitions_end(body: str) -> None:
    pattern = custom_rule(f"(?P<speaker>{body})")
    for line in ("a" * 110 + "!", "甲乙" * 55, "aa" * 50 + "]9:："):
        markers(line, pattern)


def test_a_match_that_has_no_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_rule_module, "_explodes", lambda _: False)
    monkeypatch.setattr(marker_rules, "_LINE_PATIENCE", 0.05)
    with pytest.raises(UserError, match="takes too long"):
        markers("a" * 100 + "-x", custom_rule(r"(?P<speaker>(a|aa)+)\2x"))


def test_a_slow_pattern_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markers_module, "_PATIENCE", -1.0)
    with pytest.raises(UserError, match="takes too long"):
        markers("a\nb", custom_rule("(?P<speaker>a)"))


# --- any text ---------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "[A]:",
        "[B]：",
        "A:",
        "Anna: ",
        "(A) ",
        "<b>",
        "x>",
        " ",
        "  ",
        "\n",
        "\n\n",
        "**",
        "hi",
        "你好",
        "：",
        "12:30 ",
        "- ",
        "\x85",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS, st.sampled_from([*RULES, custom_rule(r"(?P<speaker>\w*):?")]))
def test_nothing_is_dropped_whatever_the_text_and_rule(text: str, by: markers_module.MarkerRule) -> None:
    made = segment(text, by)
    places = [0, *made.boundaries(), len(text)]
    assert places == sorted(places)
    at = 0
    for piece in made.pieces:
        assert piece.lead_start == at
        assert piece.lead_start <= piece.start <= piece.end
        at = piece.end
    assert made.tail == at
    assert not text[made.tail :].strip()
    assert made.pieces or not text.strip()


@given(TEXTS)
def test_guessing_never_fails(text: str) -> None:
    assert guess_rule(text) in RULES


@pytest.mark.parametrize("unit", ["[", "A ", "a.b-c ", " ", "*", "1:", "\n"])
def test_the_time_of_each_rule_grows_with_the_length_of_hostile_text_only(unit: str) -> None:
    def work(size: int) -> None:
        text = unit * (size // len(unit))
        for one in RULES:
            markers(text, one)
            segment(text, one)

    assert growth(work, 10_000) <= MOST


def test_patterns_are_compiled_once() -> None:
    assert all(isinstance(one.pattern, re.Pattern) for one in RULES)


@given(st.text("[A]:：>【甲】 -*\n\u2028(b)x12.<"))
def test_the_cheap_look_at_lines_passes_over_no_marker(text: str) -> None:
    looked_at = markers_module.TextLines(text)
    lines = looked_at.starts
    assert lines == [0, *(match.end() for match in re.finditer("[\n\u2028\u2029\x85]", text))]
    likely = set(looked_at.marked)
    for one in RULES:
        if one.weight and not one.anywhere and one.evidence != "alone":
            assert {start for start in lines if one.pattern.match(text, start)} <= likely


LINES = ["[A]: a", "[B] b", "Anna: a", "Anna", "so 0:03", "0:04 Bo", "x [A]: y [B]: z", "A> b", ""]


@given(st.lists(st.sampled_from(LINES)))
def test_rules_that_cannot_win_are_not_tried_and_would_not_have_won(lines: list[str]) -> None:
    text = "\n".join(lines)
    scores = {}
    for one in RULES:
        tried = one.weight and (not one.timed or re.search(r"\d:\d", text))
        looked_at = markers_module.TextLines(text)
        looked_at.marked = looked_at.starts
        found = markers_module._found(looked_at, one) if tried else []
        assert not found or looked_at.may_win(one, (len(found) - 1) * one.weight)
        if len(found) >= 2 or (found and not text[: found[0].start].strip()):
            scores[one.key] = len(found) * one.weight
    best = max(scores, key=scores.__getitem__, default=None)
    counts = {one.key: scores.get(one.key, 0.0) / one.weight for one in RULES if one.weight}
    if best == "brackets" and counts["names"] > counts["brackets"]:  # which are notes beside names
        best = "names"
    assert best is None or guess_rule(text).key == best


@given(
    st.text("[［【", min_size=1, max_size=1),
    st.text("AQ王 .12:Today", min_size=1, max_size=8),
    st.sampled_from(["]:", "】：", "] (0:03): ", "]: A: ", "] [0:03]: Q. "]),
    st.sampled_from(["", "A: hi", "Anna: hi", "Q. why", "a> b", "[B]: x", "THE COURT: so"]),
)
def test_no_rule_of_plain_names_reads_a_line_that_begins_with_a_name_in_brackets(
    opening: str, name: str, closing: str, behind: str
) -> None:
    line = f"{opening}{name}{closing}{behind}"
    if rule("brackets").pattern.match(line):
        keys = [one.key for one in RULES if one.pattern.match(line)]
        assert not markers_module.OF_PLAIN_NAMES.intersection(keys)


def test_names_that_outnumber_notes_in_brackets_are_looked_for() -> None:
    text = "[NOTE]: it rains\n" + "Anna: one\nBen: two\n" * 2 + "[NOTE]: it stopped\n"
    assert guess_rule(text).key == "names"
