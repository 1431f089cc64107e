"""The command ``annotator agreement``: figures of agreement, from one project or several packets."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import click

from annotator.analysis.agreement import Agreement, AgreementRemark
from annotator.cli import exit_status
from annotator.cli.output_language import counted, from_to, listed, number, spoken, tr
from annotator.cli.terminal import aligned, print_json, printable
from annotator.cli.waiting_languages import say_waiting
from annotator.errors import Sentence, UserError
from annotator.exporters.json_writer import PROGRAM
from annotator.reliability import AgreementPart, FacetAgreement, TurnAgreement, compare, turn_agreements
from annotator.reliability.agreement_words import DISTANCE_NAMES, MEASURE_NAMES, REMARKS
from annotator.reliability.figures_of_agreement import AgreementFigure
from annotator.store import Project


def measure(paths: Sequence[Path], facets: Sequence[str], people: Sequence[str], *, as_json: bool) -> int:
    """Measure agreement in projects as if they were one, without merging them.

    Raises UserError where a project cannot be read, a person or facet is not there, or fewer
    than two annotators answered.
    """
    with contextlib.ExitStack() as stack:
        projects = [stack.enter_context(Project.open(path, read_only=True)) for path in paths]
        say_waiting(projects)
        keys = annotator_keys(projects, people)
        turns = () if facets else turn_agreements(projects, keys)
        found = compare(projects, facets, keys, needed=not turns)
    if as_json:
        print_json(
            {
                "program": PROGRAM,
                "projects": [printable(path) for path in paths],
                "facets": list(found),
                "turns": list(turns),
            }
        )
        return exit_status.DONE
    for facet in found:
        _print_facet(facet)
    if turns:
        _print_turns(turns)
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


_PARTS = {
    "all": Sentence("all"),
    "label": Sentence("label {name}"),
    "pair": Sentence("pair {name}"),
    "annotator": Sentence("annotator {name}"),
    "speaker": Sentence("speaker {name}"),
    "target": Sentence("target {name}"),
    "context": Sentence("context {name}"),
}


def _print_facet(facet: FacetAgreement) -> None:
    people = ", ".join(facet.annotators) or Sentence("nobody")
    units = counted(facet.units, facet.unit)
    click.echo(tr("{facet}: {units}, annotated by {people}", facet=facet.name, units=units, people=people))
    if facet.replaced:
        answers = counted(facet.replaced, "answer")
        click.echo("  " + tr("{answers} gave way to a later one of the same annotator", answers=answers))
    warned: dict[str, None] = {}
    for part in facet.parts:
        _print_part(part)
        if part.by in ("all", "label"):
            where = part.name or spoken(_PARTS["all"])
            warned.update(dict.fromkeys(f"{where}: {one}" for one in _warnings(part)))
    for spans in facet.spans:
        who = ", ".join(spans.annotators) + (f": {spans.label}" if spans.label else "")
        n = " + ".join(map(number, spans.spans))
        _print_figures(tr("spans of {who}", who=who), spans.figures, n, spans.dialogues)
    for segments in facet.segments:
        who = ", ".join(segments.annotators)
        about = tr("boundaries of {who}", who=who)
        _print_figures(about, segments.figures, number(segments.turns), segments.dialogues)
    for warning in warned:
        click.echo("  " + tr("note: {warning}", warning=warning))


def _print_turns(turns: Sequence[TurnAgreement]) -> None:
    click.echo(tr("where turns begin and end, of what somebody split, joined or took out"))
    for each in turns:
        about = ", ".join(each.annotators)
        if each.untouched:
            dialogues = counted(each.untouched, "dialogue")
            about = tr("{people} ({dialogues} left as they came)", people=about, dialogues=dialogues)
        _print_figures(about, each.figures, " + ".join(map(number, each.turns)), each.dialogues)


def _print_part(part: AgreementPart) -> None:
    template = str(_PARTS.get(part.by, f"{part.by} {{name}}"))
    click.echo("  " + tr(template, name=Sentence(part.name) if part.by == "context" else part.name).rstrip())
    for found in part.agreements:
        name = spoken(found.name)
        name = name if found.distance == "nominal" else listed((name, DISTANCE_NAMES[found.distance]))
        click.echo(f"    {aligned(name, 44)}{_said(found)}")


def _print_figures(about: str, figures: Sequence[AgreementFigure], n: str, dialogues: int) -> None:
    click.echo(f"  {about}")
    for one in figures:
        name = aligned(spoken(MEASURE_NAMES[one.measure]), 44)
        if one.value is None:
            why = said_of(one.undefined) if one.undefined else ""
            click.echo(f"    {name}" + tr("undefined, because {why}", why=why))
            continue
        bounds = from_to(one.interval.low, one.interval.high) if one.interval else ""
        if one.no_interval:
            why = said_of(one.no_interval, one.no_interval.code.replace("_", " "))
            bounds = "(" + tr("no interval: {why}", why=why) + ")"
        units = tr("n = {n} in {dialogues}", n=n, dialogues=counted(dialogues, "dialogue"))
        click.echo(f"    {name}{number(one.value, '6.3f')}  {aligned(bounds, 22)} {units}")


def _said(found: Agreement) -> str:
    if found.value is None:
        return tr("undefined, because {why}", why=said_of(found.undefined) if found.undefined else "")
    if found.interval is None:
        why = (
            said_of(found.no_interval, found.no_interval.code.replace("_", " ")) if found.no_interval else ""
        )
        bounds = "(" + tr("no interval: {why}", why=why) + ")"
    else:
        bounds = from_to(found.interval.low, found.interval.high)
    units = tr("n = {n:,} in {dialogues}", n=found.pairable, dialogues=counted(found.dialogues, "dialogue"))
    return f"{number(found.value, '6.3f')}  {aligned(bounds, 22)} {units}"


def _warnings(part: AgreementPart) -> dict[str, None]:
    return dict.fromkeys(said_of(warning) for found in part.agreements for warning in found.warnings)


def said_of(remark: AgreementRemark, english: str = "") -> str:
    """A remark in the language of the terminal, with its figures where that sentence is translated, else in a
    few words; ``english`` are those of English."""
    sentence, short = spoken(remark.sentence), REMARKS.get(remark.code)
    words = spoken(short) if short is not None else ""
    if words and words != short:  # another language
        return words if english or sentence == remark.sentence else sentence
    return english or sentence
