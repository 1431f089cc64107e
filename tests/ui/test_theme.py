"""The look: contrast of every pair of colours, switching themes, fonts on a bare system."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from annotator.codebooks import default
from annotator.core.resources import resource
from annotator.ui import theme
from annotator.ui.theme import DARK, LIGHT, Theme, ThemeManager, contrast_ratio, missing_fonts
from annotator.ui.theme.missing_fonts import ShippedFont
from annotator.ui.theme.speaker_colours import right_side, slots_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

THEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))
LABELS = sorted({label.colour for facet in default().facets for label in facet.labels} | set(theme.OKABE_ITO))

TEXT_PAIRS = [
    (ink, ground)
    for ink in ("text", "muted", "link", "warning", "danger", "ok")
    for ground in ("window", "base", "raised", "hover", "press", "current", "selected", "sunken")
] + [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_press"),
    ("on_selection", "selection"),
    ("on_hit", "hit"),
    ("on_hit", "hit_current"),
    ("text", "hit"),
    ("text", "hit_current"),
    ("text", "selection"),
    *(("disabled", ground) for ground in ("window", "base", "raised", "current", "selected", "sunken")),
]
MARK_PAIRS = [
    (mark, ground)
    for mark in ("border", "accent", "repair", "damage", "gap", "danger", "warning")
    for ground in ("window", "base", "current", "selected")
]


def test_contrast_has_the_known_ends() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#ffffff", "#000000") == pytest.approx(21)
    assert contrast_ratio("#123456", "#123456") == 1
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="not a colour"):
        contrast_ratio("sky-blue-pink", "#ffffff")


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_meets_aa(look: Theme, ink: str, ground: str) -> None:
    assert contrast_ratio(getattr(look, ink), getattr(look, ground)) >= theme.AA_TEXT


@THEMES
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_and_outlines_meet_aa(look: Theme, mark: str, ground: str) -> None:
    assert contrast_ratio(getattr(look, mark), getattr(look, ground)) >= theme.AA_MARK


@THEMES
@pytest.mark.parametrize("machine", [False, True])
@pytest.mark.parametrize("colour", ["", *LABELS])
def test_chips_can_be_read(look: Theme, colour: str, machine: bool) -> None:
    chip = theme.chip_colours(look, colour, machine=machine)
    assert contrast_ratio(chip.text, chip.fill) >= theme.AA_TEXT
    assert contrast_ratio(chip.muted, chip.fill) >= theme.AA_TEXT
    assert contrast_ratio(chip.border, look.current) >= theme.AA_MARK
    assert contrast_ratio(chip.border, look.base) >= theme.AA_MARK
    assert chip.dashed is machine


@THEMES
@given(colour=COLOURS)
def test_marks_of_any_label_colour_can_be_seen(look: Theme, colour: str) -> None:
    ink = theme.label_ink(look, colour)
    assert contrast_ratio(ink, look.current) >= theme.AA_MARK
    assert contrast_ratio(ink, look.base) >= theme.AA_MARK


@given(colour=COLOURS, ground=COLOURS)
def test_readable_keeps_what_is_readable_and_mends_the_rest(colour: str, ground: str) -> None:
    made = theme.readable(colour, ground)
    assert contrast_ratio(made, ground) >= theme.AA_TEXT
    if contrast_ratio(colour, ground) >= theme.AA_TEXT:
        assert made == colour


@given(ground=COLOURS)
def test_ink_is_the_better_of_two(ground: str) -> None:
    ink = theme.ink_on(ground)
    other = {"#101418": "#ffffff", "#ffffff": "#101418"}[ink]
    assert contrast_ratio(ink, ground) >= contrast_ratio(other, ground)


@THEMES
def test_speakers_differ_and_can_be_read(look: Theme) -> None:
    names = ["A", "B", "C", "D", "E", "F"]
    inks = [theme.speaker_colour(look, name) for name in names]
    assert len(set(inks)) == len(names)
    for ink in [*inks, theme.speaker_colour(look, "王老师"), theme.speaker_colour(look, "7")]:
        assert contrast_ratio(ink, look.base) >= theme.AA_TEXT
        assert contrast_ratio(ink, look.current) >= theme.AA_TEXT
    assert theme.speaker_colour(look, "a ") == theme.speaker_colour(look, "A")
    assert theme.speaker_colour(look, "") == look.muted


@THEMES
def test_forty_speakers_of_one_dialogue_all_differ(look: Theme) -> None:
    names = [*"AB", *(f"Speaker {number}" for number in range(38))]
    slots = slots_of((name, 1) for name in names)
    inks = [theme.speaker_colour(look, name, slots) for name in names]
    assert len(set(inks)) == len(names)
    for ink in inks:
        assert contrast_ratio(ink, look.current) >= theme.AA_TEXT


SPOKEN = st.tuples(st.sampled_from(["A", "b", "B ", "G", "7", "Mei", "王", "", "Q"]), st.integers(1, 6))


@given(spoken=st.lists(SPOKEN))
def test_who_meets_in_a_dialogue_has_another_colour(spoken: list[tuple[str, int]]) -> None:
    slots = slots_of(spoken)
    for dialogue in range(1, 7):
        here = {name.strip().casefold(): slots[name] for name, where in spoken if where == dialogue and name}
        assert len(set(here.values())) == len(here)
    assert all(slots.get(name) == slots.get(f"{name} ", slots.get(name)) for name, _ in spoken)


def test_of_two_speakers_one_stands_at_the_right() -> None:
    assert right_side({}, ["B", "A"]) == {"B"}
    assert right_side({"Mei": 4, "Tom": 9}, ["Tom", "Mei", ""]) == {"Tom"}
    assert right_side({}, ["A", "B", "C", "b"]) == {"B", "b"}
    assert right_side({}, []) == frozenset()


def test_automatic_colours_follow_the_position() -> None:
    assert theme.automatic_colour(0) == theme.OKABE_ITO[0]
    assert theme.automatic_colour(len(theme.OKABE_ITO)) == theme.OKABE_ITO[0]


# --- the sheet and the palette ----------------------------------------------------------------


@THEMES
def test_the_sheet_has_no_open_places_and_its_pictures_exist(look: Theme) -> None:
    sheet = theme.stylesheet(look)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    for picture in pictures:
        assert Path(picture).is_file(), picture


def test_the_sheet_is_written_without_resources_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: str) -> Path:
        raise FileNotFoundError

    monkeypatch.setattr("annotator.ui.theme.sheet.resource", missing)
    assert "QPushButton" in theme.stylesheet(LIGHT)


@THEMES
def test_a_palette_tells_its_theme(look: Theme) -> None:
    made = theme.palette(look)
    assert theme.theme_of(made) is look
    assert made.color(QPalette.ColorRole.WindowText).name() == look.text
    faded = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    assert faded == look.disabled


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application, put back as it was."""
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    yield qapp
    for manager in qapp.findChildren(ThemeManager):
        qapp.styleHints().colorSchemeChanged.disconnect(manager._on_system)
        manager.setParent(None)
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


def test_themes_are_switched_while_running(application: QApplication) -> None:
    manager = ThemeManager(application, "light")
    seen: list[Theme] = []
    manager.changed.connect(seen.append)
    assert theme.theme_of(application.palette()) is LIGHT
    manager.set_mode("dark")
    assert theme.theme_of(application.palette()) is DARK
    assert DARK.accent in application.styleSheet()
    manager.set_mode("dark")  # nothing new
    assert seen == [DARK]
    assert (manager.mode, manager.theme) == ("dark", DARK)


def test_the_system_decides_only_where_it_was_asked_to(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = ThemeManager(application, "no such mode")
    assert manager.mode == "system"
    assert manager.theme is LIGHT  # the offscreen platform does not say
    monkeypatch.setattr("annotator.ui.theme.manager.system_theme", lambda: DARK)
    manager._on_system()
    assert theme.theme_of(application.palette()) is DARK
    manager.set_mode("light")
    manager._on_system()
    assert theme.theme_of(application.palette()) is LIGHT


def test_widgets_that_are_there_already_take_another_size(application: QApplication, qtbot: QtBot) -> None:
    manager = ThemeManager(application, "light")
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("text", window)
    window.show()
    before = label.font().pointSizeF()
    manager.set_steps(5)
    qtbot.waitUntil(lambda: label.font().pointSizeF() == before + 5)
    manager.set_steps(0)
    qtbot.waitUntil(lambda: label.font().pointSizeF() == before)


def test_text_grows_by_points(application: QApplication) -> None:
    manager = ThemeManager(application, "light")
    plain = application.font().pointSizeF()
    assert plain >= 9.75
    manager.set_steps(4)
    assert application.font().pointSizeF() == pytest.approx(plain + 4)
    assert manager.steps == 4
    assert theme.base_font(-100).pointSizeF() == 7


# --- fonts ------------------------------------------------------------------------------------


def test_only_what_is_missing_is_added(qapp: QApplication) -> None:
    shipped = (
        ShippedFont(("NotoSansCJKsc-subset.otf",), lambda: True),
        ShippedFont(("Inter-Regular-subset.otf",), lambda: False),
    )
    assert missing_fonts.ensure_coverage(shipped) == ["Inter-Regular-subset.otf"]
    assert "Inter" in QFontDatabase.families()


def test_missing_fonts_are_logged_and_survived(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.WARNING):
        assert missing_fonts.ensure_coverage((ShippedFont(("none.otf",), lambda: False),)) == []

    def missing(*_: str) -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(missing_fonts, "resource", missing)
    with caplog.at_level(logging.WARNING):
        assert (
            missing_fonts.ensure_coverage((ShippedFont(("Inter-Regular-subset.otf",), lambda: False),)) == []
        )
    assert len(caplog.records) == 2


def test_the_shipped_files_are_there() -> None:
    for font in missing_fonts.SHIPPED:
        for file in font.files:
            assert resource("fonts", file).is_file()


def _installed(monkeypatch: pytest.MonkeyPatch, *families: str) -> None:
    def listed(system: QFontDatabase.WritingSystem = QFontDatabase.WritingSystem.Any) -> list[str]:
        chinese = system == QFontDatabase.WritingSystem.SimplifiedChinese
        return [name for name in families if not chinese or "CJK" in name]

    monkeypatch.setattr(QFontDatabase, "families", listed)


def test_coverage_is_asked_of_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(monkeypatch, "DejaVu Sans")
    assert not missing_fonts.has_chinese()
    assert not missing_fonts.has_emoji()
    assert not missing_fonts.has_latin()
    _installed(monkeypatch, "AR PL KaitiM GB CJK")
    assert not missing_fonts.has_chinese(), "nobody reads for hours in a script face"
    _installed(monkeypatch, "Noto Sans CJK SC", "Noto Color Emoji", "Cantarell")
    assert missing_fonts.has_chinese()
    assert missing_fonts.has_emoji()
    assert missing_fonts.has_latin()


def test_the_systems_own_font_comes_first(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    _installed(monkeypatch, "Adwaita Sans", "Inter", "Noto Sans CJK SC", "Noto Color Emoji")
    assert missing_fonts.interface_families(QFont("Adwaita Sans")) == ["Adwaita Sans", "Noto Sans CJK SC"]
    assert missing_fonts.interface_families(QFont("Sans Serif")) == ["Inter", "Noto Sans CJK SC"]
    assert missing_fonts.interface_families(QFont("Noto Sans CJK SC")) == ["Noto Sans CJK SC"]


def test_a_system_without_any_of_them_keeps_what_it_has(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    _installed(monkeypatch, "DejaVu Sans")
    assert missing_fonts.interface_families(QFont("Sans Serif")) == ["Sans Serif"]


def test_the_emoji_font_is_never_named(qapp: QApplication) -> None:
    assert not any("emoji" in family.casefold() for family in theme.base_font().families())


@THEMES
@pytest.mark.parametrize("colour", [*LABELS, ""])
def test_bars_of_spans_and_bands_of_the_outline_can_be_seen(look: Theme, colour: str) -> None:
    for ground in ("base", "current", "selected", "window"):
        assert contrast_ratio(theme.label_ink(look, colour), getattr(look, ground)) >= 3, ground


@THEMES
@pytest.mark.parametrize("speaker", [*"ABCDEFGHIJ", "Anna", "主持人", "", "Speaker 1"])
def test_speakers_can_be_read_on_every_ground_of_a_turn(look: Theme, speaker: str) -> None:
    for ground in ("base", "current", "selected"):
        assert contrast_ratio(theme.speaker_colour(look, speaker), getattr(look, ground)) >= 4.5, ground
