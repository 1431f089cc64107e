"""All pictures of studies that are hard to draw, on sheets to look at, as the window draws them.

.venv/bin/python -m tests.pictures.sheets FOLDER [CASE…] [--style light|dark|print] [--language zh_CN]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from annotator import codebooks, pictures
from annotator.errors import UserError
from annotator.model import Label, PreparedDialogue, PreparedSource, Tag
from annotator.pictures import PICTURES, STYLES, Asked, Drawn, draw, pixels_of
from annotator.store import Project
from annotator.ui.texts import translation
from annotator.ui.texts.error_texts import in_words
from tests.pictures.building import ADA, BEGUN, BEN, CYD, sources, tag_study, turn_of
from tests.store.building import fill, source_of

_ACROSS, _DOWN = 3, 3
_SIZE = (6.6, 4.2)  # inches
_DPI = 96
_PEOPLE = (ADA, BEN, CYD)


def _right_to_left() -> list[PreparedSource]:
    texts = (
        "أعتقد أن الآلة تستطيع الرسم.",
        "אני חושב that it can paint.",
        "I think so.",
        "هذا ليس فنا at all!",
    )
    return [
        source_of(
            f"محادثة {number}.txt",
            (
                PreparedDialogue(
                    f"محادثة {number}",
                    tuple(
                        turn_of(("סופר", "كاتب")[at % 2], texts[(at * 7 + number) % 4], at=10.0 * at)
                        for at in range(20)
                    ),
                    rule="brackets",
                ),
            ),
        )
        for number in range(6)
    ]


def _many_labels(project: Project) -> None:
    turns = [(one, turn) for one in project.dialogues.ids() for turn in project.turns.ids(one)]
    project.tags.take_in(
        [
            Tag(
                f"{number:08}-{shift:04}-4000-8000-{who.key[:12]}",
                *turns[(number * shift + shift) % len(turns)],
                "topic", f"topic.{number}", who.key, at=f"{BEGUN:%Y-%m-%dT%H:%M:%SZ}",
            )
            for number in range(500) for shift, who in ((1, ADA), (3, ADA), (1, BEN))
        ]
    )  # fmt: skip


CASES: dict[str, Callable[[], Sequence[PreparedSource]]] = {
    "plain": sources,
    "one-speaker": lambda: sources(speakers=("A",)),
    "no-times": lambda: sources(timed=False, speakers=("", "B")),
    "one-turn": lambda: sources(1, 1),
    "500-labels": lambda: sources(4, 50),
    "10000-turns": lambda: sources(2, 10_000),
    "right-to-left": _right_to_left,
    "many-speakers": lambda: sources(4, 60, speakers=[f"讲者 Speaker number {at}" for at in range(30)]),
}


def study(case: str, path: Path, language: str) -> Project:
    """The study of a case, tagged, open."""
    book = codebooks.starter("default", language)
    if case == "500-labels":
        many = tuple(Label(f"topic.{number}", "topic", f"topic {number} 话题") for number in range(500))
        facets = tuple(replace(one, labels=many) if one.key == "topic" else one for one in book.facets)
        book = replace(book, facets=facets)
    if case == "right-to-left":
        facets = tuple(
            replace(one, labels=tuple(replace(label, name=f"موقف {label.name}") for label in one.labels))
            for one in book.facets
        )
        book = replace(book, facets=facets)
    project = Project.create(path, codebook=book, annotator=ADA, name=case)
    fill(project, CASES[case]())
    for who in (BEN, CYD):
        project.people.add(who)
    _many_labels(project) if case == "500-labels" else tag_study(project, annotators=_PEOPLE)
    return project


def drawn(project: Project, case: str, style: pictures.Style) -> list[tuple[str, Drawn | str]]:
    """Each picture by its name, or why there is none."""
    found: list[tuple[str, Drawn | str]] = []
    for picture in PICTURES:
        facet = "topic" if case == "500-labels" and "facet" in picture.choices else ""
        try:
            data = pictures.gather(project, picture.name, Asked(facet=facet))
            found.append((picture.name, draw(picture.name, data, style, _SIZE)))
        except UserError as error:
            found.append((picture.name, str(error)))
    return found


def sheets(folder: Path, case: str, style: pictures.Style, language: str) -> None:
    """Write the sheets of a case, and say the captions."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - comes with matplotlib

    with (
        tempfile.TemporaryDirectory() as place,
        study(case, Path(place) / "study.dap", language) as project,
    ):
        found = drawn(project, case, style)
    width, height = (round(inches * _DPI) for inches in _SIZE)
    each = _ACROSS * _DOWN
    for first in range(0, len(found), each):
        sheet = Image.new("RGB", (_ACROSS * (width + 4), _DOWN * (height + 4)), "#888888")
        for place_, (name, one) in enumerate(found[first : first + each]):
            at = (place_ % _ACROSS * (width + 4), place_ // _ACROSS * (height + 4))
            if isinstance(one, str):
                ImageDraw.Draw(sheet).text((at[0] + 10, at[1] + 10), f"{name}: {one}"[:90], fill="white")
                continue
            data, wide, high, _ = pixels_of(one, _DPI)
            image = Image.frombytes("RGBA", (wide, high), data)
            image.thumbnail((width, height))  # some are as high as their rows
            sheet.paste(image, at)
        path = folder / f"{case}-{style.name}-{language}-{first // each + 1}.png"
        sheet.save(path)
        sys.stdout.write(f"{path}\n")
    for name, one in found:
        sys.stdout.write(f"  {name}: {one if isinstance(one, str) else one.caption}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the sheets that were asked for."""
    parser = argparse.ArgumentParser(description="Pictures of studies that are hard to draw, on sheets.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--style", choices=list(STYLES), default="light")
    parser.add_argument("--language", default="en")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    translation.speak(application, given.language)
    style = replace(STYLES[given.style], say=in_words)
    for case in given.cases or CASES:
        sheets(given.folder, case, style, given.language)


if __name__ == "__main__":
    main()
