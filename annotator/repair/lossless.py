"""Repair without loss through ftfy: only where it explains a line better than leaving it.

ftfy is asked about the encoding alone. Its other habits (straight quotes, half-width
punctuation, unfolded ligatures) change clean text and stay off.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from annotator.model import RepairStep
from annotator.repair.pages import needs, page
from annotator.repair.reading import units

#: A sign in quotes is talked about, not written: “Ã©” in a text about code pages is meant.
_QUOTED = re.compile("[\"'`“‘«‹「『„‚].{1,4}[\"'`”’»›」』“‘]")

#: ftfy's names of code pages that differ from those in chains.
_NAMES = {"macroman": "mac-roman"}


@cache
def _ftfy() -> tuple[Any, Any]:
    # Importing ftfy costs more than reading most files, so clean text never does it.
    import ftfy  # noqa: PLC0415  (costly)

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=True,
    )
    return ftfy.fix_encoding_and_explain, config


def repair_line(line: str, offset: int) -> tuple[list[RepairStep], tuple[str, ...]]:
    """The steps ftfy would take on one line that begins at ``offset``, and the chain they undo."""
    fix, config = _ftfy()
    fixed, plan = fix(line, config)
    if fixed == line:
        return [], ()
    if any(step.action == "apply" for step in plan):
        # ftfy reads spaces and quotes between the remains of lost characters as parts of them;
        # a line where anything is lost is left to the engine that knows about loss.
        found = list(units(line, page("windows-1252")))
        if any(unit.kind != "intact" for unit in found):
            return [], ()
        chain: tuple[str, ...] = ("windows-1252",)
        pairs = [(unit.start, unit.end, unit.decoded) for unit in found]
    else:
        chain = tuple(_name(step.parameter) for step in plan if step.action == "encode")[::-1]
        pairs = _aligned(line, fixed, plan)
    if all(start and _QUOTED.fullmatch(line, start - 1, end + 1) for start, end, _ in pairs):
        return [], ()
    meant = next((step.parameter for step in reversed(plan) if step.action == "decode"), "utf-8")
    reason = f"{'utf-8' if 'utf-8' in meant else _name(meant)} read as {', then as '.join(chain)}"
    return [
        RepairStep(offset + start, offset + end, line[start:end], after, "encoding", reason, 0.99)
        for start, end, after in pairs
    ], chain


def _name(codec: str) -> str:
    plain = codec.removeprefix("sloppy-")
    return _NAMES.get(plain, plain)


def _aligned(line: str, fixed: str, plan: list[Any]) -> list[tuple[int, int, str]]:
    """Which parts of the line became which parts of the fixed line.

    A plain reading of bytes is followed character by character; anything else becomes one
    part between the common beginning and the common end.
    """
    if [step.action for step in plan] == ["encode", "decode"]:
        data = line.encode(plan[0].parameter)
        parts = []
        at = 0
        while at < len(data):
            # Only UTF-8 has sequences; one that is cut off ends with the line.
            width = min(1 + needs(data[at]), len(data) - at) if "utf-8" in plan[1].parameter else 1
            after = data[at : at + width].decode(plan[1].parameter, "replace")
            if after != line[at : at + width]:
                parts.append((at, at + width, after))
            at += width
        if _applied(line, parts) == fixed:
            return parts
    start = 0
    while start < min(len(line), len(fixed)) and line[start] == fixed[start]:
        start += 1
    end = 0
    while end < min(len(line), len(fixed)) - start and line[-1 - end] == fixed[-1 - end]:
        end += 1
    return [(start, len(line) - end, fixed[start : len(fixed) - end])]


def _applied(line: str, parts: list[tuple[int, int, str]]) -> str:
    out = []
    at = 0
    for start, end, after in parts:
        out += [line[at:start], after]
        at = end
    return "".join([*out, line[at:]])
