"""Signs that programs leave in the place of text: what stood there is gone, so they are marked, not repaired.

``锟斤拷`` are signs of lost bytes (U+FFFD in UTF-8) read as GBK, ``О©╫`` as KOI8-R; ``烫烫烫`` and ``屯屯屯``
are memory that nobody had written to, filled by a compiler with 0xCC and 0xCD. A program that knows no
other letters than its own writes a question mark for each: ``K?z?m, ?u kap?y?``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from annotator.model import RepairStep
from annotator.repair.code_pages import MARKERS
from annotator.repair.lossless_repair import quoted

#: What is looked for, and how it came about. Two signs of lost bytes, six bytes, make three characters.
_SIGNS = (
    (re.compile("(?:锟斤拷)+(?:锟斤|锟\ufffd|锟)?|斤拷(?:锟斤拷)+"), "signs of lost bytes read as gb18030"),
    (re.compile("烫{3,}|屯{3,}"), "memory without text read as gb18030"),
)
_ANY = re.compile("锟斤拷|烫烫烫|屯屯屯")
RARE = "锟烫屯"  # to look for a character by itself takes a tenth of the time
#: How sure it is that nobody wrote this on purpose.
_SURE = 0.95


#: A question mark within a word, or at the beginning of one, and whole words of them.
_IN_A_WORD = re.compile(
    r"(?<![\w?/&=.])[A-Za-z]*(?:(?<=[A-Za-z])\?+(?=[a-z])|(?<![\w?])\?{1,2}(?=[a-z]))[A-Za-z?]*"
)
_WORDS = re.compile(r"(?<!\S)\?{2,}(?=[\s,.:;!]|$)")
_ONE = re.compile(r"\?+")
#: So many such words, each once, leave no doubt; of words that are nothing else so many more, not all alike.
_FEW, _MANY = 3, 4
_QUESTIONS = "letters replaced by question marks"
_BEFORE = re.compile(r"\?[a-z]")
_LETTER_LIKE = re.compile(r"\?[a-z?]")
_ADDRESS = re.compile("://|www\\.")


def known_damage(text: str) -> list[RepairStep]:
    """A mark for each of these signs in a text, in order; what is quoted is talked about, not damage."""
    found = list(_question_marks(text)) if _LETTER_LIKE.search(text) else []
    if any(sign in text for sign in RARE) and _ANY.search(text):
        found += [
            _mark(text, m.start(), m.end(), reason)
            for pattern, reason in _SIGNS
            for m in pattern.finditer(text)
            if not quoted(text, m.start(), m.end())
        ]
    return sorted(found, key=lambda step: step.start)


def nothing_left(step: RepairStep) -> RepairStep:
    """The step, or the mark in its place where all it brings back are signs of lost bytes."""
    if step.kind == "damage" or not step.after or step.after.strip(MARKERS) or step.before == step.after:
        return step
    reason = f"signs of lost bytes, {step.reason}, not repaired"
    return replace(step, after=step.before, kind="damage", reason=reason, confidence=_SURE, alternatives=())


def _question_marks(text: str) -> Iterator[RepairStep]:
    """Marks for the question marks of lines in which they stand for letters."""
    at = 0
    while match := _LETTER_LIKE.search(text, at):
        start = text.rfind("\n", 0, match.start()) + 1
        at = text.find("\n", match.end())
        at = at if at >= 0 else len(text)
        line = text[start:at]
        if _may_hold(line) and not _ADDRESS.search(line):
            yield from (_mark(text, start + a, start + b, _QUESTIONS) for a, b in _for_letters(line))


def _may_hold(line: str) -> bool:
    """Whether a line may have so many such words: a look that is cheaper than finding them."""
    return line.count("?") >= _FEW and (len(_BEFORE.findall(line)) >= _FEW or line.count("??") >= _MANY)


def _for_letters(line: str) -> list[tuple[int, int]]:
    words = [m.span() for m in _IN_A_WORD.finditer(line)]
    whole = [m.span() for m in _WORDS.finditer(line)]
    lengths = {end - start for start, end in whole}
    if len({line[slice(*span)] for span in words}) < _FEW and (len(whole) < _MANY or len(lengths) < _FEW):
        return []
    return sorted(m.span() for span in (*words, *whole) for m in _ONE.finditer(line, *span))


def _mark(text: str, start: int, end: int, reason: str) -> RepairStep:
    before = text[start:end]
    return RepairStep(start, end, before, before, "damage", f"{reason}, not repaired", _SURE)
