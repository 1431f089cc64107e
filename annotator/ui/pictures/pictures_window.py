"""The window of pictures: which ones there are at the left, the chosen one at the right, live."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.pictures import PICTURES, STYLES, Asked, Picture, kind_of
from annotator.ui import theme
from annotator.ui.background.background_thread import raised
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.pictures.background_drawing import Artist, Make, Seen, Wish, make
from annotator.ui.pictures.picture_table import DataModel
from annotator.ui.pictures.picture_view import PictureView
from annotator.ui.texts.error_texts import in_words, spoken
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.window.messages import sentence
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QShowEvent

    from annotator.errors import UserError
    from annotator.model import Changes
    from annotator.pictures.picture_request import By
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace

_SOON, _LATER = 150, 1500  # milliseconds: after a change of the dialogue's, of the study's numbers
_WAIT = 200  # before it is said that something is being drawn
_LONGEST = 300  # characters of a turn that are shown


class PicturesWindow(QDialog):
    """Chooses, shows and hands out pictures; everything is drawn beside the window."""

    turn_wanted = Signal(int)  # row number of a turn
    turns_wanted: Carries[list[int]] = carrying()  # row numbers
    export_wanted = Signal()
    copy_wanted = Signal()

    def __init__(
        self, workspace: Workspace, settings: Settings, parent: QWidget | None = None, work: Make = make
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pictures"))
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        resize_within_screen(self, 1060, 640)
        self.setMinimumSize(640, 420)
        self._workspace, self._settings = workspace, settings
        self.artist = Artist(workspace, self, work)
        self.artist.done.connect(self._on_done)
        self.artist.failed.connect(self._on_failed)
        self.artist.cancelled.connect(self._on_cancelled)
        self.artist.crashed.connect(self._on_crashed)
        self.seen: Seen | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.draw)
        self._waiting = QTimer(self, singleShot=True, interval=_WAIT)
        self._waiting.timeout.connect(lambda: self.pages.setCurrentWidget(self.wait_page))
        self._build()
        self.restoreGeometry(settings.state("pictures"))
        workspace.project_changed.connect(self._on_project)
        workspace.cursor.dialogue_changed.connect(self._on_dialogue)
        workspace.cursor.turn_changed.connect(self._on_turn)
        workspace.changed.connect(self._on_changed)

    # --- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Pictures"))
        for about, heading in (("dialogue", self.tr("This dialogue")), ("study", self.tr("Whole study"))):
            head = QListWidgetItem(heading, self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            font = QFont(self.list.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(font)
            for picture in PICTURES:
                if picture.about == about:
                    item = QListWidgetItem(in_words(picture.title), self.list)
                    item.setData(Qt.ItemDataRole.UserRole, picture.name)
                    item.setToolTip(self.tr("Needs: {what}").format(what=in_words(picture.needs)))
        self.list.setCurrentRow(1)
        self.list.currentItemChanged.connect(lambda *_: self._on_picture())
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(self._build_right())
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([250, 800])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(self.split, 1)
        self._fill_choices()

    def _build_right(self) -> QWidget:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._build_choices())
        self.view = PictureView(self._describe, self)
        self.view.setAccessibleName(self.tr("Picture"))
        self.view.turn_wanted.connect(lambda at: self.turn_wanted.emit(self._turns(at, at)[0]))
        self.view.turns_wanted.connect(lambda first, last: self.turns_wanted.emit(self._turns(first, last)))
        self.view.resized.connect(self._soon.start)
        self.model = DataModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Table"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.wait_page, self.state_page = self._build_wait(), self._build_state()
        self.pages = QStackedWidget(self)
        for page in (self.view, self.table, self.wait_page, self.state_page):
            self.pages.addWidget(page)
        column.addWidget(self.pages, 1)
        self.caption = Muted(parent=self)
        self.caption.setAccessibleName(self.tr("Caption"))
        self.caption.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.caption)
        column.addLayout(self._build_buttons())
        return right

    def _build_choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.facet, self.by, self.annotator = (QComboBox(self) for _ in range(3))
        self._labels = {}
        for name, text, box in (
            ("facet", self.tr("&Facet"), self.facet),
            ("by", self.tr("&By"), self.by),
            ("annotators", self.tr("A&nnotator"), self.annotator),
        ):
            label = QLabel(text, self)
            label.setBuddy(box)
            self._labels[name] = (label, box)
            box.activated.connect(lambda _: self.draw())
            row.addWidget(label)
            row.addWidget(box)
        for text, key in (
            (self.tr("Speaker"), "speaker"),
            (self.tr("Source"), "source"),
            (self.tr("Language"), "language"),
        ):
            self.by.addItem(text, key)
        row.addStretch(1)
        return row

    def _build_wait(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addStretch(2)
        self.wait_label = Title(self.tr("Drawing…"), 1.2, page)
        self.wait_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel_button = QPushButton(self.tr("Cancel"), page)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.cancel)
        column.addWidget(self.wait_label)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return page

    def _build_state(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        self.state_title, self.state_text = Title("", 1.3, page), Muted(parent=page)
        for label in (self.state_title, self.state_text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.again_button = QPushButton(self.tr("Draw again"), page)
        self.again_button.setAutoDefault(False)
        self.again_button.clicked.connect(self.draw)
        column.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return page

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.table_button = self._button(self.tr("&Table"), self._show_what_is_chosen)
        self.table_button.setCheckable(True)
        self.copy_button = self._button(self.tr("&Copy picture"), self.copy_wanted.emit)
        self.export_button = self._button(self.tr("&Export…"), self.export_wanted.emit)
        self.close_button = self._button(self.tr("Close"), self.close)
        row.addWidget(self.table_button)
        row.addStretch(1)
        for button in (self.copy_button, self.export_button, self.close_button):
            row.addWidget(button)
        return row

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: run())  # noqa: PLW0108 - keeps the signal's argument out
        return button

    # --- what is chosen ------------------------------------------------------------------

    @property
    def picture(self) -> Picture:
        """The picture that is chosen."""
        return kind_of(str(self.list.currentItem().data(Qt.ItemDataRole.UserRole)))

    def choose(self, name: str) -> None:
        """Choose a picture by its name."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)

    def _fill_choices(self) -> None:
        """Facets and annotators of the project; what was chosen stays where it still is."""
        one = self.picture.about == "dialogue"
        everybody = self.tr("Me, otherwise whoever tagged most") if one else self.tr("Everybody")
        facets, people = [(self.tr("Best fit"), "")], [(everybody, "")]
        project = self._workspace.project
        if project is not None:
            facets += [
                (facet.name, facet.key)
                for facet in self._workspace.codebook.facets
                if facet.kind != "text" and facet.scope != "dialogue"
            ]
            people += [(person.name, person.key) for person in project.people.all()]
        for box, entries in ((self.facet, facets), (self.annotator, people)):
            chosen = box.currentData()
            box.clear()
            for text, key in entries:
                box.addItem(text, key)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        for name, widgets in self._labels.items():
            for widget in widgets:
                widget.setVisible(name in self.picture.choices)

    def _wish(self) -> Wish:
        """What shall be drawn now, in the colours of the window and the language it speaks."""
        person = str(self.annotator.currentData() or "") if "annotators" in self.picture.choices else ""
        by: By = self.by.currentData() or "speaker"
        project = self._workspace.project
        asked = Asked(
            dialogue=self._workspace.cursor.dialogue_id if self.picture.about == "dialogue" else None,
            facet=str(self.facet.currentData() or "") if "facet" in self.picture.choices else "",
            annotators=(person,) if person else (),
            by=by,
            prefer=project.annotator.key if project is not None else "",
        )
        colours = theme.theme_of(self.palette())
        style = STYLES["dark" if colours.dark else "light"]
        looks = replace(style, ground=colours.base, text=colours.text, accent=colours.accent, say=in_words)
        ratio = self.view.devicePixelRatioF()
        scale = self.font().pointSizeF() / 9.0 if self.font().pointSizeF() > 0 else 1.0
        dpi = 96.0 * max(0.6, scale)
        size = (max(2.5, self.view.width() / dpi), max(2.0, self.view.height() / dpi))
        return Wish(self.picture.name, asked, looks, size, dpi * ratio)

    # --- drawing -------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw what is chosen."""
        self._soon.stop()
        if not self.isVisible() or self._workspace.project is None:
            return
        self._waiting.start()
        self.artist.begin(self._wish())

    def cancel(self) -> None:
        """Give up what is being drawn."""
        if self.artist.give_up():
            self._on_cancelled()

    def rest(self) -> None:
        """Draw nothing any more until there is a project again."""
        self._soon.stop()
        self._waiting.stop()
        self.artist.finish()

    def _on_done(self, seen: Seen) -> None:
        self._waiting.stop()
        self.seen = seen
        self.view.show_picture(seen)
        self.view.setAccessibleName(in_words(seen.drawn.picture.title))
        self.model.show_data(seen.drawn.data)
        self.caption.setText(seen.drawn.caption)
        self._on_turn()
        self._show_what_is_chosen()
        self._enable()

    def _on_failed(self, error: UserError) -> None:
        self._waiting.stop()
        said = spoken(error)
        self._say(said.what, " ".join(sentence(part) for part in (said.why, said.remedy) if part))

    def _on_cancelled(self) -> None:
        self._waiting.stop()
        self._say(self.tr("Cancelled"), self.tr("The picture was not drawn."))

    def _on_crashed(self, error: BaseException) -> None:
        self._waiting.stop()
        self._say(self.tr("The picture could not be drawn"), self.tr("The log says more."))
        raised(error)

    def _say(self, title: str, text: str) -> None:
        self.seen = None
        self.view.show_picture(None)
        self.model.show_data(None)
        self.caption.setText("")
        self.state_title.setText(title)
        self.state_text.setText(text)
        self.pages.setCurrentWidget(self.state_page)
        self._enable()

    def _enable(self) -> None:
        for button in (self.table_button, self.copy_button, self.export_button):
            button.setEnabled(self.seen is not None)

    def _show_what_is_chosen(self) -> None:
        if self.seen is not None:
            self.pages.setCurrentWidget(self.table if self.table_button.isChecked() else self.view)

    # --- turns ---------------------------------------------------------------------------

    def _turns(self, first: int, last: int) -> list[int]:
        return list(self.seen.drawn.data.turns[first : last + 1]) if self.seen is not None else []

    def _describe(self, position: int) -> str:
        """A turn as the pointer shows it: number, speaker, the beginning of its text."""
        project, turns = self._workspace.project, self._turns(position, position)
        found = project.turns.page(turns) if project is not None and turns else []
        if not found:
            return ""
        text = " ".join(found[0].text.split())
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        speaker = found[0].speaker or self.tr("(no speaker)")
        return self.tr("Turn {number} · {speaker}\n{text}").format(
            number=position + 1, speaker=speaker, text=text
        )

    # --- what happens elsewhere ------------------------------------------------------------

    def _on_picture(self) -> None:
        self._fill_choices()
        self.draw()

    def _on_project(self) -> None:
        self._fill_choices()
        if self._workspace.project is None:
            self._say(self.tr("No project is open"), self.tr("Open one to see pictures of it."))
        else:
            self._soon.start()

    def _on_dialogue(self) -> None:
        if self.picture.about == "dialogue":
            self._soon.start(_SOON)

    def _on_changed(self, changes: Changes) -> None:
        if changes.codebook or changes.everything:
            self._fill_choices()
        self._soon.start(_SOON if self.picture.about == "dialogue" else _LATER)

    def _on_turn(self) -> None:
        seen, turn = self.seen, self._workspace.cursor.turn_id
        turns = seen.drawn.data.turns if seen is not None else ()
        self.view.set_current(turns.index(turn) if turn is not None and turn in turns else None)

    # --- Qt's calls ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Draw as soon as sizes are known; the heading over the first picture is seen, too."""
        super().showEvent(event)
        self.list.doItemsLayout()  # its rows were measured before the style sheet had made them higher
        if self.list.currentRow() == 1:
            self.list.scrollToTop()
        self._fill_choices()
        self._soon.start(0)

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours, or in the new size of text."""
        super().changeEvent(event)
        looks = (QEvent.Type.PaletteChange, QEvent.Type.ApplicationFontChange)
        if event.type() in looks and hasattr(self, "_soon") and self.isVisible():
            self.list.doItemsLayout()
            self._soon.start(_SOON)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size; nothing is drawn while nobody looks."""
        self.rest()
        self._settings.set_state("pictures", self.saveGeometry())
        super().closeEvent(event)
