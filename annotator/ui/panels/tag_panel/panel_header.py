"""The top of the tag panel: which turn, or how many, is being tagged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model import Turn
from annotator.ui.texts.source_metadata import brief, full
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.plain_parts import Hairline
from annotator.ui.widgets.plain_text import wrapped

_SNIPPET = 300  # characters


class TurnHeader(QWidget):
    """Number, speaker and the first words of the turn; for several, how many and whose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 14, 10)
        inner.setSpacing(2)
        self.title = ElidedText(bold=True, scale=1.08, parent=self)
        self.snippet = ElidedText(muted=True, scale=0.94, parent=self)
        self.origin = ElidedText(muted=True, scale=0.86, parent=self)
        self.notice = ElidedText(lines=3, scale=0.94, parent=self)
        for part in (self.title, self.snippet, self.origin, self.notice):
            inner.addWidget(part)
        box.addLayout(inner)
        box.addWidget(Hairline(self))
        self.origin.hide()
        self.notice.hide()

    def show_turns(self, turns: Sequence[Turn], selected: int) -> None:
        """Show the turns read; ``selected`` may be more than were read."""
        if not turns:
            return
        self._show_origin(turns[0].meta if selected == 1 else {})
        speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
        if selected == 1:
            turn = turns[0]
            number = self.tr("Turn {number}").format(number=f"{turn.position + 1:,}")
            self.title.set_text(" · ".join(part for part in (number, turn.speaker) if part))
            text = " ".join(turn.text[:_SNIPPET].split())
            self.snippet.set_text(text or self.tr("(no words)"))
            self.snippet.setToolTip(wrapped(turn.text[:_SNIPPET]))
            return
        whose = ", ".join(speakers[:4]) + (" …" if len(speakers) > 4 else "")
        count = self.tr("{count} turns").format(count=f"{selected:,}")
        self.title.set_text(" · ".join(part for part in (count, whose) if part))
        first, last = (f"{turn.position + 1:,}" for turn in (turns[0], turns[-1]))
        if selected == len(turns):
            self.snippet.set_text(self.tr("From turn {first} to turn {last}").format(first=first, last=last))
        else:
            self.snippet.set_text(
                self.tr("Shown for the first {count} of them; tags go to all.").format(
                    count=f"{len(turns):,}"
                )
            )
        self.snippet.setToolTip("")

    def _show_origin(self, meta: Mapping[str, object]) -> None:
        words = brief(meta)
        self.origin.set_text(words)
        self.origin.setToolTip(full(meta))
        self.origin.setVisible(bool(words))

    def show_notice(self, text: str) -> None:
        """Say why nothing can be changed; an empty text says nothing."""
        self.notice.set_text(text)
        self.notice.setVisible(bool(text))
