"""Puts a theme on the application, follows the system, and says when the look has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from annotator.ui.theme import missing_fonts
from annotator.ui.theme.colours import blend, luminance
from annotator.ui.theme.sheet import stylesheet
from annotator.ui.theme.tokens import DARK, LIGHT, Theme
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.ui.workspace.typed_signals import Carries

Mode = Literal["system", "light", "dark"]

# Qt takes the style from the arguments, too, and then hands no object of it to Python: to make the class of
# that, with its six hundred names, takes as long as to make the window.
STYLE = "Fusion"
STYLE_ARGUMENTS = ("-style", STYLE)
_STYLED = "style"  # property of an application that was made with them

SMALLEST_BASE = 9.75  # points, 13 px on a screen of 96 dpi: what a system without a choice gets
SMALLEST_TEXT = 7.0

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Light: "raised",
}
_FADED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


def palette(theme: Theme) -> QPalette:
    """The palette of a theme, disabled colours included."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(getattr(theme, token)))
    made.setColor(QPalette.ColorRole.Shadow, QColor("#000000"))
    for role in _FADED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    faded = blend(theme.text, theme.window, 0.25)
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(faded))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, QColor(theme.window))
    return made


def system_theme() -> Theme:
    """The theme the system asks for; light where it does not say."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return LIGHT
    return DARK if application.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def theme_of(ground: QPalette) -> Theme:
    """The theme a palette belongs to, told by its base colour."""
    return DARK if luminance(ground.color(QPalette.ColorRole.Base).name()) < 0.18 else LIGHT


def base_font(steps: int = 0, family: str = "") -> QFont:
    """The font of the window: the system's own, never too small, ``steps`` points larger.

    ``family`` stands before the system's families, which go on to supply what it lacks.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = [*([family] if family else []), *missing_fonts.interface_families(font)]
    if families:
        font.setFamilies(families)
    size = font.pointSizeF() if font.pointSizeF() > 0 else SMALLEST_BASE
    font.setPointSizeF(max(SMALLEST_TEXT, max(size, SMALLEST_BASE) + steps))
    return font


def styled_application(program: str) -> QApplication:
    """A new application that has the style from its beginning."""
    made = QApplication([program, *STYLE_ARGUMENTS])
    made.setProperty(_STYLED, STYLE)
    return made


class ThemeManager(QObject):
    """The one place that decides how the application looks. Make one, and keep it.

    ``changed`` carries the new :class:`Theme` whenever colours or fonts are others.
    """

    changed: Carries[Theme] = carrying()

    def __init__(
        self, application: QApplication, mode: str = "system", steps: int = 0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent if parent is not None else application)
        self._application = application
        self._mode: Mode = "system"
        self._steps = steps
        self._family = ""
        self._applied: tuple[Theme, int, str] | None = None
        missing_fonts.ensure_coverage()
        if application.property(_STYLED) != STYLE:
            application.setStyle(STYLE)
        application.styleHints().colorSchemeChanged.connect(self._on_system)
        self.set_mode(mode)

    @property
    def theme(self) -> Theme:
        """The theme that is on."""
        return {"light": LIGHT, "dark": DARK}.get(self._mode) or system_theme()

    @property
    def mode(self) -> Mode:
        """What was asked for: follow the system, light, or dark."""
        return self._mode

    @property
    def steps(self) -> int:
        """By how many points the text is larger than the system's."""
        return self._steps

    def set_mode(self, mode: str) -> None:
        """Follow the ``system``, or be ``light`` or ``dark``; any other word means the system."""
        self._mode = cast("Mode", mode) if mode in get_args(Mode) else "system"
        self._apply()

    def set_steps(self, steps: int) -> None:
        """Make all text so many points larger (or smaller) than the system's."""
        self._steps = steps
        self._apply()

    def set_family(self, family: str) -> None:
        """Write all text in a family of fonts, "" for the system's own."""
        self._family = family
        self._apply()

    def _on_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        wanted = (self.theme, self._steps, self._family)
        if wanted == self._applied:
            return
        look_changed = self._applied is None or self._applied[0] is not wanted[0]
        self._applied = wanted
        # The font first: the sheet's paddings are laid out against it.
        self._application.setFont(base_font(self._steps, self._family))
        if look_changed:
            self._application.setPalette(palette(self.theme))
        # Under a style sheet, widgets that are there already take another font only with the sheet.
        self._application.setStyleSheet(stylesheet(self.theme))
        self.changed.emit(self.theme)
