"""Asks for known weaknesses of what is bundled: pip-audit over the locked lists.

    ./dev audit           # where nobody can be asked, that is said, and is no failure: for CI without network
    ./dev audit --must    # for a release: every package has to have been asked for

pip-audit itself says "no known vulnerabilities" where its service answers for no package, as a mirror of the
package index does. Here only packages that were asked for count. The exceptions are those of
docs/releasing.md. Exit status: 0 nothing known, or skipped; 1 a weakness, or with ``--must`` a package that
nobody could be asked about.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements/run.txt", "requirements/bundle.txt")
TOOL = "pip-audit@2.10.1"
_LONGEST = 120  # seconds for a list
_EXCEPTION = re.compile(r"^\|\s*((?:CVE|GHSA|PYSEC|OSV)-[\w-]+)\s*\|", re.MULTILINE)


@dataclass
class Answer:
    """What came of a list: packages that were asked for, those that were not, and weaknesses, a line each."""

    asked: int = 0
    passed_over: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    trouble: str = ""


def exceptions(page: str) -> list[str]:
    """The ids in the table of exceptions of docs/releasing.md."""
    return _EXCEPTION.findall(page.partition("## Exceptions of pip-audit")[2].partition("\n## ")[0])


def command(requirements: str, ignored: Sequence[str]) -> list[str]:
    """The line that audits a list."""
    uvx = Path(sys.executable).with_name("uvx")
    line = [str(uvx), TOOL, "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    line += ["--timeout", "10", "--format", "json", "-r", requirements]
    return line + [part for one in ignored for part in ("--ignore-vuln", one)]


def run(line: list[str]) -> tuple[str, str]:
    """What a command writes to both streams; a command that does not end says so on the second."""
    try:
        ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=_LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    return ended.stdout, ended.stderr


def read(out: str, err: str) -> Answer:
    """What pip-audit said of a list."""
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError):
        lines = [line for line in err.splitlines() if line.strip()]
        return Answer(trouble=lines[-1].strip() if lines else "it said nothing")
    found = Answer()
    for one in packages:
        if "skip_reason" in one:
            found.passed_over.append(one["name"])
            continue
        found.asked += 1
        found.weak += (
            f"{one['name']} {one['version']}: {weakness['id']}, mended in "
            f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
            for weakness in one["vulns"]
        )
    return found


def main(arguments: Sequence[str], ask: Callable[[list[str]], tuple[str, str]] = run) -> int:
    """Audit every list and say what came out."""
    must = "--must" in arguments
    ignored = exceptions((ROOT / "docs" / "releasing.md").read_text(encoding="utf-8"))
    status = 0
    for requirements in LISTS:
        found = read(*ask(command(requirements, ignored)))
        if not found.asked:
            why = found.trouble or f"the service knows none of the {len(found.passed_over)} packages"
            print(f"{requirements}: SKIPPED, the service for weaknesses was not reached: {why}")
            status |= must
            continue
        print(f"{requirements}: {found.asked} packages asked for, {len(found.weak)} weaknesses")
        for line in found.weak:
            print(f"  {line}")
        if found.passed_over:
            print(f"  nothing is known of {', '.join(found.passed_over)}")
        status |= bool(found.weak) or (must and bool(found.passed_over))
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
