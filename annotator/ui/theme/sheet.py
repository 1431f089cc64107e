"""The style sheet of the whole application, written from the tokens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from annotator.core.resources import resource
from annotator.ui.theme.colours import blend
from annotator.ui.theme.tokens import RADIUS, Theme
from annotator.ui.widgets.plain_text import SHEET

_SHEET = Template("""
QWidget { outline: none; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 5px 7px; }

QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: ${radius}px;
  padding: 5px 14px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $press; }
QPushButton:focus { border-color: $accent; border-width: 2px; padding: 4px 13px; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $window; }
QPushButton[primary="true"], QPushButton:default { background: $accent; color: $on_accent;
  border-color: $accent; }
QPushButton[primary="true"] { font-weight: 600; }
QPushButton[primary="true"]:hover, QPushButton:default:hover { background: $accent_hover;
  border-color: $accent_hover; }
QPushButton[primary="true"]:pressed, QPushButton:default:pressed { background: $accent_press; }
QPushButton[primary="true"]:focus, QPushButton:default:focus { border: 2px solid $text; padding: 4px 13px; }
QPushButton[primary="true"]:disabled, QPushButton:default:disabled { background: $sunken; color: $disabled;
  border-color: $line; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: $text;
  padding: 6px 8px; text-align: left; }
QPushButton[link="true"]:hover { background: $hover; }
QPushButton[link="true"]:pressed { background: $press; }
QPushButton[link="true"]:focus { border-color: $accent; }
QPushButton[leads="true"] { color: $link; }
QPushButton[leads="true"]:hover { text-decoration: underline; }
QPushButton[drop="true"] { background: transparent; border: 2px dashed $border; color: $muted;
  padding: 22px 14px; }
QPushButton[drop="true"]:hover { background: $hover; border-color: $accent; color: $text; }
QPushButton[drop="true"]:focus { border-color: $accent; padding: 22px 14px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent;
  border-radius: ${radius}px; padding: 4px 8px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked, QToolButton:open { background: $press; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox { background: $base; color: $text;
  border: 1px solid $border; border-radius: ${radius}px; padding: 4px 7px;
  placeholder-text-color: $muted; selection-background-color: $selection; selection-color: $on_selection; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: 3px 6px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled {
  color: $disabled; background: $sunken; border-color: $line; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent;
  width: 18px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron-up-$name.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 9px; height: 9px; }
QLineEdit[readOnly="true"] { background: $sunken; border-color: $line; }

QComboBox { combobox-popup: 0; background: $raised; color: $text; border: 1px solid $border;
  border-radius: ${radius}px; padding: 4px 26px 4px 9px; min-height: 18px; }
QComboBox:hover { background: $hover; }
QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 3px 25px 3px 8px; }
QComboBox:editable { background: $base; }
QComboBox:disabled { color: $disabled; border-color: $line; background: $window; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border;
  selection-background-color: $current; selection-color: $text; }

QAbstractItemView { background: $base; color: $text; alternate-background-color: $window;
  border: none; selection-background-color: $current; selection-color: $text; }
QTreeView::item, QTableView::item, QListWidget::item, QComboBox QAbstractItemView::item {
  padding: 4px 6px; min-height: 20px; }
QTreeView::item:hover, QTableView::item:hover, QListWidget::item:hover { background: $hover; }
QTreeView::item:selected, QTableView::item:selected, QListWidget::item:selected {
  background: $current; color: $text; }
QTreeView, QTableView, QListWidget { border: 1px solid $line; border-radius: ${radius}px; }
QTableView { gridline-color: $line; }
QHeaderView { background: $window; }
QHeaderView::section { background: $window; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 5px 8px; font-weight: 600; }
QTableCornerButton::section { background: $window; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; border: none; padding: 7px 14px 6px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $scroll_hover; border-radius: 4px;
  margin: 2px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QMenuBar { background: $window; color: $text; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $press; }
QMenu { background: $raised; color: $text; border: 1px solid $menu_line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 7px; }
QMenu::indicator:checked { image: url("$icons/tick-$name.svg"); }
QMenu::indicator:checked:selected { image: url("$icons/check-$name.svg"); }
QMenu::right-arrow { image: url("$icons/chevron-right-$name.svg"); width: 10px; height: 10px; right: 6px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator, QGroupBox::indicator {
  width: 14px; height: 14px; border: 1px solid $border; background: $base; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/check-$name.svg"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$icons/dash-$name.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url("$icons/dot-$name.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $sunken; }

QProgressBar { background: $sunken; border: none; border-radius: 4px; text-align: center; color: $text;
  min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QGroupBox { border: none; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; color: $text; padding: 0; }
QSlider::groove:horizontal { height: 4px; background: $sunken; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; border-radius: 7px; background: $accent; }
QStatusBar { background: $window; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSizeGrip { image: none; }
QLabel#muted { color: $muted; }
QLabel#problem { color: $danger; }
QFrame#hairline { background: $line; border: none; max-height: 1px; }
QLabel#badge { color: $warning; border: 1px solid $warning; border-radius: 4px; padding: 0 6px; }
QFrame[frameShape="4"], QFrame[frameShape="5"] { color: $line; background: $line; border: none; }
QFrame[frameShape="4"] { max-height: 1px; }
QFrame[frameShape="5"] { max-width: 1px; }
""")


def _icons() -> str:
    try:
        return resource("icons", "controls").as_posix()
    except FileNotFoundError:  # an installation without its resources still has a window
        return Path().as_posix()


def stylesheet(theme: Theme) -> str:
    """The style sheet for a theme, to be set on the application over the Fusion style."""
    tokens = asdict(theme)
    return SHEET + _SHEET.substitute(
        tokens,
        radius=RADIUS,
        icons=_icons(),
        scroll=blend(theme.text, theme.base, 0.34),
        scroll_hover=blend(theme.text, theme.base, 0.55),
        menu_line=blend(theme.text, theme.raised, 0.2),
    )
