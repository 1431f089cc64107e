"""Bars under tagged words: stacked, told apart without colour, with names where one is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from annotator.model import Codebook, Facet, Label, Tag
from annotator.ui import theme
from annotator.ui.turn_list.measured_row import Row, RowContent
from annotator.ui.turn_list.row_painter import RowState, speaker_place
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.span_bars import (
    STEP,
    SpanBar,
    SpanLook,
    bars_at,
    current_bars,
    leading_of,
    name_boxes,
)
from annotator.ui.turn_list.tag_chips import Labels
from annotator.ui.turn_list.text_marks import levels_of, spans_of
from annotator.ui.turn_list.turn_marks import mark_words
from tests.ui.turn_list.conftest import make_tag, make_turn
from tests.ui.turn_list.test_row_painter import near, picture

BOOK = Codebook(
    "Words",
    (
        Facet(
            "span", "Words", "several", "span",
            labels=(
                Label("span.a", "span", "claim", colour="#0072b2"),
                Label("span.b", "span", "reason", colour="#d55e00", position=1),
            ),
        ),
    ),
)  # fmt: skip
TEXT = (
    "some words in a turn that is long enough to be broken into several lines of text, 机器人 and 👨‍👩‍👧 too"
)
WIDTH = 420


def tag(start: int, end: int, label: str = "span.a") -> Tag:
    return make_tag(1, "span", label, start=start, end=end)


def row_of(style: RowStyle, *tags: Tag, text: str = TEXT) -> Row:
    turn = make_turn(1, text, tags=tags)
    labels = Labels(BOOK)
    return Row(RowContent(turn), WIDTH, style, [labels.look(span) for span in spans_of(turn)])


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, style: RowStyle) -> RowStyle:
    """The style in both themes."""
    return style if request.param == "light" else replace(style, theme=theme.DARK, serial=style.serial + 1)


def test_overlapping_spans_get_levels_and_the_lines_make_room(style: RowStyle) -> None:
    plain = row_of(style)
    one = row_of(style, tag(0, 10))
    three = row_of(style, tag(0, 10), tag(3, 12), tag(5, 8))
    assert [bar.level for bar in three.spans] == [0, 1, 2]
    assert one.body.height == plain.body.height
    assert three.body.height == plain.body.height + 2 * STEP * plain.body.lines
    assert leading_of(()) == 0
    # What the text itself looks like does not change: only the lines stand further apart.
    assert three.body.rects(0, 4)[0].topLeft() == plain.body.rects(0, 4)[0].topLeft()
    assert three.style is style


def test_very_deep_stacks_share_the_last_level(style: RowStyle) -> None:
    deep = row_of(style, *(tag(0, 20 + n) for n in range(30)))
    assert max(bar.level for bar in deep.spans) == 11


def test_bars_are_painted_in_their_colours_one_below_the_other(look: RowStyle) -> None:
    row = row_of(look, tag(0, 10), tag(0, 10, "span.b"))
    image = picture(row)
    first, second = (theme.label_ink(look.theme, colour) for colour in ("#0072b2", "#d55e00"))
    line = row.body.rects(0, 10)[0].translated(row.body_rect.topLeft())
    upper = [y for y in range(row.height) if near(image, first, QRectF(line.left(), y, line.width(), 1)) > 20]
    lower = [
        y for y in range(row.height) if near(image, second, QRectF(line.left(), y, line.width(), 1)) > 20
    ]
    assert upper
    assert lower
    assert max(upper) < min(lower)
    assert max(lower) <= line.bottom() + 1  # the next line begins with empty space


def test_labels_differ_in_more_than_colour(look: RowStyle) -> None:
    row = row_of(look, tag(0, 20), tag(30, 50, "span.b"))
    solid, dashed = row.spans
    assert solid.pattern != dashed.pattern
    image = picture(row)

    def share(bar: SpanBar, colour: str) -> float:
        rect = row.bar_lines.rects[row.spans.index(bar)][0].translated(row.body_rect.topLeft())
        counts = [
            near(image, theme.label_ink(look.theme, colour), QRectF(rect.left(), y, rect.width(), 1))
            for y in range(int(rect.top()), int(rect.bottom()) + 2)
        ]
        return max(counts) / rect.width()

    assert share(solid, "#0072b2") > 0.9
    assert 0.4 < share(dashed, "#d55e00") < 0.9


def test_the_current_span_carries_its_name(look: RowStyle) -> None:
    row = row_of(look, tag(30, 40), tag(30, 40, "span.b"), tag(28, 60))
    plain = picture(row)
    named = picture(row, RowState(text_selection=(30, 40)))
    fill = theme.chip_colours(look.theme, "#d55e00").fill
    above = QRectF(0, 0, WIDTH, row.body_rect.top() + row.body.rects(30, 40)[0].top() + 6)
    assert near(named, fill, above) > near(plain, fill, above)
    assert [bar.name for bar in current_bars(row.spans, (30, 40))] == ["claim", "reason"]
    assert [(bar.start, bar.end) for bar in current_bars(row.spans, (45, 45))] == [(28, 60)]
    assert current_bars(row.spans, (31, 40)) == []
    assert current_bars(row.spans, None) == []


def test_a_name_stays_within_the_row(style: RowStyle) -> None:
    row = row_of(style, tag(0, 3), text="abc")
    assert picture(row, RowState(text_selection=(0, 3))) != picture(row)
    last = row_of(style, tag(len(TEXT) - 3, len(TEXT)))
    end = last.spans[0].end
    assert picture(last, RowState(text_selection=(last.spans[0].start, end))) != picture(last)


def test_the_caret_is_where_the_head_is(look: RowStyle) -> None:
    row = row_of(look)
    image = picture(row, RowState(text_selection=(5, 5), caret=5))
    rect = row.body.rects(5, 5)[0].translated(row.body_rect.topLeft())
    assert near(image, look.theme.accent, QRectF(rect.left() - 2, rect.top(), 4, rect.height())) >= 16
    empty = row_of(look, text="")
    picture(empty, RowState(text_selection=(0, 0), caret=0))


def test_a_part_of_a_row_is_painted_like_the_whole(look: RowStyle) -> None:
    row = row_of(look, tag(0, 60), tag(10, 70, "span.b"), tag(20, 30))
    state = RowState(text_selection=(20, 30), caret=30)
    whole = picture(row, state)
    for top in range(0, row.height - 12, 12):
        clip = QRectF(0, top, WIDTH, 12)
        part = picture(row, state, clip)
        inside = clip.toRect()
        assert part.copy(inside) == whole.copy(inside), top


def test_what_is_under_the_mouse(style: RowStyle) -> None:
    row = row_of(style, tag(0, 10), tag(2, 6, "span.b"))

    def names(character: int) -> list[str]:
        centre = row.body.rects(character, character + 1)[0].center()
        return [bar.name for bar in row.spans_at(centre + row.body_rect.topLeft())]

    assert (names(1), names(3), names(12)) == (["claim"], ["reason", "claim"], [])
    assert row.spans_at(QPointF(-5, -5)) == []
    assert bars_at((), 3) == []


def test_labels_that_are_gone_still_have_a_bar(style: RowStyle) -> None:
    turn = make_turn(1, TEXT, tags=(make_tag(1, "span", "gone", start=0, end=4),))
    assert Labels(BOOK).look(turn.tags[0]) == SpanLook()
    assert QColor(theme.label_ink(style.theme, "")).isValid()


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair))), max_size=12
)


@given(spans)
def test_bars_of_one_level_never_touch(found: list[tuple[int, int]]) -> None:
    turn = make_turn(1, "x" * 40, tags=tuple(tag(*pair) for pair in dict.fromkeys(found)))
    ordered = spans_of(turn)
    taken: dict[int, int] = {}
    for span, level in zip(ordered, levels_of(ordered), strict=True):
        assert span.start is not None
        assert span.end is not None
        assert taken.get(level, 0) <= span.start
        taken[level] = span.end


def test_marks_have_words() -> None:
    marked = replace(make_turn(1, "x"), marks=frozenset(("flag", "bookmark")))
    assert mark_words(marked) == ["flagged", "bookmarked"]
    assert mark_words(make_turn(1, "x")) == []


def test_the_name_over_a_span_in_the_first_line_leaves_the_speaker_free(style: RowStyle) -> None:
    row = row_of(style, tag(0, 10), tag(0, 10, "span.b"))
    speaker = speaker_place(row)
    place, room = (row.body_rect.topLeft(), row.body), QRectF(0, 0, row.width, row.height)
    boxes = [box for _, box in name_boxes(place, row.spans, (room, speaker), style)]
    assert [box.intersects(speaker) for box in boxes] == [False, False]
    assert 0 < boxes[0].left() - speaker.right() < style.square
    assert boxes[0].top() < speaker.bottom(), "as high as the speaker"
    free = [box for _, box in name_boxes(place, row.spans, (room, QRectF()), style)]
    assert free[0].left() < speaker.right(), "above its beginning where nobody stands"
    later = row_of(style, tag(60, 70))
    below = [box for _, box in name_boxes(place, later.spans, (room, speaker), style)]
    assert below[0].top() >= speaker.bottom()
    assert name_boxes(place, (), (room, speaker), style) == []
