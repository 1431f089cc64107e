from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from annotator.model import Gap, RepairStep
from annotator.ui.settings.turn_layout import Density, Layout, density
from annotator.ui.turn_list import measured_row as module
from annotator.ui.turn_list.measured_row import FOLDED_TO, Row, RowContent, column_of
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.span_bars import SpanLook
from annotator.ui.turn_list.tag_chips import TagChip
from tests.ui.turn_list.conftest import make_tag, make_turn


def test_parts_stand_below_each_other(style: RowStyle) -> None:
    row = Row(RowContent(make_turn(1, "text"), (TagChip("", "x"),), heading="Talk"), 400, style)
    parts = [row.heading, row.header, row.body_rect, row.chips[0].rect.translated(row.chip_origin)]
    for upper, lower in itertools.pairwise(parts):
        assert upper.bottom() <= lower.top()
    assert parts[-1].bottom() < row.height
    bare = Row(RowContent(make_turn(1, "text")), 400, style)
    assert bare.height < row.height
    assert bare.link_text == ""
    assert bare.chip_at(QPointF(20, 20)) is None


def test_very_wide_lists_keep_a_readable_column(style: RowStyle) -> None:
    left, column = column_of(3000, style)
    assert column == style.column
    assert left == pytest.approx((3000 - column) / 2, abs=1)
    left, column = column_of(400, style)
    assert left == style.margin
    assert left + column == 400 - style.margin
    assert column_of(5, style)[1] > 0


def test_long_turns_are_folded_and_opened(style: RowStyle) -> None:
    turn = make_turn(1, "word " * 2000)
    folded = Row(RowContent(turn), 400, style)
    assert folded.body.lines == FOLDED_TO
    assert folded.link_text == "Show all  ·  10,000 characters"
    opened = Row(RowContent(turn, opened=1), 400, style)
    assert not opened.body.truncated
    assert opened.link_text == "Show less"
    assert opened.height > 5 * folded.height


def test_enormous_turns_are_opened_in_stages(style: RowStyle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STAGE", 1000)
    turn = make_turn(1, "word " * 500)
    assert Row(RowContent(turn), 400, style).link_text.startswith("Show more")
    first, second = (Row(RowContent(turn, opened=times), 400, style) for times in (1, 2))
    assert first.body.shown == 1000
    assert first.link_text.startswith("Show more")
    assert second.link_text.startswith("Show all")
    assert Row(RowContent(turn, opened=3), 400, style).link_text == "Show less"


def test_places_are_found_by_point_and_by_text(style: RowStyle) -> None:
    steps = (RepairStep(6, 7, "?", "你", "lost", "r", 0.5),)
    text = "👨 is 你 and gap  here " + "more " * 60
    turn = make_turn(
        1, text, steps=(RepairStep(5, 6, "?", "你", "lost", "r", 0.5),), gaps=(Gap(14, 16, "double space"),)
    )
    assert steps[0].after == text[5]
    row = Row(RowContent(turn, (TagChip("", "x"),)), 400, style)
    unit = row.offsets.unit(5)
    (rect,) = row.body.rects(unit, unit + 1)
    on = rect.center() + row.body_rect.topLeft()
    mark = row.mark_at(on)
    assert mark is not None
    assert mark.kind == "doubtful"
    assert row.unit_at(rect.topLeft() + row.body_rect.topLeft() + QPointF(1, 1)) == unit
    (gap,) = row.body.rects(row.offsets.unit(14), row.offsets.unit(16))
    found = row.mark_at(gap.center() + row.body_rect.topLeft())
    assert found is not None
    assert found.kind == "gap"
    assert row.mark_at(row.body_rect.topLeft() + QPointF(1, 5)) is None
    assert row.mark_at(QPointF(row.left, 1)) is None
    chip = row.chip_at(row.chip_origin + QPointF(3, 3))
    assert chip is row.chips[0]
    assert row.chip_at(QPointF(0, 0)) is None


def test_the_line_at_the_top_is_found_again(style: RowStyle) -> None:
    row = Row(RowContent(make_turn(1, "word " * 100)), 300, style)
    assert row.text_at(0) is None
    assert row.text_at(int(row.body_rect.bottom()) + 1) is None
    place = row.text_at(int(row.body_rect.top()) + 3 * style.line_height)
    assert place is not None
    assert row.y_of(place) == row.body_rect.top() + 3 * style.line_height


def test_span_bars_have_levels_and_colours(style: RowStyle) -> None:
    tags = (
        make_tag(1, "topic", "topic.drift", start=0, end=2),
        make_tag(1, "topic", "topic.x", start=1, end=3),
    )
    row = Row(RowContent(make_turn(1, "👨bc", tags=tags)), 300, style, [SpanLook("#ff0000"), SpanLook()])
    assert [(bar.start, bar.end, bar.level, bar.colour) for bar in row.spans] == [
        (0, 3, 0, "#ff0000"), (2, 4, 1, ""),
    ]  # fmt: skip
    assert [bar.colour for bar in Row(RowContent(make_turn(1, "abc", tags=tags)), 300, style).spans] == [
        "",
        "",
    ]


def test_text_that_qt_cannot_take_is_shown_all_the_same(style: RowStyle) -> None:
    row = Row(RowContent(make_turn(1, "a\ud800b\0c")), 300, style)
    assert row.text == "a\ufffdb\ufffdc"
    assert row.body.shown == 5


def laid_out(style: RowStyle, how: Density, right: frozenset[str] = frozenset()) -> RowStyle:
    return replace(style, layout=Layout(how, right=right))


TAGS = tuple(TagChip("Facet", name) for name in ("against", "the target", "mixed", "and one more"))


def test_a_reading_row_has_its_tags_at_the_end_of_its_header(style: RowStyle) -> None:
    usual = Row(RowContent(make_turn(1, "text"), TAGS[:2]), 400, style)
    row = Row(RowContent(make_turn(1, "text"), TAGS[:2]), 400, laid_out(style, "reading"))
    assert row.height < usual.height
    places = [placed.rect.translated(row.chip_origin) for placed in row.chips]
    assert [placed.chip.text for placed in row.chips] == ["against", "the target"]
    assert all(row.header.contains(place) for place in places)
    assert places[0].right() < places[1].left()
    assert row.chip_at(places[1].center()) is row.chips[1]


def test_a_compact_row_is_one_line_until_it_is_unfolded(style: RowStyle) -> None:
    compact = laid_out(style, "compact")
    turn = make_turn(1, "word " * 200 + "\n\nmore")
    row = Row(RowContent(turn, TAGS), 600, compact)
    assert row.body.lines == 1
    assert row.height < 1.4 * style.line_height
    assert row.folded
    assert row.link_text == "…"
    assert row.link.left() >= row.body_rect.right()
    assert row.header.right() <= row.body_rect.left()
    assert row.link.right() <= row.chip_origin.x() + 1
    opened = Row(RowContent(turn, TAGS, opened=1), 600, compact)
    assert opened.link_text == "Show less"
    assert opened.body.lines > 10
    assert not opened.folded
    short = Row(RowContent(make_turn(1, "text")), 600, compact)
    assert (short.link_text, short.folded, short.height) == ("", False, row.height)


def test_tags_without_room_are_counted(style: RowStyle) -> None:
    row = Row(RowContent(make_turn(1, "text"), TAGS), 320, laid_out(style, "compact"))
    shown = [placed.chip for placed in row.chips]
    assert shown[-1].text == f"+{len(TAGS) - len(shown) + 1}"
    assert "and one more" in shown[-1].tip
    assert row.chips[-1].rect.translated(row.chip_origin).right() <= row.left + row.column + 1


def test_speakers_stand_on_two_sides(style: RowStyle) -> None:
    sided = laid_out(style, "comfortable", frozenset({"B"}))
    left = Row(RowContent(make_turn(1, "text", "A")), 500, sided)
    right = Row(RowContent(make_turn(2, "text", "B")), 500, sided)
    whole = Row(RowContent(make_turn(1, "text", "A")), 500, style)
    assert left.left == whole.left < right.left
    assert left.column == right.column < whole.column
    assert right.left + right.column == pytest.approx(whole.left + whole.column, abs=1)


def test_an_unknown_density_is_the_comfortable_one(style: RowStyle) -> None:
    assert [density(name) for name in ("compact", "reading", "?")] == ["compact", "reading", "comfortable"]
    longer = replace(style, layout=Layout(line=208))
    assert longer.column == pytest.approx(2 * style.column, abs=1)
