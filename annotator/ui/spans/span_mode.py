"""While the keyboard is inside a turn's text, label keys answer a facet about spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.ui.spans.span_commands import span_facets
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.model import Facet
    from annotator.ui.workspace.workspace import Workspace

_LETTERS = "wxvzqcrhdmyaeio"  # keys to try for the new facet


class TextMode(QObject):
    """Makes a facet about spans the active one on the way in, and the one before again on the way out.

    ``facet_added`` says that a facet was added here, whose labels the person wants to see.
    """

    facet_added = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._inside = False
        self._before = ""  # the facet that was active outside
        self._used = ""  # the span facet that was active last
        workspace.project_changed.connect(self._forget)
        workspace.facet_changed.connect(self._remember)

    def enter(self) -> None:
        """The keyboard went into the text."""
        self._inside = True
        facets = [facet.key for facet in span_facets(self._workspace)]
        if not facets:
            self._offer_facet()
        elif self._workspace.facet not in facets:
            self._before = self._workspace.facet
            self._workspace.set_facet(self._used if self._used in facets else facets[0])

    def leave(self) -> None:
        """It came out; who chose another facet meanwhile keeps that."""
        self._inside = False
        before, self._before = self._before, ""
        if before and self._workspace.facet in {facet.key for facet in span_facets(self._workspace)}:
            self._workspace.set_facet(before)

    def _remember(self) -> None:
        if self._workspace.facet in {facet.key for facet in span_facets(self._workspace)}:
            self._used = self._workspace.facet

    def _forget(self) -> None:
        self._before = self._used = ""

    # --- a facet to tag with -----------------------------------------------------------------

    def _offer_facet(self) -> None:
        if self._workspace.writable:
            self._workspace.say(
                Message(
                    "info",
                    self.tr("The codebook has no facet about words inside a turn."),
                    self.tr("Selected words can be copied and corrected; to tag them, add such a facet."),
                    (MessageAction(self.tr("Add a facet"), self.add_facet),),
                )
            )

    def add_facet(self) -> None:
        """Add a facet about spans with a few labels to begin with, and make it the active one."""
        facet = new_facet(self._workspace)
        if self._workspace.do(lambda project: project.codebook.add_facet(facet)) is not None:
            before = self._workspace.facet
            self._workspace.set_facet(facet.key)
            if self._inside:
                self._before = before
            self.facet_added.emit()


def new_facet(workspace: Workspace) -> Facet:
    """A facet about spans that fits into the codebook: free keys, names in the language of the window."""
    from annotator.model import Facet, Label  # noqa: PLC0415 - after the first paint
    from annotator.ui.actions.menu_bar import fixed_keys  # noqa: PLC0415 - it needs the workspace
    from annotator.ui.theme import automatic_colour  # noqa: PLC0415

    translate = QCoreApplication.translate
    book = workspace.codebook
    keys = {facet.key for facet in book.facets} | {x.key for facet in book.facets for x in facet.labels}
    key = next(x for x in ("span", *(f"span{n}" for n in range(2, 1000))) if x not in keys)
    taken = {facet.shortcut.casefold() for facet in book.facets}
    taken |= {key.casefold() for key in fixed_keys(workspace.preferences)}
    names = (translate("Spans", "claim"), translate("Spans", "reason"), translate("Spans", "example"))
    definitions = (
        translate("Spans", "What somebody holds to be so."),
        translate("Spans", "What is said in support of a claim, or against it."),
        translate("Spans", "A case that shows what is meant."),
    )
    labels = tuple(
        Label(
            f"{key}.{slug}", key, name, definition,
            colour=automatic_colour(number), shortcut=str(number + 1), position=number,
        )
        for number, (slug, name, definition) in enumerate(
            zip(("claim", "reason", "example"), names, definitions, strict=True)
        )
    )  # fmt: skip
    return Facet(
        key,
        translate("Spans", "Words"),
        "several",
        "span",
        translate("Spans", "What are these words in the argument?"),
        next((letter for letter in _LETTERS if letter not in taken), ""),
        1 + max((facet.position for facet in book.facets), default=-1),
        open=True,
        labels=labels,
    )
