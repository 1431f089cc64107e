"""Prints the code-switching figures of the sample transcripts as the table of ``docs/language.md``.

Run as ``python -m tests.language.samples``.
"""

from __future__ import annotations

import sys

from annotator.core.resources import samples
from annotator.language.switching_measures import Value
from annotator.language.switching_report import GroupMeasures, report
from annotator.pipeline.import_files import prepare

HEAD = (
    "| sample | turns | mixed | words | CMI 2014 | CMI 2016 | Cc | Cc, mixed only | M | I | entropy "
    "| span entropy | burstiness | memory | switches inside | between |"
)


def row(name: str, own: GroupMeasures) -> str:
    values: tuple[Value, ...] = (
        own.mean_cmi_2014,
        own.mean_cmi_2016,
        own.corpus_cmi,
        own.corpus_cmi_mixed_delta,
        own.m_index,
        own.i_index,
        own.language_entropy,
        own.span_entropy,
        own.burstiness,
        own.memory,
    )
    cells = [
        name,
        own.turns,
        own.mixed_turns,
        ", ".join(f"{language} {count}" for language, count in own.words),
        *("undefined" if one.value is None else f"{one.value:.3g}" for one in values),
        own.switch_points,
        own.boundary_switches,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    turns = []
    for path in samples():
        for dialogue in prepare(path.name, path.read_bytes()).dialogues:
            turns += [(path.name[:3], turn.speaker, turn.text) for turn in dialogue.turns if turn.speaker]
    found = report(turns)
    rows = [row("all", found.project), *(row(one.key, one.measures) for one in found.dialogues)]
    sys.stdout.write("\n".join([HEAD, "|---" * 16 + "|", *rows, f"Segmenter: {found.segmenter}"]) + "\n")


if __name__ == "__main__":
    main()
