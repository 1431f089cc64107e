"""Whether an installed program makes of the samples what the source makes of them.

    python3 packaging/compare_samples.py make RESULTS COMMAND…     # what a program makes of them
    python3 packaging/compare_samples.py check RESULTS COMMAND…    # does another one make the same?

Options stand before RESULTS.

COMMAND starts the program: ``/usr/bin/annotator``, or ``python -m annotator`` in a checkout. It imports the
samples, exports the project, repairs the files, and tells languages of one script apart. What is
compared is the whole export but for random keys and times, every byte of the repaired files, and all figures
about languages. How far repaired samples are from texts that a person proofread is said as well.

Needs the standard library alone: it runs in the bare systems that packages are tried in, too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Fields of an export that differ each time: random keys, the time of the import, and who did it.
EACH_TIME = (("annotators", "key"), ("annotators", "name"), ("sources", "imported_at"), ("project", "key"))
# Languages of one script, which only the detector with its model of 4 MB can tell apart.
LANGUAGES = "fr,de,es"
SENTENCES = (
    "[A]: Je pense que nous devrions parler de la maison demain matin.\n"
    "[B]: Ich glaube nicht, dass wir morgen genug Zeit haben werden.\n"
    "[A]: Entonces hablamos de todo eso la semana que viene, cuando quieras.\n"
)


class WrongError(Exception):
    """Something that a program does not do as it should; the sentence says what."""


def run(command: list[str], *words: object, home: Path) -> str:
    """Run the program to its end and return what it printed. Raises WrongError where it did not succeed."""
    environment = {**os.environ, "ANNOTATOR_HOME": str(home)}
    line = [*command, *map(str, words)]
    done = subprocess.run(
        line, capture_output=True, env=environment, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode or done.stderr.strip():
        raise WrongError(f"{' '.join(line[-5:])} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def make(command: list[str], samples: Path, results: Path) -> None:
    """Let a program do everything with the samples; ``results`` holds what it made."""
    results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        project = Path(folder) / "samples.dap"
        said = json.loads(run(command, "import", project, samples, "--json", home=home))
        if said["failed"] or said["problems"]:
            raise WrongError(f"the import reports {said['failed'] + said['problems']}")
        run(command, "check", project, home=home)
        run(command, "export", project, Path(folder) / "export.json", home=home)
        export = without_each_time(json.loads((Path(folder) / "export.json").read_bytes()))
        write(results / "export.json", export)
        run(command, "repair", samples, "--out", results / "repaired", "--force", home=home)
        sentences = Path(folder) / "sentences.txt"
        sentences.write_text(SENTENCES, encoding="utf-8")
        figures = run(command, "language", sentences, "--languages", LANGUAGES, "--json", home=home)
        write(results / "languages.json", json.loads(figures.replace(json.dumps(folder)[1:-1], "")))


def write(file: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")


def without_each_time(export: Any) -> Any:
    """An export without what differs each time that the same is imported."""
    for part, field in EACH_TIME:
        rows = export[part] if isinstance(export[part], list) else [export[part]]
        for row in rows:
            del row[field]
    return export


def differences(wanted: Any, got: Any, place: str = "") -> list[str]:
    """A line for each place where two JSON values are not the same."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        names = sorted(wanted.keys() | got.keys())
        return [
            line for name in names for line in differences(wanted.get(name), got.get(name), f"{place}/{name}")
        ]
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        rows = enumerate(zip(wanted, got, strict=True))
        return [line for at, (one, other) in rows for line in differences(one, other, f"{place}/{at}")]
    return [] if wanted == got else [f"{place}: {str(got)[:80]!r} and not {str(wanted)[:80]!r}"]


def compared(wanted: Path, got: Path) -> tuple[list[str], list[str]]:
    """The samples that came out the same, by their numbers, and a line for each difference."""
    same: list[str] = []
    wrong: list[str] = []
    exports = [json.loads((folder / "export.json").read_bytes()) for folder in (wanted, got)]
    wrong += differences(*({**export, "dialogues": []} for export in exports))
    for one, other in zip(*(export["dialogues"] for export in exports), strict=True):
        found = differences(one, other, one["title"][:3])
        name = next(file.name for file in (wanted / "repaired").iterdir() if file.stem == one["title"])
        again = got / "repaired" / name
        if not again.is_file() or again.read_bytes() != (wanted / "repaired" / name).read_bytes():
            found.append(f"{name}: the repaired file is another one")
        wrong += found
        same += [] if found else [one["title"][:3]]
    figures = [json.loads((folder / "languages.json").read_bytes()) for folder in (wanted, got)]
    return same, wrong + differences(*figures, "languages")


def from_proofread(got: Path, golden: Path) -> list[str]:
    """How many characters of the repaired samples are other than in texts that a person proofread."""
    lines = []
    for text in sorted(golden.glob("*.txt")):
        wanted = text.read_bytes().decode()
        repaired = next((got / "repaired").glob(f"{text.stem}*")).read_bytes().decode()
        if len(repaired) != len(wanted):
            raise WrongError(f"{text.stem} has {len(repaired)} characters, as proofread {len(wanted)}")
        other = sum(one != two for one, two in zip(repaired, wanted, strict=True))
        lines.append(f"{text.stem}: {other} of {len(wanted):,} characters other than as proofread")
    return lines


def check(command: list[str], samples: Path, results: Path, golden: Path) -> None:
    """Say how a program's results compare with others. Raises WrongError where they are not the same."""
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder)
        make(command, samples, again)
        same, wrong = compared(results, again)
        print(f"{len(same)} of {len(list(samples.glob('*.txt')))} samples equal: {', '.join(same)}")
        for line in from_proofread(again, golden):
            print(line)
    if wrong:
        raise WrongError("\n".join(wrong[:20]))
    print(f"languages told apart: {LANGUAGES}, as by the source")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["make", "check"])
    parser.add_argument("results", type=Path)
    parser.add_argument("--samples", type=Path, default=ROOT / "seeds")
    parser.add_argument("--golden", type=Path, default=ROOT / "tests" / "repair" / "golden")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    try:
        if given.verb == "make":
            make(given.command, given.samples, given.results)
        else:
            check(given.command, given.samples, given.results, given.golden)
    except (WrongError, OSError) as error:
        sys.exit(f"FAILED: {error}")


if __name__ == "__main__":
    main()
