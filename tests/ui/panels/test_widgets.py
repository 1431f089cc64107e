"""The small controls: how they wrap, what they say, what they are painted with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAction,
    QEnterEvent,
    QFont,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.ui.theme import DARK, LIGHT, contrast_ratio, palette
from annotator.ui.theme.qt_colours import label_tones, sized, tones_of
from annotator.ui.widgets.chip import Chip
from annotator.ui.widgets.claimed_keys import PRESSES, claims
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import CellLayout, FlowLayout
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.widgets.painted_button import PaintedButton
from annotator.ui.widgets.plain_parts import LinkButton, TextButton
from annotator.ui.widgets.row_view import RowView
from annotator.ui.widgets.section_heading import SectionHeading
from annotator.ui.widgets.segmented import Segmented
from annotator.ui.widgets.toggle import Toggle
from tests.ui.panels.conftest import press

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WHOLE = LabelFace("name", "1", "#0072b2", Given.YES, "2/3", "tip", "given")


def filled(layout: FlowLayout, *names: str) -> list[LabelButton]:
    buttons = [LabelButton(LabelFace(name)) for name in names]
    for button in buttons:
        layout.addWidget(button)
    return buttons


def arranged(layout: FlowLayout, width: int) -> list[QRect]:
    layout.setGeometry(QRect(0, 0, width, layout.heightForWidth(width)))
    return [layout.itemAt(place).geometry() for place in range(layout.count())]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", [FlowLayout, CellLayout])
@pytest.mark.parametrize("width", [90, 160, 300, 900])
def test_items_stay_inside_and_never_overlap(qapp: QApplication, kind: type[FlowLayout], width: int) -> None:
    holder = QWidget()
    layout = kind(holder, 4)
    filled(layout, "a", "favor", "not applicable", "a label that is far longer than the panel is wide", "无")
    holder.resize(width, 10)
    rects = arranged(layout, width)
    assert all(rect.left() >= 0 and rect.right() < width for rect in rects)
    assert not any(one.intersects(other) for place, one in enumerate(rects) for other in rects[:place])
    assert max(rect.bottom() for rect in rects) < layout.heightForWidth(width)


def test_a_wider_layout_is_never_higher(qapp: QApplication) -> None:
    holder = QWidget()
    layout = CellLayout(holder, 4)
    filled(layout, *(f"label {number}" for number in range(30)))
    heights = [layout.heightForWidth(width) for width in range(100, 1200, 20)]
    assert heights == sorted(heights, reverse=True)


def test_cells_are_equally_wide_and_long_names_take_two(qapp: QApplication) -> None:
    holder = QWidget()
    layout = CellLayout(holder, 4)
    filled(layout, "favor", "against", "mixed", "disagrees with the previous turn")
    widths = [rect.width() for rect in arranged(layout, 300)]
    assert len(set(widths[:3])) == 1
    assert widths[3] > widths[0]


def test_layouts_answer_what_qt_asks(qapp: QApplication) -> None:
    holder = QWidget()
    layout = CellLayout(holder)
    assert layout.heightForWidth(100) == 0
    button = filled(layout, "one")[0]
    assert layout.hasHeightForWidth()
    assert layout.expandingDirections() == Qt.Orientation(0)
    assert layout.sizeHint() == layout.minimumSize()
    assert layout.itemAt(5) is None
    assert layout.takeAt(5) is None
    assert layout.takeAt(0) is not None
    assert layout.count() == 0
    arranged(layout, 0)
    button.deleteLater()


def test_two_line_text_takes_the_lines_it_needs(qapp: QApplication) -> None:
    text = ElidedText("城市的节奏像是永不停歇的交响乐🎵 " * 6, lines=2)
    short = ElidedText("short", lines=2)
    one = ElidedText("one line " * 40)
    assert text.heightForWidth(200) == 2 * short.heightForWidth(200)
    assert text._broken(200)[-1].endswith("…")
    assert "".join(short._broken(200)) == "short"
    assert len(one._broken(100)) == 1
    assert not one.hasHeightForWidth()
    assert text.accessibleName() == text.text()
    assert ElidedText("")._broken(100) == []
    text.set_text("short")
    assert text.heightForWidth(200) == short.heightForWidth(200)
    text.setEnabled(False)
    text.resize(200, 40)
    text.grab()


@pytest.mark.parametrize(
    "make",
    [
        LabelButton,
        Chip,
        Toggle,
        lambda face: Toggle(face, framed=True),
        lambda _face: TextButton("Save", primary=True),
        lambda _face: TextButton("Cancel"),
        lambda _face: LinkButton("Edit"),
        lambda _face: SectionHeading("Stance", "S"),
    ],
)
def test_focus_and_being_disabled_can_be_seen(
    make: Callable[[LabelFace], PaintedButton], show: Callable[..., None]
) -> None:
    button = make(LabelFace("name", "1", "#0072b2", Given.NO, "2/3", "tip", "given"))
    show(button, 180, 32)
    button.clearFocus()
    resting = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != resting
    button.clearFocus()
    assert button.grab().toImage() == resting
    button.enterEvent(QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    button.leaveEvent(QEvent(QEvent.Type.Leave))
    button.setDown(True)
    button.grab()
    button.setDown(False)
    button.setEnabled(False)
    assert button.grab().toImage() != resting


def look(button: PaintedButton, width: int = 180) -> QImage:
    button.resize(width, button.sizeHint().height())
    return button.grab().toImage()


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        (LabelButton, list(Given)),
        (Toggle, [Given.NO, Given.SOME, Given.YES]),
        (Chip, [Given.SOME, Given.YES]),
    ],
)
def test_states_look_different(
    qapp: QApplication, kind: Callable[[LabelFace], PaintedButton], states: list[Given]
) -> None:
    looks = [look(kind(LabelFace("name", "1", "#0072b2", given))) for given in states]
    assert all(one != other for place, one in enumerate(looks) for other in looks[:place])


def test_a_label_button_tells_screen_readers_what_it_shows(qapp: QApplication) -> None:
    button = LabelButton(WHOLE)
    assert button.accessibleName() == "name"
    assert button.accessibleDescription() == "given"
    assert button.isChecked()
    button.click()
    assert button.isChecked(), "only the project decides"
    button.set_face(LabelFace("name"))
    assert not button.isChecked()
    toggle = Toggle(WHOLE)
    toggle.click()
    assert toggle.isChecked()


def test_a_narrow_button_drops_the_remark_before_the_name(qapp: QApplication) -> None:
    full = LabelButton(WHOLE)
    bare = LabelButton(LabelFace("name", "1", "#0072b2", Given.YES, "", "tip", "given"))
    assert look(full, 74) == look(bare, 74)
    assert look(full, 220) != look(bare, 220)


def test_segments_say_which_was_clicked_and_show_what_holds(qapp: QApplication) -> None:
    bar = Segmented(["weak", "moderate", "strong"])
    picked: list[int] = []
    bar.picked.connect(picked.append)
    bar.segments[1].click()
    assert picked == [2]
    assert not bar.segments[1].isChecked()
    bar.show_values([1, 3])
    assert [one.isChecked() for one in bar.segments] == [True, False, True]


def test_a_heading_gives_up_its_remark_before_its_name(qapp: QApplication) -> None:
    heading, plain = (
        SectionHeading("Stance of the speaker", "S"),
        SectionHeading("Stance of the speaker", "S"),
    )
    heading.show_state(active=True, aside="1 of 3")
    plain.show_state(active=True, aside="")
    assert look(heading, 180) == look(plain, 180)
    assert look(heading, 420) != look(plain, 420)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_tones_follow_the_palette(qapp: QApplication, theme: object) -> None:
    assert theme in (LIGHT, DARK)
    chosen = LIGHT if theme is LIGHT else DARK
    widget = QWidget()
    widget.setPalette(palette(chosen))
    tones = tones_of(widget)
    assert tones.theme is chosen
    assert tones.text.name() == chosen.text
    assert contrast_ratio(label_tones("#ffff00", chosen).ink.name(), chosen.base) >= 3
    assert label_tones("", chosen).fill.isValid()


def test_fonts_are_scaled_in_their_own_unit(qapp: QApplication) -> None:
    points, pixels = QFont(), QFont()
    points.setPointSizeF(10)
    pixels.setPixelSize(20)
    assert sized(points, 0.9).pointSizeF() == pytest.approx(9)
    assert sized(pixels, 0.9, bold=True).pixelSize() == 18
    assert sized(pixels, 1, bold=True).weight() == QFont.Weight.DemiBold


# --- keys ---------------------------------------------------------------------------------


def override(key: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
    event.ignore()
    return event


@pytest.mark.parametrize(
    ("event", "taken"),
    [
        (override(Qt.Key.Key_Return), True),
        (override(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier), True),
        (override(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier), False),
        (override(Qt.Key.Key_1), False),
        (override(0x4E2D), False),  # a key that types 中
        (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), False),
        (QEvent(QEvent.Type.Enter), False),
    ],
)
def test_a_control_takes_only_its_own_keys(event: QEvent, taken: bool) -> None:
    assert claims(event, PRESSES) is taken


def test_the_windows_one_key_actions_do_not_take_a_controls_keys(show: Callable[..., None]) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    chip, ran = Chip(WHOLE), []
    view = RowView(window, {Qt.Key.Key_Delete: lambda: ran.append("view")})
    view.setModel(QStringListModel(["one", "two"], window))
    for part in (chip, view):
        box.addWidget(part)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_1):
        action = QAction(window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _on=False, key=key: ran.append(key.name))
        window.addAction(action)
    chip.clicked.connect(lambda: ran.append("chip"))
    show(window, 200, 200)
    chip.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_1):
        press(chip, key)
    assert ran == ["chip", "chip", "Key_1"]
    ran.clear()
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(view, key)
    assert ran == ["view", "Key_Return"]
    assert view.currentIndex().row() == 1


@pytest.mark.parametrize("make", [lambda: LabelButton(LabelFace("x")), lambda: Toggle(LabelFace("x"))])
def test_a_screen_reader_that_switches_a_button_presses_it(
    make: Callable[[], PaintedButton], qtbot: QtBot, show: Callable[..., None]
) -> None:
    button = make()
    show(button, 120, 40)
    action = QAccessible.queryAccessibleInterface(button).actionInterface()
    assert action is not None
    assert action.actionNames()[0] == QAccessibleActionInterface.toggleAction()
    with qtbot.waitSignal(button.clicked):
        action.doAction(QAccessibleActionInterface.toggleAction())
    assert not button.isChecked()  # it shows what the project says, and that said nothing
    button.setChecked(True)
    assert button.isChecked()


def test_a_row_that_changes_lets_the_others_stand(show: Callable[..., None]) -> None:
    class Counting(QStringListModel):
        asked = 0

        def rowCount(  # noqa: N802 - Qt's name
            self, parent: QModelIndex | QPersistentModelIndex | None = None
        ) -> int:
            self.asked += 1
            return super().rowCount() if parent is None or not parent.isValid() else 0

    window = QWidget()
    view = RowView(window, {})
    model = Counting([str(number) for number in range(500)], window)
    view.setModel(model)
    show(window, 200, 200)
    view.setCurrentIndex(model.index(0, 0))
    QApplication.processEvents()
    model.asked = 0
    assert model.setData(model.index(1, 0), "other")
    QApplication.processEvents()
    assert model.asked < 200, "all 500 would be laid out"
