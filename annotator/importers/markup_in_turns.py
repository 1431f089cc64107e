"""Turns in which HTML stands, as in cells that came from web pages: asked about, and taken out if wanted."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import Readout

_LEAST = 0.2  # of the turns
_TAG = re.compile(
    r"</?(?:p|br|div|span|[biu]|em|strong|ul|ol|li|h[1-6]|a|blockquote|table|tr|td|pre|code|font|img|sup|sub)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*(?:<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote)>)\s*", re.IGNORECASE)


def ask_about_tags(texts: Sequence[str], remarks: Remarks) -> None:
    """Ask where a fifth of the turns of a text hold tags of HTML: they stay, and nothing is taken out."""
    marked = _marked(texts)
    if marked:
        remarks.ask("tags", count=len(marked), example=marked[0])


def with_markup_asked(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with a question where a fifth of the turns hold tags of HTML; without them if wanted."""
    marked = _marked([turn.text for one in readout.dialogues for turn in one.turns])
    if not marked:
        return readout
    remarks = Remarks()
    remarks.ask("markup", count=len(marked), example=marked[0])
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if answers.get("markup", "") != "strip":
        return asked
    plain = tuple(
        replace(one, turns=tuple(replace(turn, text=without_tags(turn.text)) for turn in one.turns))
        for one in readout.dialogues
    )
    return replace(asked, dialogues=plain)


def _marked(texts: Sequence[str]) -> list[str]:
    """The texts that hold tags; none where those are few."""
    marked = [text for text in texts if "<" in text and _TAG.search(text)]
    return marked if len(marked) >= _LEAST * len(texts) else []


def without_tags(text: str) -> str:
    """A text without the tags of HTML; ends of paragraphs and lines are line breaks."""
    if "<" not in text or not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\xa0", " ").strip()
