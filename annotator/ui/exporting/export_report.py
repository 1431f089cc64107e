"""What the window says after an export, a division, or tags that came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.exporting.format_texts import loss_words, of_format
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words
from annotator.ui.window.messages import Message, MessageAction, MessageKind, sentence

if TYPE_CHECKING:
    from annotator.exchange import ExportReport, SplitReport, TagReport, Trouble
    from annotator.exporters import Loss


translate = QCoreApplication.translate


def exported(report: ExportReport, *actions: MessageAction) -> Message:
    """How an export went: what is not in the file, in counts, and everything else on request."""
    text = translate("ExportReport", "Exported to {name}.").format(name=report.path.name)
    lines = [
        str(report.path),
        counted(
            report.dialogues,
            QT_TRANSLATE_NOOP("Counted", "1 dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues"),
        ),
        counted(
            report.turns, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns")
        ),
        counted(report.tags, QT_TRANSLATE_NOOP("Counted", "1 tag"), QT_TRANSLATE_NOOP("Counted", "{n} tags")),
    ]
    parts = [
        *_lost(report.lost),
        *_section(
            translate("ExportReport", "Filled in, because the source does not say it"),
            [loss_words(loss) for loss in report.invented],
        ),
        *_section(translate("ExportReport", "Renamed"), [of_format(line) for line in report.changes]),
    ]
    parts += _section(
        translate("ExportReport", "This format does not hold"), [of_format(x) for x in report.losses]
    )
    if report.key is not None:
        parts += _section(
            translate("ExportReport", "Only this file links the codes to the names"), [str(report.key)]
        )
    parts += _troubles(translate("ExportReport", "Left out"), report.troubles)
    return _message(text, report.lost, report.troubles, [*lines, *parts], actions)


def divided(report: SplitReport, *actions: MessageAction) -> Message:
    """How a division went, with the size of each part."""
    text = translate("ExportReport", "Split into {name}.").format(name=report.folder.name)
    lines = [str(report.folder)]
    for part in report.parts:
        size = counted(
            part.dialogues,
            QT_TRANSLATE_NOOP("Counted", "1 dialogue"),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues"),
        )
        labels = ", ".join(f"{label} {count:,}" for label, count in part.labels.items())
        lines.append(f"{part.file}: {size}" + (f" ({labels})" if labels else ""))
    parts = [*_lost(report.lost), *_troubles(translate("ExportReport", "Left out"), report.troubles)]
    return _message(text, report.lost, report.troubles, [*lines, *parts], actions)


def tagged(report: TagReport) -> Message:
    """What became of the tags of a file."""
    counts = (
        (
            report.added,
            QT_TRANSLATE_NOOP("Counted", "1 tag imported"),
            QT_TRANSLATE_NOOP("Counted", "{n} tags imported"),
        ),
        (
            report.known,
            QT_TRANSLATE_NOOP("Counted", "1 already there"),
            QT_TRANSLATE_NOOP("Counted", "{n} already there"),
        ),
        (
            report.answered,
            QT_TRANSLATE_NOOP("Counted", "1 already answered differently"),
            QT_TRANSLATE_NOOP("Counted", "{n} already answered differently"),
        ),
        (
            len(report.troubles),
            QT_TRANSLATE_NOOP("Counted", "1 record skipped"),
            QT_TRANSLATE_NOOP("Counted", "{n} records skipped"),
        ),
    )
    said = [counted(number, one, many) for number, one, many in counts if number]
    kind: MessageKind = "warning" if report.troubles else "info"
    more = "\n".join(f"{in_words(trouble.where)}: {in_words(trouble.what)}" for trouble in report.troubles)
    return Message(
        kind,
        sentence(", ".join(said) or translate("ExportReport", "The file has no tags")),
        ", ".join(report.annotators),
        more=more,
    )


def _message(
    text: str,
    lost: Sequence[Loss],
    troubles: Sequence[Trouble],
    lines: Iterable[str],
    actions: tuple[MessageAction, ...],
) -> Message:
    detail = translate("ExportReport", "Verified: the file was read back and is complete.")
    if lost:
        first = ", ".join(loss_words(loss) for loss in lost[:3])
        left = (
            translate("ExportReport", "Not included: {what}.")
            if len(lost) <= 3
            else translate("ExportReport", "Not included: {what} and more.")
        )
        whole = translate("ExportReport", "The file was read back.")
        detail = f"{whole} {left.format(what=first)}"
    kind: MessageKind = "info"
    if troubles:
        kind = "warning"
        detail = counted(
            len(troubles),
            QT_TRANSLATE_NOOP("Counted", "1 bad record was left out."),
            QT_TRANSLATE_NOOP("Counted", "{n} bad records were left out."),
        )
    return Message(kind, text, detail, actions, more="\n".join(lines))


def _lost(lost: Sequence[Loss]) -> list[str]:
    return _section(
        translate("ExportReport", "In the project and not in the file"), [loss_words(loss) for loss in lost]
    )


def _troubles(title: str, troubles: Sequence[Trouble]) -> list[str]:
    return _section(title, [f"{in_words(trouble.where)}: {in_words(trouble.what)}" for trouble in troubles])


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines)] if lines else []
