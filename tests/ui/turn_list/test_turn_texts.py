from annotator.model import RepairStep
from annotator.ui.turn_list.tag_chips import TagChip, intensity_word
from annotator.ui.turn_list.text_marks import TextMark
from annotator.ui.turn_list.turn_texts import copied, mark_line, mark_tip, spoken, visible
from tests.ui.turn_list.conftest import make_turn


def test_a_row_is_spoken_in_one_line() -> None:
    steps = (RepairStep(0, 1, "a", "b", "encoding", "r", 1.0),)
    turn = make_turn(2, "I think so.", "B", steps=steps)
    assert spoken(turn, [TagChip("Stance", "favor")]) == "3, B: I think so., Stance favor, 1 repair"
    assert spoken(make_turn(0, "x", ""), []) == "1: x"
    assert spoken(make_turn(0, "x" * 5000), []).endswith("x…")
    assert len(spoken(make_turn(0, "x" * 5000), [])) < 700


def test_turns_are_copied_with_their_speakers() -> None:
    assert copied([make_turn(0, "one"), make_turn(1, "two", "")]) == "A: one\ntwo"


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\u200db\xa0") == "a⟨U+200D⟩b⟨U+00A0⟩"
    assert visible("x" * 100) == "x" * 40 + "…"


def test_the_tip_of_a_repair() -> None:
    step = RepairStep(0, 3, "â€™", "’", "lost", "utf-8 read as windows-1252", 0.62, (("’", 0.62), ("‘", 0.3)))
    tip = mark_tip(TextMark(0, 1, "doubtful", step, step.reason))
    assert tip.splitlines() == [
        "Received: â€™", "Repaired: ’", "Reason: utf-8 read as windows-1252", "Confidence: 62%", "Or: ‘ 30%",
    ]  # fmt: skip
    gone = RepairStep(0, 1, "", "\u200d", "joiner", "joiner", 1.0)
    assert mark_tip(TextMark(0, 1, "repair", gone)).splitlines()[:2] == ["Received: –", "Repaired: ⟨U+200D⟩"]


def test_the_tip_says_who_decided_and_what_the_engine_had_proposed() -> None:
    names = {"k": "Mei"}
    step = RepairStep(
        0, 3, "â€™", "'", "lost", "utf-8 read as windows-1252", 0.62,
        annotator="k", at="2026-01-02T03:04:05Z", proposal="’",
    )  # fmt: skip
    assert mark_tip(TextMark(0, 1, "decided", step), lambda key: names.get(key, "")).splitlines() == [
        "Received: â€™", "Repaired: '", "Decided by Mei, 2026-01-02", "The engine’s proposal: ’",
        "Reason: utf-8 read as windows-1252", "Confidence: 62%",
    ]  # fmt: skip
    assert "Decided by a person, 2026-01-02" in mark_tip(TextMark(0, 1, "decided", step), lambda _: "")
    assert mark_line(TextMark(0, 1, "decided", step)) == (
        "â€™ → '  ·  62%  ·  utf-8 read as windows-1252  ·  Decided by a person, 2026-01-02"
    )
    typed = RepairStep(0, 1, "a", "b", "person", "typed", 1.0, annotator="k", at="2026-01-02T03:04:05Z")
    assert mark_tip(TextMark(0, 1, "decided", typed), lambda _: "Mei").splitlines() == [
        "Received: a", "Repaired: b", "Typed by Mei, 2026-01-02",
    ]  # fmt: skip
    assert (
        mark_line(TextMark(0, 1, "decided", typed), lambda _: "Mei") == "a → b  ·  Typed by Mei, 2026-01-02"
    )


def test_a_repair_on_one_line() -> None:
    step = RepairStep(0, 1, "\ufffd", "\ufffd", "damage", "bytes lost", 1.0)
    assert mark_line(TextMark(0, 1, "damage", step)) == "\ufffd  ·  damaged, not repaired  ·  bytes lost"
    assert mark_line(TextMark(0, 2, "gap", None, "double space")) == ""


def test_the_tips_of_damage_and_gaps() -> None:
    step = RepairStep(0, 1, "\ufffd", "\ufffd", "damage", "bytes lost", 1.0)
    assert mark_tip(TextMark(0, 1, "damage", step)).splitlines() == [
        "Damaged, not repaired: \ufffd", "Reason: bytes lost",
    ]  # fmt: skip
    assert "double space" in mark_tip(TextMark(0, 2, "gap", None, "double space"))


def test_intensities_have_names() -> None:
    assert [intensity_word(level) for level in (0, 1, 2, 3, 9)] == [
        "weak", "weak", "moderate", "strong", "strong",
    ]  # fmt: skip
