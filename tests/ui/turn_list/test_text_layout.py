from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from annotator.ui import theme
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.text_layout import BodyText
from annotator.ui.turn_list.utf16_offsets import Offsets, drawable

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ARABIC = "مرحبا بالعالم English نص عربي"


def test_lines_are_even_whatever_stands_in_them(style: RowStyle) -> None:
    text = f"English only\n全是中文\nmixed 中英 🎉\n{FAMILY}\n{ARABIC}"
    body = BodyText(text, 600, style)
    assert [block.height for block in body.blocks] == [style.line_height] * 5
    assert body.height == 5 * style.line_height
    assert body.lines == 5
    baselines = []
    for block in body.blocks:
        assert block.layout is not None
        line = block.layout.lineAt(0)
        baselines.append(line.position().y() + line.ascent())
    assert baselines == pytest.approx([style.baseline] * 5)


def test_paragraphs_are_set_apart_and_kept(style: RowStyle) -> None:
    body = BodyText("one\n\ntwo", 600, style)
    assert [block.y for block in body.blocks] == [
        0, style.line_height, style.line_height + style.paragraph_gap,
    ]  # fmt: skip
    assert not body.truncated
    assert body.shown == len("one\n\ntwo")


def test_an_empty_turn_has_the_height_of_a_line(style: RowStyle) -> None:
    assert BodyText("", 600, style).height == style.line_height


def test_long_lines_wrap_within_the_width(style: RowStyle) -> None:
    body = BodyText("word " * 60 + "x" * 200 + "长" * 60, 200, style)
    assert body.lines > 10
    for block in body.blocks:
        for line, _ in block.lines():
            assert line.naturalTextWidth() <= 200


def test_list_items_hang(style: RowStyle) -> None:
    body = BodyText("- first item long enough for two lines", 150, style)
    assert body.blocks[0].layout is not None
    first, second = (body.blocks[0].layout.lineAt(number) for number in (0, 1))
    assert first.position().x() == 0
    assert second.position().x() == pytest.approx(body.rects(2, 3)[0].left())
    plain = BodyText("not an item but long enough for two lines", 150, style)
    assert plain.blocks[0].layout is not None
    assert plain.blocks[0].layout.lineAt(1).position().x() == 0


def test_a_folded_text_ends_where_it_should(style: RowStyle) -> None:
    text = "word " * 40_000
    whole = BodyText(text[:5000], 300, style)
    cut = BodyText(text, 300, style, 10)
    assert cut.truncated
    assert cut.lines == 10
    assert cut.height == 10 * style.line_height
    assert cut.shown == BodyText(text, 300, style, 10).shown < 1000
    assert not whole.truncated
    several = BodyText("one\n" * 50, 300, style, 10)
    assert (several.truncated, several.lines) == (True, 10)
    short = BodyText("one\ntwo", 300, style, 10)
    assert not short.truncated


def test_characters_are_found_where_they_are_drawn(style: RowStyle) -> None:
    text = "Hello 你好 world, and on to the next line\nand another"
    body = BodyText(text, 160, style)
    for start in (0, 6, 12, 35, text.index("\n") + 1, len(text) - 1):
        rect = body.rects(start, start + 1)[0]
        assert rect.width() > 0 or text[start] == " "
        if rect.width() > 0:
            middle = rect.center()
            assert body.over(middle) == start
            assert body.hit(QPointF(rect.left() + 0.5, middle.y())) == start
    assert body.over(QPointF(159, 5)) is None or body.over(QPointF(5000, 5)) is None
    assert body.over(QPointF(5, -3)) is None
    assert body.hit(QPointF(5000, 5000)) == len(text)


def test_a_stretch_over_lines_has_a_rectangle_for_each(style: RowStyle) -> None:
    text = "one two three four five six seven"
    body = BodyText(text, 80, style)
    rects = body.rects(0, len(text))
    assert len(rects) == body.lines
    assert [rect.top() for rect in rects] == [number * style.line_height for number in range(body.lines)]
    across = BodyText("ab\n\ncd", 80, style)
    assert len(across.rects(1, 5)) == 2
    assert across.rects(2, 3) == []


def test_an_empty_stretch_has_a_place(style: RowStyle) -> None:
    body = BodyText("abc", 80, style)
    (end,) = body.rects(3, 3)
    assert end.width() == 0
    assert end.left() == pytest.approx(body.rects(2, 3)[0].right())
    assert len(body.rects(0, 0)) == 1


def test_a_mark_in_an_emoji_covers_the_whole_of_it(style: RowStyle) -> None:
    text = f"a {FAMILY} b"
    body = BodyText(text, 300, style)
    offsets = Offsets(text)
    joiner = offsets.unit(text.index("\u200d"))
    (part,) = body.rects(joiner, joiner + 1)
    (whole,) = body.rects(offsets.unit(2), offsets.unit(2 + len(FAMILY)))
    assert part == whole


def test_mixed_directions_give_the_rectangles_of_the_glyphs(style: RowStyle) -> None:
    body = BodyText(ARABIC, 400, style)
    start = ARABIC.index("English")
    (english,) = body.rects(start, start + 7)
    assert english.width() == pytest.approx(style.body_metrics.horizontalAdvance("English"), abs=3)
    (first,) = body.rects(start, start + 1)
    assert first.left() == pytest.approx(english.left(), abs=1)
    assert body.rects(0, 5)[0].right() == pytest.approx(400, abs=2), "an Arabic paragraph stands at the right"
    across = body.rects(start - 3, start + 3)
    assert len(across) == 2
    latin_first = BodyText("English first " + ARABIC, 400, style)
    assert latin_first.rects(0, 7)[0].left() == 0


def test_places_survive_another_width(style: RowStyle) -> None:
    text = "word " * 100 + "\n\n" + "more " * 50
    wide, narrow = BodyText(text, 400, style), BodyText(text, 150, style)
    for y in (0.0, wide.height / 3, wide.height - style.line_height):
        place = wide.line_start(y)
        assert y <= wide.line_top(place) < y + style.line_height + style.paragraph_gap
        assert narrow.rects(place, place + 1)[0].top() == narrow.line_top(place)
    last = wide.blocks[-1]
    assert wide.line_start(last.y + last.height - 1) == last.start
    between = wide.blocks[1]
    assert wide.line_start(between.y + 1) == wide.blocks[2].start


@given(st.text(max_size=60), st.integers(20, 300), st.one_of(st.none(), st.integers(1, 5)))
def test_any_text_is_laid_out(style_of_module: RowStyle, text: str, width: int, most: int | None) -> None:
    body = BodyText(drawable(text), width, style_of_module, most)
    assert body.height > 0
    units = Offsets(text).units
    for rect in body.rects(0, units):
        assert rect.width() >= 0
    assert 0 <= body.hit(QPointF(width / 2, body.height / 2)) <= units


@pytest.fixture(scope="module")
def style_of_module(qapp: object) -> RowStyle:
    return RowStyle(theme.LIGHT, QGuiApplication.font())


def test_only_what_meets_the_clip_is_drawn(style: RowStyle) -> None:
    body = BodyText("one\n\ntwo\nthree", 200, style)
    image = QImage(200, 120, QImage.Format.Format_RGB32)

    def inked(clip: QRectF) -> list[int]:
        image.fill(QColor("white"))
        painter = QPainter(image)
        body.draw(painter, QPointF(0, 0), clip)
        painter.end()
        rows = range(0, 120, 2)
        return [y for y in rows if any(image.pixelColor(x, y) != QColor("white") for x in range(100))]

    everything = inked(QRectF(0, 0, 200, 120))
    first = inked(QRectF(0, 0, 200, style.line_height))
    assert first
    assert max(first) < style.line_height < max(everything)
    assert inked(QRectF(0, 500, 200, 10)) == []


def test_a_folded_text_draws_no_more_than_it_shows(style: RowStyle) -> None:
    body = BodyText("word " * 300, 200, style, 2)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    body.draw(painter, QPointF(0, 0), QRectF(0, 0, 200, 200))
    painter.end()
    below = range(2 * style.line_height, 200)
    assert all(image.pixelColor(x, y) == QColor("white") for x in range(0, 200, 3) for y in below)
