"""What the codebook's window calls kinds, scopes and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.panels.history.edit_texts import FIELDS
from annotator.ui.panels.history.edit_texts import tr as history
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.codebooks import FieldDifference
    from annotator.model import Codebook

KINDS: tuple[tuple[str, str], ...] = (
    ("single", QT_TRANSLATE_NOOP("Codebook", "one label")),
    ("several", QT_TRANSLATE_NOOP("Codebook", "several labels")),
    ("ordinal", QT_TRANSLATE_NOOP("Codebook", "one label of an ordered scale")),
    ("text", QT_TRANSLATE_NOOP("Codebook", "free text")),
)
SCOPES: tuple[tuple[str, str], ...] = (
    ("turn", QT_TRANSLATE_NOOP("Codebook", "each turn")),
    ("span", QT_TRANSLATE_NOOP("Codebook", "words inside a turn")),
    ("dialogue", QT_TRANSLATE_NOOP("Codebook", "the whole dialogue")),
)
SWITCHES: tuple[tuple[str, str], ...] = (
    ("targeted", QT_TRANSLATE_NOOP("Codebook", "Tags name their &target")),
    ("intensity", QT_TRANSLATE_NOOP("Codebook", "Tags have an inten&sity: weak, moderate, strong")),
    ("open", QT_TRANSLATE_NOOP("Codebook", "Allow new labels while ta&gging")),
)
# What reading and writing .qdc files says, for the translators; a test keeps the words the same.
NOTES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Codebook", "facets that this project does not know take several labels of a turn"),
    QT_TRANSLATE_NOOP("Codebook", "categories below a facet became labels that can be given"),
    QT_TRANSLATE_NOOP("Codebook", "colours that are not of the form #rrggbb were left out"),
)
LOSSES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Codebook", "keys to press"),
    QT_TRANSLATE_NOOP("Codebook", "whether a facet takes one label, several, an order or free text"),
    QT_TRANSLATE_NOOP("Codebook", "whether a facet is about turns, spans or dialogues"),
    QT_TRANSLATE_NOOP("Codebook", "which facets name a target"),
    QT_TRANSLATE_NOOP("Codebook", "which facets have an intensity"),
    QT_TRANSLATE_NOOP("Codebook", "which facets take new labels while tagging"),
    QT_TRANSLATE_NOOP("Codebook", "which facets a machine prefills"),
    QT_TRANSLATE_NOOP("Codebook", "name and version of the codebook"),
)
_SHOWN = 80  # characters of a value


def tr(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("Codebook", text)


def difference_words(one: FieldDifference, codebook: Codebook) -> str:
    """One difference as a line; ``codebook`` knows the names of parents."""
    translate = QCoreApplication.translate
    if not one.field:
        new = one.old is None
        if one.kind == "facet":
            text = (
                translate("Codebook", "New facet: {name}")
                if new
                else translate("Codebook", "Facet removed: {name}")
            )
        else:
            text = (
                translate("Codebook", "New label: {name}")
                if new
                else translate("Codebook", "Label removed: {name}")
            )
        return text.format(name=one.name)
    names = {label.key: label.name for facet in codebook.facets for label in facet.labels}
    old, new_value = (_value(value, names if one.field == "parent" else {}) for value in (one.old, one.new))
    field = history(FIELDS.get(one.field, one.field))
    return translate("Codebook", "{name}, {field}: {old} → {new}").format(
        name=one.name, field=field, old=old, new=new_value
    )


_VALUES: Mapping[str, str] = dict(KINDS) | dict(SCOPES)


def _value(value: object, names: Mapping[str, str]) -> str:
    translate = QCoreApplication.translate
    if isinstance(value, bool):
        return translate("Codebook", "yes") if value else translate("Codebook", "no")
    if value in (None, ""):
        return translate("Codebook", "none")
    if isinstance(value, str):
        text = " ".join(names.get(value, tr(_VALUES.get(value, value))).split())
        return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
    return str(value)
