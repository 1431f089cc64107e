"""Repair without loss through ftfy: only where it explains a line better than leaving it.

ftfy is asked about the encoding alone. Its other habits (straight quotes, half-width
punctuation, unfolded ligatures) change clean text and stay off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from annotator.core.offset_mapping import Replacement, replaced
from annotator.model import RepairStep
from annotator.repair.code_pages import CONTINUATION, char_class, needs, page
from annotator.repair.misread_units import RARE, MisreadUnit, families, family, units, weight
from annotator.repair.reread_pairs import is_odd

#: A sign in quotes is talked about, not written: “Ã©” in a text about code pages is meant.
_QUOTED = re.compile("[\"'`“‘«‹「『„‚][ \u00a0\u202f]?.{1,4}[ \u00a0\u202f]?[\"'`”’»›」』“‘]")

_SURE, _PERHAPS = 0.99, 0.8
_BY_ITSELF = re.compile(r"(?<!\w)Ã(?= (?! ))")
#: Behind a letter: ``à`` whose wide space became a plain one, or a letter that lost its second byte.
_WITH_A_SPACE = re.compile(r"[^\W\d_]Ã ")

#: Two characters that a Latin letter of UTF-8 becomes, and those that stand by themselves.
_LETTER = re.compile(
    "Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|[ÄÅâðÐÑÂ]"
)
_LETTER_ALONE = re.compile("(?<!\\w)Ã[\u00a1-\u00bf](?!\\w)")
_SAID = 2

_OTHER_ALPHABETS, _LATIN = re.compile("[\u0370-\u07bf]+"), re.compile("[A-Za-z]")

#: The page that ftfy takes parts of a line to be misread under.
WESTERN = "windows-1252"

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


@cache
def _spaced() -> re.Pattern[str]:
    """Two Chinese characters, of the first of which a space is left where a wider one stood: “ä½ å¥½”."""
    byte_of = page(WESTERN).byte_of
    lead = char_class("".join(c for c, b in byte_of.items() if family(b) == "Chinese"))
    tail = char_class("".join(c for c, b in byte_of.items() if b in CONTINUATION))
    return re.compile(f"([{lead}][{tail}]) (?=[{lead}][{tail}])")


#: What ftfy makes of signs of lost bytes.
_REPLACED = "\x1a"


def repair_line(line: str, offset: int) -> tuple[list[RepairStep], tuple[str, ...]]:
    """The steps ftfy would take on one line that begins at ``offset``, and the chain they undo.

    A chain without steps says that the line was misread so and lost something, which ftfy cannot know.
    """
    if _BY_ITSELF.search(line):
        return _with_single_letters(line, offset)
    fix, config = _ftfy()
    fixed, plan = fix(line, config)
    if _REPLACED in fixed and _REPLACED not in line:
        return [], ()  # signs of lost bytes are no characters of any page
    if fixed == line:
        spaced = _spaced().sub("\\1\u00a0", line)
        return [], (WESTERN,) if spaced != line and fix(spaced, config)[0] != spaced else ()
    applied = any(step.action == "apply" for step in plan)
    if applied or any(step.action == "transcode" for step in plan):
        found = _misread(line)
        whole = [(unit.start, unit.end, unit.decoded) for unit in found if unit.kind == "intact"]
        # ftfy reads spaces and quotes between the remains of lost characters as parts of them;
        # a line where anything is lost is left to the engine that knows about loss.
        remains = {"lossy", "lone", "orphan"} if applied else {"lossy"}
        if any(unit.kind in remains for unit in found):
            speaks = sum(weight(unit, line) for unit in found if unit.kind != "lone")
            talked_about = any(quoted(line, *part[:2]) or RARE.search(part[2]) for part in whole)
            return [], (WESTERN,) if speaks > 0 and not talked_about else ()
    if applied:
        chain: tuple[str, ...] = (WESTERN,)
        pairs: Sequence[tuple[int, int, str]] = whole
    else:
        chain = tuple(_name(step.parameter) for step in plan if step.action == "encode")[::-1]
        pairs = _aligned(line, fixed, plan)
    glued = any(_WITH_A_SPACE.search(line, max(0, start - 1), end) for start, end, _ in pairs)
    if (
        glued
        or _of_windows(plan)
        or _are_alien(line, pairs)
        or all(quoted(line, *part[:2]) for part in pairs)
    ):
        return [], (WESTERN,) if glued else ()
    meant = next((step.parameter for step in reversed(plan) if step.action == "decode"), "utf-8")
    reason = f"{'utf-8' if 'utf-8' in meant else _name(meant)} read as {', then as '.join(chain)}"
    return [
        RepairStep(offset + start, offset + end, line[start:end], after, "encoding", reason, _SURE)
        for start, end, after in pairs
    ], chain


def _with_single_letters(line: str, offset: int) -> tuple[list[RepairStep], tuple[str, ...]]:
    """Like ``repair_line``, where an ``Ã`` stands by itself before one space: it may have been written so.

    Where the rest of the line was misread it more likely is an ``à`` whose wide space became a plain one.
    """
    steps, chain = repair_line(_BY_ITSELF.sub("A", line), offset)
    steps += [
        RepairStep(offset + m.start(), offset + m.end(), "Ã", "à", "encoding", steps[0].reason, _PERHAPS)
        for m in _BY_ITSELF.finditer(line)
        if steps
    ]
    return sorted(steps, key=lambda step: step.start), chain


def _are_alien(line: str, pairs: Sequence[tuple[int, int, str]]) -> bool:
    """Whether all letters of alphabets other than the Latin one come to stand in Latin words, as none do."""
    others = [pair for pair in pairs if _OTHER_ALPHABETS.fullmatch(pair[2])]
    return bool(others) and all(
        _LATIN.fullmatch(line[start - 1 : start]) or _LATIN.fullmatch(line[end : end + 1])
        for start, end, _ in others
    )


def _of_windows(plan: list[Any]) -> bool:
    """Whether that only makes signs of Windows of controls: other pages hold those bytes as well."""
    return [_name(str(step.parameter)) for step in plan] == ["latin-1", WESTERN]


def quoted(line: str, start: int, end: int) -> bool:
    """Whether this part of the line stands in quotes, which may be kept apart by a space."""
    return any(start >= width and _QUOTED.fullmatch(line, start - width, end + width) for width in (1, 2))


def says_letters(line: str) -> bool:
    """Whether several misread letters stand by themselves, none of which is a word of any language.

    Then somebody says what they look like: “Ã¤ und Ã¶ kenne ich”.
    """
    found = [match.group() for match in _LETTER_ALONE.finditer(line)]
    if len(found) < _SAID or len(_LETTER.findall(line)) != len(found):
        return False
    byte_of = page(WESTERN).byte_of
    return all(
        is_odd(bytes(byte_of[char] for char in pair).decode("utf-8", "ignore") or "_") for pair in found
    )


def _misread(line: str) -> list[MisreadUnit]:
    """The line's units without the letters that were never misread, as in “câ€™est déjà ça”."""
    found = list(units(line, page(WESTERN)))
    beside = families(found)
    return [
        unit
        for unit in found
        if unit.kind != "lone" or needs(unit.known[0]) == 1 or family(unit.known[0]) in beside
    ]


def _name(codec: str) -> str:
    plain = codec.removeprefix("sloppy-")
    return _NAMES.get(plain, plain)


def _aligned(line: str, fixed: str, plan: list[Any]) -> list[Replacement]:
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
                parts.append(Replacement(at, at + width, after))
            at += width
        if replaced(line, parts) == fixed:
            return parts
    start = 0
    while start < min(len(line), len(fixed)) and line[start] == fixed[start]:
        start += 1
    end = 0
    while end < min(len(line), len(fixed)) - start and line[-1 - end] == fixed[-1 - end]:
        end += 1
    return [Replacement(start, len(line) - end, fixed[start : len(fixed) - end])]
