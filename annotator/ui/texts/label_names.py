"""What a label is called toward a target: toward a choice between two, to favour is to prefer the first.

Only what people read changes: keys and names of labels stay, in the project and in every export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model import Facet, Label, Target

_SIDES = 2
# By the last part of the label's key.
_WORDS: Mapping[str, str] = {
    "favor": QT_TRANSLATE_NOOP("Choices", "prefers {first}"),
    "against": QT_TRANSLATE_NOOP("Choices", "prefers {second}"),
    "mixed": QT_TRANSLATE_NOOP("Choices", "both"),
    "neutral": QT_TRANSLATE_NOOP("Choices", "no preference"),
}


def label_words(label: Label, facet: Facet | None, target: Target | None) -> str:
    """What to call a label that is given toward a target: its name, but for choices between two."""
    if facet is None or not facet.targeted or target is None or target.kind != "choice":
        return label.name
    words = _WORDS.get(label.key.rpartition(".")[2])
    if words is None or len(target.options) != _SIDES:
        return label.name
    first, second = target.options
    return QCoreApplication.translate("Choices", words).format(first=first, second=second)


def toward(key: str | None, targets: Sequence[Target]) -> Target | None:
    """The target of a tag among those of its dialogue: the first where it names none."""
    if key is None:
        return targets[0] if targets else None
    return next((target for target in targets if target.key == key), None)
