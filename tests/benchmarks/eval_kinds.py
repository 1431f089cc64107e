"""Damages turns of talk in every way that reports know, alone and among clean ones, and counts what is right.

    python tests/benchmarks/eval_kinds.py [KIND ...] [--show] [--language LANGUAGE ...]

Each turn of ``tests/repair/kind_texts.py`` is damaged by itself and repaired alone, in capitals, as the
first, a middle and the last turn of an English talk, with all turns of its language among English ones, and
one among clean turns of its language. *Right*: the text is as it was written. *Doubt*: it is not, and all
that is wrong is less sure than the threshold. *Marked*: it stays and is marked. *Untouched*: it stays.
*Wrong*: something is wrong and sure. *Clean*: a turn that was never damaged was changed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model import Repair
from annotator.repair import RepairConfig, repair
from tests.benchmarks.eval_lossless import peer
from tests.repair.kind_texts import CLEAN, SIGNS, TURNS
from tests.repair.reports import damaged

THRESHOLD = RepairConfig().threshold
_ENGLISH = (
    "A: So where did you grow up, exactly?",
    "B: In a small town by the river, nothing special.",
    "A: And your parents, were they from there as well?",
    "B: My father was. My mother came later.",
    "A: Right. Did you speak more than one language at home?",
    "B: Two, sometimes three when my grandmother visited.",
    "A: Could you give me an example of a mixed sentence?",
    "B: Let me think about one.",
)
_WEST = "fr de es pt it ca nl da sv nb fi is"
_CENTRAL = "hu cs sk pl sl hr ro"
_BALTIC = "lt lv et"
_CYRILLIC = "ru uk bg sr"
#: Each kind: languages, and ways of damage as ``tests.repair.reports`` writes them.
KINDS: dict[str, tuple[str, str]] = {
    "utf8-1252-drop": (f"{_WEST} {_CENTRAL} {_BALTIC} en emoji tr", "utf-8>windows-1252/drop"),
    "utf8-1252": (f"{_WEST} {_CENTRAL} {_BALTIC} en emoji tr", "utf-8>windows-1252"),
    "utf8-1252-?": (f"{_WEST} {_CENTRAL} {_BALTIC} en emoji tr vi", "utf-8>windows-1252/?"),
    "utf8-1252-fffd": (f"{_WEST} {_CENTRAL} {_BALTIC} en emoji tr vi", "utf-8>windows-1252/fffd"),
    "utf8-1252-space": ("fr it pt ca es", "utf-8>windows-1252/space"),
    "utf8-latin1-drop": (f"{_WEST} en", "utf-8>latin-1/controls"),
    "utf8-1250-drop": (f"{_CENTRAL} de fr en", "utf-8>windows-1250/drop"),
    "utf8-1254-drop": (f"tr {_WEST} en zh ja ko ru el", "utf-8>windows-1254/drop"),
    "utf8-1257-drop": (f"{_BALTIC} de ru", "utf-8>windows-1257/drop"),
    "utf8-1251": (f"{_CYRILLIC} de fr en", "utf-8>windows-1251 utf-8>windows-1251/?"),
    "utf8-1253": ("el en de", "utf-8>windows-1253 utf-8>windows-1253/drop"),
    "utf8-dos": (f"{_WEST} {_CENTRAL} {_CYRILLIC} en el", "utf-8>cp850 utf-8>cp437 utf-8>cp866"),
    "utf8-koi8-mac": (f"fr de cs {_CYRILLIC} en el", "utf-8>koi8-r utf-8>mac-roman"),
    "utf8-drop-scripts": ("vi ru uk el he ar fa th hi ja ko zh zh-Hant", "utf-8>windows-1252/drop"),
    "utf8-scripts": ("vi ru uk el he ar fa th hi ja ko zh zh-Hant", "utf-8>windows-1252 utf-8>latin-1"),
    "double": (
        "fr de es cs pl ru en emoji zh",
        "utf-8>windows-1252|utf-8>windows-1252 utf-8>windows-1252/drop|utf-8>windows-1252/drop",
    ),
    "triple": ("fr de es en", "utf-8>windows-1252|utf-8>windows-1252|utf-8>windows-1252"),
    "cp932": ("ja zh", "utf-8>shift_jis utf-8>shift_jis/dot utf-8>shift_jis/?"),
    "gbk": ("zh zh-Hant ja", "utf-8>gb18030 utf-8>gb18030/?"),
    "gbk-signs": ("en fr de", "utf-8>gb18030/? utf-8>shift_jis/?"),
    "euc-kr": ("ko", "utf-8>euc_kr utf-8>euc_kr/?"),
    "legacy-eastern": (
        "zh zh-Hant ja ko",
        (
            "gb18030>windows-1252 gb18030>latin-1 big5>windows-1252 shift_jis>windows-1252 "
            "euc_kr>windows-1252 euc_kr>latin-1 euc_jp>latin-1"
        ),
    ),
    "cut": ("zh ja ko ru fr", "utf-8>windows-1252|cut"),
    "c1": ("en fr de", "windows-1252>latin-1"),
    "cyrillic-single": (
        _CYRILLIC,
        (
            "windows-1251>windows-1252 windows-1251>latin-1 koi8-r>windows-1252 cp866>windows-1252 "
            "windows-1251>koi8-r koi8-r>windows-1251 windows-1251>mac-roman windows-1251>cp866"
        ),
    ),
    "script-single": (
        "el he ar th",
        (
            "windows-1253>windows-1252 iso-8859-7>latin-1 windows-1255>windows-1252 windows-1255>latin-1 "
            "windows-1256>windows-1252 windows-874>windows-1252 windows-874>latin-1"
        ),
    ),
    "central-single": (_CENTRAL, "windows-1250>windows-1252 iso-8859-2>latin-1 windows-1250>windows-1254"),
    "baltic-single": (_BALTIC, "windows-1257>windows-1252"),
    "turkish-single": ("tr", "windows-1254>windows-1252 windows-1254>latin-1"),
    "dos-single": (
        "fr de es pt it da sv fi",
        (
            "cp850>windows-1252 cp437>windows-1252 mac-roman>windows-1252 windows-1252>mac-roman "
            "windows-1252>cp850 windows-1252>cp437"
        ),
    ),
    "json": (f"{_WEST} cs en emoji zh", "utf-8>latin-1|json"),
    "html": (f"{_WEST} cs en emoji", "utf-8>windows-1252|html utf-8>latin-1|html"),
    "clean": (" ".join(TURNS), "clean"),
}


#: A language and where a turn stands, how it was damaged, what was written, what was received.
_Case = tuple[str, str, str, str]


def cases(kind: str, languages: set[str]) -> Iterator[_Case]:
    """The cases of a kind, of those languages if any are given; none where a page cannot write a turn."""
    if kind == "signs":
        for right, bad in SIGNS:
            for how in ("utf-8>windows-1252/drop", "utf-8>windows-1252", "utf-8>windows-1254/drop"):
                yield from _placed("signs", how, right + bad, right + damaged(bad, how))
    elif kind == "odd":
        yield from _odd()
    else:
        of, hows = KINDS[kind]
        for language in of.split():
            for how in hows.split() if not languages or language in languages else ():
                yield from _of_language(language, how)


def _odd() -> Iterator[_Case]:
    for turn in CLEAN:
        yield from _placed("odd", "clean", turn, turn)
    for at in range(0, len(CLEAN), 12):
        turns = "\n".join(CLEAN[at : at + 12])
        mixed = "\n".join(f"{turn}\n{_ENGLISH[n % 8]}" for n, turn in enumerate(CLEAN[at : at + 12]))
        yield "odd together", "clean", turns, turns
        yield "odd mixed", "clean", mixed, mixed


def _of_language(language: str, how: str) -> Iterator[_Case]:
    turns = [(turn, _damaged(turn, how)) for turn in TURNS[language]]
    turns = [(turn, bad) for turn, bad in turns if bad and (bad != turn or how == "clean")]
    for at, (turn, bad) in enumerate(turns):
        yield from _placed(language, how, turn, bad)
        if turn.upper() != turn and (shouted := _damaged(turn.upper(), how)):
            yield f"{language} capitals", how, turn.upper(), shouted
        own = [f"B: {other}" for other in TURNS[language]]
        texts = ["\n".join([*own[at + 1 :], f"A: {one}", *own[:at]]) for one in (turn, bad)]
        yield f"{language} own", how, texts[0], texts[1]
    lines: tuple[list[str], list[str]] = ([], [])
    for number, pair in enumerate(turns):
        for side, of_side in enumerate(lines):
            of_side += [*_ENGLISH[number % 8 : number % 8 + 2], f"A: {pair[side]}"]
    if len(turns) > 1:
        yield f"{language} several", how, "\n".join(lines[0]), "\n".join(lines[1])


def _placed(language: str, how: str, turn: str, bad: str) -> Iterator[_Case]:
    yield f"{language} alone", how, turn, bad
    for name, at in (("first", 0), ("middle", 4), ("last", 8)):
        texts = ["\n".join([*_ENGLISH[:at], f"B: {one}", *_ENGLISH[at:]]) for one in (turn, bad)]
        yield f"{language} {name}", how, texts[0], texts[1]


def _damaged(text: str, how: str) -> str:
    for step in how.split("|"):
        try:
            text = damaged(text, step)
        except (KeyError, UnicodeError):
            return ""
    return text


def outcome(text: str, received: str, found: Repair) -> str:
    """What became of one text."""
    if found.text == text:
        return "right"
    written, lines, was = text.split("\n"), found.text.split("\n"), received.split("\n")
    if len(written) == len(lines) == len(was) and any(
        right == before != after for right, before, after in zip(written, was, lines, strict=True)
    ):
        return "clean"
    if found.text == received:
        return "marked" if found.steps else "untouched"
    return "wrong" if is_wrong_and_sure(text, found) else "doubt"


def _differing(text: str, written: str) -> list[tuple[int, int]]:
    """Where a text differs: character by character where both are as long, or else as they are aligned."""
    if len(text) == len(written):
        return [(at, at + 1) for at, (a, b) in enumerate(zip(text, written, strict=True)) if a != b]
    found = SequenceMatcher(None, text, written, autojunk=False).get_opcodes()
    return [(a, b) for what, a, b, _, _ in found if what != "equal"]


def is_wrong_and_sure(text: str, found: Repair) -> bool:
    """Whether a step that is at least as sure as the threshold made something that was not written."""
    differs = _differing(found.text, text)
    moved = 0
    for step in found.steps:
        start = step.start + moved
        end = start + len(step.after)
        moved += len(step.after) - len(step.before)
        meets = any((a < end and start < b) or (a == b and start < a < end) for a, b in differs)
        if meets and step.before != step.after and step.confidence >= THRESHOLD:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", default=[*KINDS, "signs", "odd"])
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print what is not right")
    given = parser.parse_args()
    names = ("right", "doubt", "marked", "untouched", "wrong", "clean")
    totals: Counter[str] = Counter()
    for kind in given.kinds:
        ours: Counter[str] = Counter()
        theirs: Counter[str] = Counter()
        for language, how, text, received in cases(kind, set(given.language)):
            found = repair(received, RepairConfig(joiners=False))
            is_ = outcome(text, received, found)
            ours[is_] += 1
            other = peer(received)
            theirs["right" if other == text else "untouched" if other == received else "wrong"] += 1
            if given.show and is_ != "right":
                for right, bad, got in zip(
                    text.split("\n"), received.split("\n"), found.text.split("\n"), strict=False
                ):
                    if got != right:
                        print(
                            f"  {is_}: {language}: {how}",
                            *(line[:110] for line in (bad, got, right)),
                            sep="\n    ",
                        )
        totals += ours
        print(
            f"{kind}: {sum(ours.values())}: "
            + ", ".join(f"{ours[name]} {name}" for name in names if ours[name])
            + f"; ftfy {theirs['right']} right, {theirs['wrong']} wrong",
            flush=True,
        )
    print(f"all: {sum(totals.values())}: " + ", ".join(f"{totals[n]} {n}" for n in names if totals[n]))


if __name__ == "__main__":
    main()
