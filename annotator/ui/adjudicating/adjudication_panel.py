"""Adjudication beside the turns: which disagreements there are, what was said, and every verb as a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.adjudicating.adjudication_keys import key_of_label
from annotator.ui.adjudicating.disagreement_texts import kind_words, labels_words, words_for_the_codebook
from annotator.ui.keys.keymap import shown
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.label_names import label_words
from annotator.ui.turn_list.tag_chips import intensity_word
from annotator.ui.widgets.flow_layout import CellLayout
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline, LinkButton, TextButton
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model import Facet, Target
    from annotator.reliability.disagreements import Answer, Case, Kind
    from annotator.ui.adjudicating.adjudication_mode import Adjudication

_MET: Kind = ()  # stands for "where certain answers met, whatever else was said"
_KINDS_HIGH = 132  # pixels of the list of kinds


class AdjudicationPanel(QWidget):
    """Shows the mode and calls its verbs. ``done`` gives the keyboard back to the turns; ``merge_wanted``
    and ``packets_wanted`` say which way out of having one annotator only was chosen."""

    done = Signal()
    merge_wanted = Signal()
    packets_wanted = Signal()

    def __init__(self, mode: Adjudication, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._listed: list[Kind | None] = []  # the kinds by row
        self.setObjectName("adjudication_panel")
        self.setAccessibleName(self.tr("Adjudication"))
        self.facets = QComboBox(self)
        self.facets.setAccessibleName(self.tr("Facet"))
        self.facets.activated.connect(self._choose_facet)
        self.leave_button = TextButton(self.tr("Leave"), parent=self)
        self.leave_button.clicked.connect(mode.leave)
        self.pages = QStackedWidget(self)
        self.empty = self._build_empty()
        self.work = self._build_work()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.work)
        top = QHBoxLayout()
        top.setContentsMargins(12, 10, 12, 8)
        top.addWidget(self.facets, 1)
        top.addWidget(self.leave_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(Hairline(self))
        box.addWidget(self.pages, 1)
        mode.changed.connect(self.refresh)
        self.refresh()

    # --- building ------------------------------------------------------------------------------

    def _build_empty(self) -> QWidget:
        page = QWidget(self)
        self.notice = EmptyNotice("", "", page)
        self.merge_button = TextButton(self.tr("Merge packets…"), primary=True, parent=page)
        self.packets_button = TextButton(self.tr("Make packets…"), parent=page)
        self.merge_button.clicked.connect(self.merge_wanted)
        self.packets_button.clicked.connect(self.packets_wanted)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 24)
        box.addWidget(self.notice, 1)
        for button in (self.merge_button, self.packets_button):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _build_work(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        self.progress = QProgressBar(page)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress_words = Muted(parent=page)
        self.kinds = QListWidget(page)
        self.kinds.setAccessibleName(self.tr("Kinds of disagreement"))
        self.kinds.setFixedHeight(_KINDS_HIGH)
        self.kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds.itemActivated.connect(self._choose_kind)
        self.kinds.itemClicked.connect(self._choose_kind)
        self.place = Muted(parent=page)
        self.answers = QVBoxLayout()
        self.answers.setSpacing(4)
        self.majority = TextButton("", parent=page)
        self.majority.clicked.connect(self._mode.take_majority)
        cells = QWidget(page)
        self.labels = CellLayout(cells, gap=4)
        for part in (self.progress_words, self.progress, self.kinds, Hairline(page), self.place):
            column.addWidget(part)
        column.addLayout(self.answers)
        column.addWidget(self.majority)
        self.another = Muted(self.tr("Another label"), page)
        column.addWidget(self.another)
        column.addWidget(cells)
        column.addWidget(Hairline(page))
        self.verbs = [
            self._link(text, run, page)
            for text, run in (
                (self.tr("Apply to the rest of this kind… (Shift+A)"), self._mode.settle_alike),
                (self.tr("Reason… (Shift+R)"), self._mode.note_reason),
                (self.tr("Kind of error… (Shift+E)"), self._mode.note_error),
                (self.tr("Note for the codebook… (Shift+W)"), self._mode.note_word),
                (self.tr("Skip (Space)"), self._mode.leave_open),
                (self.tr("Reopen the decision (Backspace)"), self._mode.withdraw),
            )
        ]
        self.words = self._link("", self._show_words, page)
        for link in (*self.verbs, self.words):
            column.addWidget(link)
        column.addWidget(Hairline(page))
        self.blind = QCheckBox(self.tr("&Vote before seeing the others"), page)
        self.whole = QCheckBox(self.tr("Show the turns &between, too"), page)
        self.blind.toggled.connect(self._mode.set_blind)
        self.whole.toggled.connect(self._mode.set_whole)
        column.addWidget(self.blind)
        column.addWidget(self.whole)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _link(self, text: str, run: Callable[[], object], parent: QWidget) -> LinkButton:
        link = LinkButton(text, parent)
        link.clicked.connect(lambda: run())  # noqa: PLW0108 - keeps the signal's argument out
        return link

    # --- from the person -------------------------------------------------------------------------

    def _choose_facet(self, row: int) -> None:
        self._mode.begin(str(self.facets.itemData(row)))
        self.done.emit()

    def _choose_kind(self, item: QListWidgetItem) -> None:
        kind = self._listed[self.kinds.row(item)]
        if kind != _MET:
            self._mode.set_kind(kind)
        self.done.emit()

    def _show_words(self) -> None:
        from annotator.ui.adjudicating.codebook_proposals import CodebookWordsDialog  # noqa: PLC0415 - rarely needed

        CodebookWordsDialog(self._mode, self.window()).open()

    # --- showing ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show how things stand."""
        mode = self._mode
        self._show_facets()
        facet, disputes = mode.facet, mode.disputes
        if facet is None or disputes is None or not disputes.cases:
            self._show_notice()
            self.pages.setCurrentWidget(self.empty)
            return
        self.pages.setCurrentWidget(self.work)
        total = len(disputes.cases)
        done = total - mode.open_in(facet.key)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        settled = self.tr("{done} of {total} decided").format(done=f"{done:,}", total=f"{total:,}")
        shared = counted(
            disputes.shared,
            QT_TRANSLATE_NOOP("Counted", "1 turn with several annotators"),
            QT_TRANSLATE_NOOP("Counted", "{n} turns with several annotators"),
        )
        self.progress_words.setText(f"{settled}  ·  {shared}")
        self._show_kinds(facet, total)
        self._show_case(facet, mode.case)
        notes = len(list(words_for_the_codebook(disputes.cases, facet)))
        self.words.setText(
            counted(
                notes,
                QT_TRANSLATE_NOOP("Counted", "Notes for the codebook (1)…"),
                QT_TRANSLATE_NOOP("Counted", "Notes for the codebook ({n})…"),
            )
        )
        self.words.updateGeometry()

    def _show_facets(self) -> None:
        mode = self._mode
        with QSignalBlocker(self.facets):
            self.facets.clear()
            for facet in mode.facets:
                left = mode.open_in(facet.key)
                self.facets.addItem(f"{facet.name}  ({left:,})" if left else facet.name, facet.key)
            keys = [facet.key for facet in mode.facets]
            if mode.facet is not None and mode.facet.key in keys:
                self.facets.setCurrentIndex(keys.index(mode.facet.key))

    def _show_notice(self) -> None:
        """What stands here while there is nothing to decide, and what can be done about it."""
        mode = self._mode
        facet, disputes = mode.facet, mode.disputes
        alone = disputes is not None and not disputes.shared
        if mode.loading or facet is None or disputes is None:
            title = self.tr("Looking for disagreements") if mode.loading else self.tr("Nothing looked at yet")
            text = self.tr("Every facet is compared, in the whole project.")
        elif not disputes.annotators:
            title = self.tr("Nobody has answered {facet} yet").format(facet=facet.name)
            text = self.tr("Tag it, or merge the packets in which others did.")
        elif alone and len(disputes.annotators) == 1:
            title = self.tr("One annotator only")
            text = self.tr(
                "Only {name} has answered {facet}. Give others packets of these dialogues, and merge them "
                "when they come back."
            ).format(name=disputes.annotators[0].name, facet=facet.name)
        elif alone:
            title = self.tr("No turn in common")
            text = self.tr("No turn has been answered by two annotators, so there is nothing to compare.")
        else:
            title = self.tr("They agree")
            text = counted(
                disputes.shared,
                QT_TRANSLATE_NOOP("Counted", "The annotators say the same on the one turn they share."),
                QT_TRANSLATE_NOOP("Counted", "The annotators say the same on all {n} turns they share."),
            )
        self.notice.set_texts(title, text)
        for button in (self.merge_button, self.packets_button):
            button.setVisible(alone and not mode.loading and mode.workspace.writable)

    def _show_kinds(self, facet: Facet, total: int) -> None:
        left = self._mode.open_in(facet.key)
        rows: list[tuple[Kind | None, str, int, int]] = [
            (None, self.tr("All, dialogue by dialogue"), left, total)
        ]
        if self._mode.meeting:
            met = len(self._mode.cases)
            still = sum(case.decision is None for case in self._mode.cases)
            rows.append((_MET, kind_words(tuple(sorted(self._mode.meeting)), facet) + " …", still, met))
        rows += [(one.kind, kind_words(one.kind, facet), one.open, one.cases) for one in self._mode.kinds()]
        self._listed = [kind for kind, *_ in rows]
        with QSignalBlocker(self.kinds):
            self.kinds.clear()
            for kind, words, still, count in rows:
                item = QListWidgetItem(f"{words}   {still:,} / {count:,}")
                item.setToolTip(
                    self.tr("{words}: {open} of {count} open").format(
                        words=words, open=f"{still:,}", count=f"{count:,}"
                    )
                )
                self.kinds.addItem(item)
                if kind == (_MET if self._mode.meeting else self._mode.kind):
                    self.kinds.setCurrentItem(item)

    def _show_case(self, facet: Facet, case: Case | None) -> None:
        _clear(self.answers)
        _clear(self.labels)
        mode = self._mode
        target = mode.targets_of(case.dialogue).get(case.target or "") if case is not None else None
        hidden = case is not None and mode.hides(case)
        words = self.tr("Annotators agree on this turn.") if case is None else ""
        if hidden:
            words = self.tr("Vote first: give a label. Then you see what the others said.")
        elif target is not None:
            words = self.tr("Toward: {target}").format(target=target.statement)
        self.place.setText(words)
        self.place.setVisible(bool(words))
        if case is not None and not hidden:
            for number, answer in enumerate(case.answers, 1):
                self.answers.addWidget(self._answer_button(number, answer, facet, target))
        self._show_majority(facet, case, target, hidden=hidden)
        decided = case.decision.labels if case is not None and case.decision is not None else ()
        for label in facet.labels:
            if label.retired:
                continue
            key = key_of_label(label)
            face = LabelFace(
                label_words(label, facet, target), shown(key) if key else "", label.colour,
                Given.YES if label.key in decided else Given.NO, tooltip=label.definition,
                spoken=self.tr("decided") if label.key in decided else "",
            )  # fmt: skip
            button = LabelButton(face, self)
            button.clicked.connect(lambda _=False, key=label.key: self._mode.give(key))
            button.setEnabled(case is not None)
            self.labels.addWidget(button)
            button.show()

    def _answer_button(self, number: int, answer: Answer, facet: Facet, target: Target | None) -> LabelButton:
        name = self._mode.name_of(answer.annotator)
        remarks = [intensity_word(answer.intensity)] if answer.intensity else []
        remarks += [self.tr("uncertain")] if answer.uncertain else []
        label = next((one for one in facet.labels if one.key in answer.labels[:1]), None)
        words = labels_words(answer.labels, facet, target)
        face = LabelFace(
            f"{name}: {words}", str(number) if number < 10 else "", label.colour if label is not None else "",
            remark=", ".join(remarks), tooltip=answer.note, spoken=", ".join([*remarks, answer.note]),
        )  # fmt: skip
        button = LabelButton(face, self)
        button.clicked.connect(lambda: self._mode.take(number))
        return button

    def _show_majority(self, facet: Facet, case: Case | None, target: Target | None, *, hidden: bool) -> None:
        from annotator.reliability.disagreements import majority  # noqa: PLC0415 - after the first paint

        found = majority(case, facet) if case is not None and not hidden else None
        text = self.tr("No majority")
        if found is not None:
            text = self.tr("Majority: {label}  (Enter)").format(
                label=labels_words(found.labels, facet, target)
            )
        self.majority.setText(text)
        self.majority.setEnabled(found is not None)
        self.majority.updateGeometry()
        for link in self.verbs:
            link.setEnabled(case is not None)


def _clear(layout: QVBoxLayout | CellLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
