"""The command ``annotator agreement``: figures of agreement, from one project or several packets."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from annotator.analysis.agreement import Agreement
from annotator.cli import exit_status
from annotator.cli.output_language import counted
from annotator.cli.terminal import print_json, printable
from annotator.errors import UserError
from annotator.exporters.json_writer import PROGRAM
from annotator.reliability import FacetAgreement, Part, compare
from annotator.store import Project


def measure(paths: Sequence[Path], facets: Sequence[str], people: Sequence[str], *, as_json: bool) -> int:
    """Measure agreement in projects as if they were one, without merging them.

    Raises UserError where a project cannot be read, a person or facet is not there, or fewer
    than two annotators answered.
    """
    with contextlib.ExitStack() as stack:
        projects = [stack.enter_context(Project.open(path, read_only=True)) for path in paths]
        found = compare(projects, facets, annotator_keys(projects, people))
    if as_json:
        print_json(
            {
                "program": PROGRAM,
                "projects": [printable(path) for path in paths],
                "facets": [msgspec.to_builtins(facet) for facet in found],
            }
        )
        return exit_status.DONE
    for facet in found:
        _print_facet(facet)
    return exit_status.DONE


def annotator_keys(projects: Sequence[Project], names: Sequence[str]) -> tuple[str, ...]:
    """The keys of annotators by key or name. Raises UserError for a name that nobody has."""
    people = {one.key: one for project in projects for one in project.people.all()}
    keys = []
    for name in names:
        same = [key for key, one in people.items() if name in (key, one.name)]
        if not same:
            known = ", ".join(sorted(one.name for one in people.values()))
            raise UserError("There is no annotator {name}", "", "Choose from {known}", name=name, known=known)
        keys += same
    return tuple(keys)


def _print_facet(facet: FacetAgreement) -> None:
    people = ", ".join(facet.annotators)
    click.echo(f"{facet.name}: {counted(facet.units, facet.unit)}, annotated by {people or 'nobody'}")
    if facet.replaced:
        click.echo(f"  {counted(facet.replaced, 'answer')} gave way to a later one of the same annotator")
    warned: dict[str, None] = {}
    for part in facet.parts:
        _print_part(part)
        if part.by in ("all", "label"):
            warned.update(dict.fromkeys(f"{part.name or 'all'}: {one}" for one in _warnings(part)))
    for pair in facet.spans:
        exact, overlap = (
            "undefined, because neither marked a span" if value is None else f"{value:.3f}"
            for value in (pair.exact, pair.overlap)
        )
        click.echo(f"  spans of {' and '.join(pair.annotators)} ({pair.first:,} and {pair.second:,})")
        click.echo(f"    F1 of equal spans    {exact}\n    F1 of overlapping spans    {overlap}")
    for warning in warned:
        click.echo(f"  note: {warning}")


def _print_part(part: Part) -> None:
    click.echo(f"  {part.by} {part.name}".rstrip())
    for found in part.agreements:
        name = found.name if found.distance == "nominal" else f"{found.name}, {found.distance}"
        click.echo(f"    {name:<44}{_said(found)}")


def _said(found: Agreement) -> str:
    if found.value is None:
        return f"undefined, because {found.undefined.sentence if found.undefined else ''}"
    if found.interval is None:
        why = found.no_interval.code.replace("_", " ") if found.no_interval else ""
        bounds = f"(no interval: {why})"
    else:
        bounds = f"[{found.interval.low:.3f}, {found.interval.high:.3f}]"
    return (
        f"{found.value:6.3f}  {bounds:<22} n = {found.pairable:,} in {counted(found.dialogues, 'dialogue')}"
    )


def _warnings(part: Part) -> dict[str, None]:
    return dict.fromkeys(warning.sentence for found in part.agreements for warning in found.warnings)
