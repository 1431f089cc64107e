"""Why a repair was made, in the language of the window.

The engine writes its reasons into the project in English, made of a few clauses: ``utf-8 read as latin-1,
bytes dropped``. Here they are told apart again; names of code pages, and what is in no table, stay.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

_CLAUSES = frozenset(
    {
        QT_TRANSLATE_NOOP("RepairReasons", "bytes dropped"),
        QT_TRANSLATE_NOOP("RepairReasons", "bytes lost"),
        QT_TRANSLATE_NOOP("RepairReasons", "bytes replaced"),
        QT_TRANSLATE_NOOP("RepairReasons", "emoji joiner cut"),
        QT_TRANSLATE_NOOP("RepairReasons", "halves of utf-16 written as utf-8"),
        QT_TRANSLATE_NOOP("RepairReasons", "letters replaced by question marks"),
        QT_TRANSLATE_NOOP("RepairReasons", "never decoded"),
        QT_TRANSLATE_NOOP("RepairReasons", "not repaired"),
        QT_TRANSLATE_NOOP("RepairReasons", "word of a mail's header"),
        QT_TRANSLATE_NOOP("RepairReasons", "signs of lost bytes"),
        QT_TRANSLATE_NOOP("RepairReasons", "memory without text"),
    }
)
_FORMS = (
    QT_TRANSLATE_NOOP("RepairReasons", "{written} read as {read}"),
    QT_TRANSLATE_NOOP("RepairReasons", "then as {page}"),
    QT_TRANSLATE_NOOP("RepairReasons", "then written as {form}"),
)
_PATTERNS = tuple((re.compile(re.sub(r"{(\w+)}", r"(?P<\1>.+)", form)), form) for form in _FORMS)


def reason_words(reason: str) -> str:
    """A reason of the engine as the window says it."""
    between = QCoreApplication.translate("RepairReasons", ", ")
    return between.join(_clause(clause) for clause in reason.split(", "))


def _clause(clause: str) -> str:
    if clause in _CLAUSES:
        return QCoreApplication.translate("RepairReasons", clause)
    for pattern, form in _PATTERNS:
        if found := pattern.fullmatch(clause):
            parts = {name: _clause(value) for name, value in found.groupdict().items()}
            return QCoreApplication.translate("RepairReasons", form).format(**parts)
    return clause
