"""Which stretches of a turn are in which language, for the lines under them in the turn list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from annotator import language
from annotator.language import LanguageOptions, LanguageSpan
from annotator.pipeline.language_findings import options_of
from annotator.ui.background.background_thread import BackgroundThread
from annotator.ui.study.language_names import language_name
from annotator.ui.theme import OKABE_ITO
from annotator.ui.turn_list.language_lines import MarkedLanguage

if TYPE_CHECKING:
    from annotator.model import Changes, Codebook, Turn
    from annotator.ui.settings.settings import Settings
    from annotator.ui.turn_list import TurnList
    from annotator.ui.workspace.workspace import Workspace


class LanguageMarks(QObject):
    """Marks what is not in the matrix language of a mixed turn, while the setting is on.

    A line under everything would be a line under nothing: of one language the turn's chip says
    all there is to say, and the matrix language is the ground that the others stand out from.
    Where the study's languages need the optional detector, nothing is marked until it has been
    loaded beside the window.
    """

    def __init__(self, workspace: Workspace, settings: Settings, turns: TurnList) -> None:
        super().__init__(turns)
        self._workspace = workspace
        self._settings = settings
        self._view = turns.view
        self._options = LanguageOptions()
        self._ready = True
        self._thread = BackgroundThread(self, "languages")
        settings.changed.connect(self._on_setting)
        workspace.project_changed.connect(self._on_study)
        workspace.changed.connect(self._on_changed)
        self._on_study()

    # --- following -----------------------------------------------------------------------

    def _on_setting(self, key: str) -> None:
        if key == "turns/show_languages":
            self._show()

    def _on_changed(self, changes: Changes) -> None:
        if changes.project or changes.everything:
            self._on_study()

    def _on_study(self) -> None:
        project = self._workspace.project
        options = options_of(project.study.read()) if project is not None else LanguageOptions()
        self._options, languages = options, options.languages
        self._ready = not (language.needs_detector(languages) or language.uses_detector(languages))
        if not self._ready and self._settings.show_languages:
            # About a second, during which the window goes on.
            self._thread.start(lambda _: language.load_detector(), self._on_loaded)
        else:
            self._thread.let_go()
        self._show()

    def _on_loaded(self, _: object) -> None:
        self._ready = True
        self._show()

    def _show(self) -> None:
        on = self._settings.show_languages and self._ready
        self._view.looks.set_languages(self if on else None)

    # --- for the turn list ---------------------------------------------------------------

    def stretches(self, turn: Turn, length: int) -> Sequence[MarkedLanguage]:
        """The stretches to mark in the first ``length`` code points, in order, without overlap."""
        if turn.language is None or turn.language.primary != "mixed":
            return ()
        looks: dict[str, tuple[str, int]] = {}
        found = []
        for span in _spans(turn.text[:length], self._options):
            if not span.neutral and span.language != turn.language.matrix:
                if span.language not in looks:
                    looks[span.language] = self._look(span.language)
                found.append(MarkedLanguage(span.start, span.end, span.language, *looks[span.language]))
        return found

    def _look(self, code: str) -> tuple[str, int]:
        """Colour and pattern: those of its place among the declared languages, the label's colour first."""
        declared = self._options.languages
        rank = declared.index(code) if code in declared else len(declared) + sum(map(ord, code)) % 3
        return _colour(self._workspace.codebook, code) or OKABE_ITO[rank % len(OKABE_ITO)], rank

    def tip(self, turn: Turn, stretch: MarkedLanguage | None) -> str:
        """The language under the mouse, then those of the turn with their words, as a legend."""
        if turn.language is None:
            return ""
        translate = QCoreApplication.translate
        lines = [language_name(stretch.language)] if stretch is not None else []
        for code, words in turn.language.words:
            name = translate("TurnList", "{pattern}  {language}: {count} words").format(
                pattern=_DRAWN[self._look(code)[1] % len(_DRAWN)], language=language_name(code), count=words
            )
            matrix = code == turn.language.matrix
            lines.append(
                translate("TurnList", "{line} (matrix language)").format(line=name) if matrix else name
            )
        return "\n".join(lines)


@lru_cache(maxsize=200)  # turns in sight are measured and painted anew when something on them changes
def _spans(text: str, options: LanguageOptions) -> Sequence[LanguageSpan]:
    return language.spans(text, options)


# The patterns of the lines, in characters.
_DRAWN = ("──", "╌╌", "─·", "··")
_NOT_DRAWN = "\u3000"


def _colour(codebook: Codebook, code: str) -> str:
    """The colour of the language's label, "" where there is none."""
    labels = (label for facet in codebook.facets if facet.detected for label in facet.labels)
    return next((label.colour for label in labels if label.key == f"{label.facet}.{code}"), "")
