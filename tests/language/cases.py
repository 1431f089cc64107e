"""Reads the hand-made test sets, and scores the finder on them.

``python -m tests.language.cases`` prints the accuracy tables of ``docs/language.md``.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.language import LanguageOptions, detect, spans
from annotator.language.han import han_script

DATA = Path(__file__).parent / "data"
HALVES = ("tune", "test")
MARKED = re.compile(r"\{(\w+):(.*?)\}")

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Case:
    """A turn with what a person says about it; ``script`` is "-" where the set does not say."""

    kind: str
    text: str
    spans: tuple[Span, ...]
    primary: str
    matrix: str | None
    script: str | None
    options: LanguageOptions


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """``{zh:你好} {en:you}`` as text and its spans."""
    text, found, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        found.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], tuple(found)


def mixed_cases(half: str) -> list[Case]:
    cases = []
    for one in load("mixed")[half]:
        text, gold = unmark(one["text"])
        languages = {language for _, _, language in gold}
        only = next(iter(languages)) if len(languages) == 1 else "mixed"
        cases.append(
            Case(
                kind=one["kind"],
                text=text,
                spans=gold,
                primary=one.get("primary", only),
                matrix=one.get("matrix"),
                script=one.get("script", "-"),
                options=LanguageOptions(names=tuple(one.get("names", ()))),
            )
        )
    return cases


def found_spans(case: Case) -> tuple[Span, ...]:
    return tuple(
        (one.start, one.end, one.language) for one in spans(case.text, case.options) if not one.neutral
    )


def span_f1(cases: list[Case]) -> float:
    gold = [(i, *span) for i, case in enumerate(cases) for span in case.spans]
    found = [(i, *span) for i, case in enumerate(cases) for span in found_spans(case)]
    return 2 * len(set(gold) & set(found)) / (len(gold) + len(found))


def share(answers: list[bool]) -> float:
    return sum(answers) / len(answers)


def tag_accuracy(cases: list[Case]) -> float:
    return share([detect(case.text, case.options).primary == case.primary for case in cases])


def matrix_accuracy(cases: list[Case]) -> float:
    return share([detect(one.text, one.options).matrix == one.matrix for one in cases if one.matrix])


def macro_accuracy(half: str, languages: tuple[str, ...]) -> float:
    """Mean over languages of the share of strings found to be in theirs, all of them declared."""
    data = load("declared")[half]
    options = LanguageOptions(languages=languages)
    return sum(
        share([detect(text, options).primary == language for text in data[language]])
        for language in languages
    ) / len(languages)


def latin_languages() -> tuple[str, ...]:
    return tuple(load("declared")["latin"])


def all_languages() -> tuple[str, ...]:
    return tuple(load("declared")["test"])


def han_counts(half: str) -> tuple[int, int, int]:
    """How many strings are told rightly, left open although they could be told, told wrongly."""
    right = left_open = wrong = 0
    for expected, texts in load("han")[half].items():
        for text in texts:
            found = han_script(text)
            right += str(found) == expected or (found is None and expected == "null")
            left_open += found is None and expected != "null"
            wrong += found is not None and str(found) != expected
    return right, left_open, wrong


def main() -> None:
    write = sys.stdout.write
    for half in HALVES:
        cases = mixed_cases(half)
        write(f"{half}: {len(cases)} turns, {sum(len(one.spans) for one in cases)} spans\n")
        write(f"  span F1 {span_f1(cases):.4f}, turn tag {tag_accuracy(cases):.4f}, ")
        write(f"matrix language {matrix_accuracy(cases):.4f}\n")
        write("  Simplified or Traditional: {} right, {} left open, {} wrong\n".format(*han_counts(half)))
        for name, languages in (("17 Latin", latin_languages()), ("all 26", all_languages())):
            write(f"  {name} languages declared: macro accuracy {macro_accuracy(half, languages):.4f}\n")


if __name__ == "__main__":
    main()
