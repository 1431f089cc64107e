from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.model import Turn
from annotator.ui.turn_list import TurnListView
from annotator.ui.turn_list.language_lines import LanguageLines, MarkedLanguage, paint_languages, pen_of
from annotator.ui.turn_list.measured_row import STAGE
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.text_layout import BodyText
from annotator.ui.turn_list.utf16_offsets import Offsets
from tests.ui.turn_list.conftest import fill, make_turn


class Words:
    """Takes every word that is upper case for another language, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def stretches(self, turn: Turn, length: int) -> Sequence[MarkedLanguage]:
        self.asked.append(length)
        found, at = [], 0
        for word in turn.text[:length].replace("\n", " ").split(" "):
            if word.isupper():
                found.append(MarkedLanguage(at, at + len(word), "xx", "#cc3311", 1))
            at += len(word) + 1
        return found

    def tip(self, turn: Turn, stretch: MarkedLanguage | None) -> str:
        return turn.text[stretch.start : stretch.end] if stretch is not None else "between"


def lines_of(text: str, style: RowStyle, width: float = 400) -> tuple[LanguageLines, BodyText, Words]:
    words = Words()
    body = BodyText(text, width, style)
    return LanguageLines(words, make_turn(1, text), body, Offsets(text)), body, words


EVERYTHING = QRectF(0, 0, 10_000, 1_000_000)


def test_each_stretch_gets_a_line_below_its_words(style: RowStyle) -> None:
    lines, body, _ = lines_of("😀 one TWO three\n\nFOUR", style)
    found = [line for line, _ in lines.within(EVERYTHING)]
    assert len(found) == 2
    first = body.rects(7, 10)[0]
    assert found[0].x1() == pytest.approx(first.left(), abs=1)
    assert found[0].x2() == pytest.approx(first.right(), abs=1)
    assert first.top() + style.baseline < found[0].y1() < first.bottom()
    assert found[1].y1() > found[0].y1() + style.line_height


def test_a_stretch_over_several_lines_and_paragraphs_is_drawn_in_each(style: RowStyle) -> None:
    text = f"{'LONG' * 60}\nnext"
    lines, _, _ = lines_of(text, style, 200)
    assert len({line.y1() for line, _ in lines.within(EVERYTHING)}) > 2


def test_only_paragraphs_in_sight_are_looked_at_and_only_once(style: RowStyle) -> None:
    text = "\n".join(f"some WORDS {number}" for number in range(50))
    lines, body, words = lines_of(text, style)
    height = body.blocks[1].y
    sight = QRectF(0, 0, 400, height - 1)
    assert len(list(lines.within(sight))) == 1
    assert len(lines._lines) == 1
    assert len(list(lines.within(sight.translated(0, body.height - height)))) >= 1
    assert len(list(lines.within(EVERYTHING))) == 50
    assert words.asked == [len(text)]


def test_text_without_other_languages_has_no_lines_and_no_tip(style: RowStyle) -> None:
    lines, _, _ = lines_of("one two", style)
    assert list(lines.within(EVERYTHING)) == []
    assert lines.at(0) is None
    assert not lines.tip(0)


def test_the_tip_knows_what_is_under_the_mouse(style: RowStyle) -> None:
    lines, _, _ = lines_of("one TWO three", style)
    assert [lines.tip(place) for place in (0, 4, 6, 7)] == ["between", "TWO", "TWO", "between"]


def test_lines_are_painted_in_the_colour_and_pattern_of_the_language(style: RowStyle) -> None:
    lines, _, _ = lines_of("one TWO three", style)
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_languages(painter, None, QPointF(0, 10), EVERYTHING, style)
    paint_languages(painter, lines, QPointF(0, 10), EVERYTHING, style)
    painter.end()
    line: QLineF = next(line for line, _ in lines.within(EVERYTHING))
    rows = range(int(line.y1()) + 8, int(line.y1()) + 13)
    columns = range(int(line.x1()) + 1, int(line.x2()) - 1)
    coloured = [
        any(image.pixelColor(x, y).red() > image.pixelColor(x, y).blue() + 40 for y in rows) for x in columns
    ]
    assert any(coloured)
    assert not all(coloured), "dashed"
    assert pen_of(MarkedLanguage(0, 1, "zh", "#cc3311", 0), style).style() == Qt.PenStyle.SolidLine
    assert pen_of(MarkedLanguage(0, 1, "fr", "#cc3311", 6), style).style() == Qt.PenStyle.CustomDashLine


def test_the_list_marks_languages_and_stops_when_told(view: TurnListView) -> None:
    fill(view, [make_turn(1, "one TWO three", language="mixed"), make_turn(2, "FOUR", language="en")])
    before = view.viewport().grab().toImage()
    words = Words()
    view.looks.set_languages(words)
    marked = view.viewport().grab().toImage()
    assert marked != before
    assert len(words.asked) == 2
    view.viewport().grab()
    assert len(words.asked) == 2, "kept with the layout"
    row = view.cache.row(0)
    assert row is not None
    assert row.languages is not None
    over = row.body.rects(5, 6)[0].center() + row.body_rect.topLeft()
    placed = view.placed(0)
    assert placed is not None
    assert view.pointer.tip(over + QPointF(0, placed.y)) == "TWO"
    view.refresh([1])
    view.viewport().grab()
    assert len(words.asked) == 3, "a changed turn is looked at anew"
    view.looks.set_languages(None)
    assert view.viewport().grab().toImage() == before
    assert not view.pointer.tip(over + QPointF(0, placed.y))


def test_of_a_folded_turn_only_what_is_shown_is_looked_at(view: TurnListView) -> None:
    fill(view, [make_turn(1, "WORD word " * 30_000)])
    words = Words()
    view.looks.set_languages(words)
    view.viewport().grab()
    assert words.asked[0] < 10_000
    view.folding.set_folded(0, folded=False)
    view.viewport().grab()
    assert words.asked[-1] == STAGE
