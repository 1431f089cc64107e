"""What is painted where: colours on a picture of one row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.codebooks import default
from annotator.model import Gap, RepairStep, Turn
from annotator.ui import theme
from annotator.ui.settings.turn_layout import Layout
from annotator.ui.theme import label_ink
from annotator.ui.turn_list.measured_row import Row, RowContent
from annotator.ui.turn_list.row_painter import RowState, paint_row
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.tag_chips import Labels
from annotator.ui.turn_list.text_marks import spans_of
from tests.ui.turn_list.conftest import machine_label, make_tag, make_turn

LABELS = Labels(default(), machine_label)
WIDTH = 420
PLAIN = RowState()


def row_of(
    style: RowStyle, turn: Turn, heading: str = "", opened: int = 0, *, underline_repairs: bool = True
) -> Row:
    content = RowContent(turn, LABELS.chips(turn), opened, heading, underline_repairs=underline_repairs)
    return Row(content, WIDTH, style, [LABELS.look(tag) for tag in spans_of(turn)])


def picture(row: Row, state: RowState = PLAIN, clip: QRectF | None = None) -> QImage:
    image = QImage(WIDTH, row.height, QImage.Format.Format_RGB32)
    image.fill(QColor(row.style.theme.base))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(0, 0, WIDTH, row.height)
    paint_row(painter, rect, row, state, clip if clip is not None else rect)
    painter.end()
    return image


def near(image: QImage, colour: str, within: QRectF | None = None) -> int:
    """How many pixels are nearly of a colour."""
    wanted, area = QColor(colour), (within or QRectF(image.rect())).toRect() & image.rect()
    count = 0
    for y in range(area.top(), area.bottom() + 1):
        for x in range(area.left(), area.right() + 1):
            found = image.pixelColor(x, y)
            parts = zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)  # type: ignore[index]
            count += all(abs(one - other) <= 24 for one, other in parts)
    return count


def step(start: int, end: int, kind: str, confidence: float = 1.0) -> RepairStep:
    words = TEXT[start:end]
    return RepairStep(start, end, words, words, kind, "r", confidence)  # type: ignore[arg-type]


TEXT = "some words that were repaired, doubtful, or damaged and a  gap"


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, style: RowStyle) -> RowStyle:
    """The style in both themes."""
    return style if request.param == "light" else replace(style, theme=theme.DARK, serial=style.serial + 1)


@pytest.mark.parametrize(
    ("token", "fields"),
    [
        ("repair", {"steps": (step(5, 29, "encoding"),)}),
        ("warning", {"steps": (step(31, 39, "lost", 0.4),)}),
        ("accent", {"steps": (replace(step(5, 29, "lost", 0.4), annotator="me"),)}),
        ("damage", {"steps": (step(44, 51, "damage"),)}),
        ("gap", {"gaps": (Gap(57, 59, "double space"),)}),
    ],
)
def test_marks_are_painted_under_their_words(look: RowStyle, token: str, fields: dict[str, object]) -> None:
    colour = getattr(look.theme, token)
    plain = row_of(look, make_turn(1, TEXT))
    marked = row_of(look, make_turn(1, TEXT, **fields))  # type: ignore[arg-type]
    before = near(picture(plain), colour, plain.body_rect)
    after = near(picture(marked), colour, marked.body_rect)
    assert after > before + 4
    assert marked.height == plain.height


def test_repairs_that_are_sure_are_underlined_only_where_that_is_asked_for(look: RowStyle) -> None:
    plain = picture(row_of(look, make_turn(1, TEXT)))
    sure = make_turn(1, TEXT, steps=(step(5, 29, "encoding"),))
    assert picture(row_of(look, sure)) != plain
    quiet = row_of(look, sure, underline_repairs=False)
    assert near(picture(quiet), look.theme.repair, quiet.body_rect) == near(
        plain, look.theme.repair, quiet.body_rect
    )
    assert [mark.kind for mark in quiet.marks] == ["repair"], "the mouse still finds it"
    for other in (
        step(5, 29, "lost", 0.4),
        replace(step(5, 29, "lost"), annotator="me"),
        step(5, 29, "damage"),
    ):
        shown = row_of(look, make_turn(1, TEXT, steps=(other,)), underline_repairs=False)
        assert picture(shown) == picture(row_of(look, make_turn(1, TEXT, steps=(other,))))


def test_spans_are_painted_in_the_colour_of_their_label(look: RowStyle) -> None:
    tags = (
        make_tag(1, "stance", "stance.favor", start=0, end=10),
        make_tag(1, "stance", "stance.against", start=5, end=20),
    )
    row = row_of(look, make_turn(1, TEXT, tags=tags))
    image = picture(row)
    for colour in ("#0072b2", "#d55e00"):
        assert near(image, theme.label_ink(look.theme, colour), row.body_rect) > 20


def test_chips_show_strength_doubt_and_the_machine(look: RowStyle) -> None:
    def chip(**fields: object) -> QImage:
        return picture(
            row_of(look, make_turn(1, "x", tags=(make_tag(1, "stance", "stance.favor", **fields),)))
        )

    pictures = [
        chip(), chip(intensity=1), chip(intensity=3), chip(uncertain=True), chip(origin="suggested"),
    ]  # fmt: skip
    for number, one in enumerate(pictures):
        assert all(one != other for other in pictures[number + 1 :])


def test_the_current_row_has_a_bar_that_shows_the_keyboard(look: RowStyle) -> None:
    row = row_of(look, make_turn(1, "x"))
    bar = QRectF(0, 4, 4, 12)
    focused = picture(row, RowState(current=True, focused=True))
    elsewhere = picture(row, RowState(current=True))
    selected = picture(row, RowState(selected=True))
    assert near(focused, look.theme.accent, bar) == near(picture(row), look.theme.base, bar) > 0
    assert near(elsewhere, look.theme.accent, bar) == 0
    grounds = [image.pixelColor(WIDTH - 3, 5).name() for image in (focused, selected, picture(row))]
    assert grounds == [look.theme.current, look.theme.selected, look.theme.base]


def test_headings_links_and_empty_turns(look: RowStyle) -> None:
    named = row_of(look, make_turn(1, "x"), "A talk with a very long name " * 9)
    assert near(picture(named), look.theme.text, named.heading) > 20
    long = row_of(look, make_turn(1, "word " * 2000))
    assert near(picture(long), look.theme.link, long.link) > 10
    hovered = picture(long, RowState(link_hovered=True))
    assert near(hovered, look.theme.link, long.link) > near(picture(long), look.theme.link, long.link)
    empty = row_of(look, make_turn(1, ""))
    assert near(picture(empty), look.theme.muted, empty.body_rect) > 5


def test_flags_give_way_in_a_narrow_list(style: RowStyle) -> None:
    steps = (step(0, 3, "lost", 0.1), step(5, 9, "damage"))
    turn = make_turn(1, TEXT, "A speaker with a long name", steps=steps)
    row = Row(RowContent(turn), 150, style)
    image = QImage(150, row.height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_row(painter, QRectF(image.rect()), row, RowState(), QRectF(image.rect()))
    painter.end()
    wide = Row(RowContent(turn), 600, style)
    assert len(wide.flags) == 3
    assert near(image, style.theme.warning, row.header) == 0


def test_parts_outside_of_the_clip_are_left_out(style: RowStyle) -> None:
    tags = (make_tag(1, "stance", "stance.favor"),)
    row = row_of(style, make_turn(1, TEXT * 9, tags=tags), "Talk")
    strip = QRectF(0, row.body_rect.top() + 30, WIDTH, 20)
    image = picture(row, clip=strip)
    assert near(image, style.theme.text, row.heading) == 0
    assert near(image, theme.speaker_colour(style.theme, "A"), row.header) == 0
    whole = picture(row)
    assert image.copy(strip.toRect()) == whole.copy(strip.toRect())


def test_sizes_follow_the_font_in_points_too(style: RowStyle) -> None:
    font = style.font
    font.setPointSizeF(12)
    points = RowStyle(theme.LIGHT, font)
    assert points.body.pointSizeF() > 12
    assert points.em > 0
    assert points.line_height > 0
    assert points.serial != style.serial


def test_densities_are_painted_with_all_their_parts(style: RowStyle) -> None:
    tags = (
        make_tag(1, "stance", "stance.favor", intensity=3, uncertain=True),
        make_tag(1, "topic", "topic.drift"),
    )
    turn = make_turn(1, TEXT * 9, steps=(step(0, 2, "lost", 0.3),), tags=tags, language="en")
    marked = replace(turn, marks=frozenset({"flag"}))
    favor = label_ink(style.theme, LABELS.codebook.label("stance.favor").colour)
    for density in ("reading", "compact"):
        look = replace(style, layout=Layout(density))
        row = row_of(look, marked)
        words = [placed.chip.spoken for placed in row.chips]
        assert words[0] == "Stance favor strong uncertain"
        image = picture(row)
        first = row.chips[0].rect.translated(row.chip_origin)
        assert near(image, favor, first) > 10, density
        assert near(image, style.theme.danger, row.header) > 5, "the flag"
        speaker = theme.speaker_colour(style.theme, "A")
        assert near(image, speaker, row.header) > 5
        if density == "compact":
            assert near(image, style.theme.warning, row.header) > 3, "something needs a look"
            plain = picture(row_of(look, make_turn(1, TEXT)))
            assert near(plain, style.theme.warning, row.header) == 0
            assert near(image, style.theme.link, row.link) > 1, "there is more"


def test_a_ring_says_that_a_machine_has_found_it(style: RowStyle) -> None:
    look = replace(style, layout=Layout("reading"))
    found = row_of(look, make_turn(1, "text", language="en"))
    said = row_of(look, make_turn(1, "text", tags=(make_tag(1, "language", "language.en"),)))
    colour = label_ink(style.theme, LABELS.codebook.label("language.en").colour)
    ring, dot = (near(picture(row), colour, row.header) for row in (found, said))
    assert 0 < ring < dot


def test_what_is_no_turn_is_painted_where_it_stood(style: RowStyle) -> None:
    plain = Row(RowContent(make_turn(1, TEXT)), WIDTH, style)
    row = Row(RowContent(make_turn(1, TEXT), before="(laughter)\nand so on", behind="(end)"), WIDTH, style)
    assert row.height > plain.height
    image = picture(row)
    for place, words in row.remarks:
        assert words.startswith("No turn: ")
        assert near(image, style.theme.muted, place)
