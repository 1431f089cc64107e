"""What ``annotator turns`` and ``annotator speakers`` do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from annotator import importers
from annotator.cli import exit_status
from annotator.cli.current_person import person
from annotator.cli.output_files import output_file
from annotator.cli.output_language import counted, listed, spoken, tr
from annotator.cli.terminal import is_stream, print_json, printable, raise_first, say_done
from annotator.errors import UserError
from annotator.exchange.speakers_from_table import import_speakers
from annotator.exporters.csv_writer import safe
from annotator.importers import MarkerRule
from annotator.model import Changes, Dialogue, Remark
from annotator.pipeline.language_findings import follow_study
from annotator.pipeline.read_again import ReadingPlan, can_be_read_again, read_by, take_over
from annotator.store import Project
from annotator.store.speakers import words


@dataclass(frozen=True, slots=True)
class Again:
    """How dialogues are read again: the rule (None for the best one), answers, and what may be done."""

    rule: MarkerRule | None
    answers: Mapping[str, str]
    drop: bool
    dry_run: bool


# --- turns --------------------------------------------------------------------------------------


def read_again(path: Path, names: Sequence[str], how: Again, *, as_json: bool) -> int:
    """Divide dialogues into turns anew; all that can be, where none is named.

    Those that cannot be are reported, the others go on. Raises UserError at the end where there were such,
    and before anything is changed where tags would go that may not.
    """
    with Project.open(path, annotator=person(), read_only=how.dry_run) as project:
        wanted = _dialogues(project, names)
        if not names:
            wanted = [one for one in wanted if can_be_read_again(one)]
        plans: list[tuple[Dialogue, ReadingPlan]] = []
        failed: list[tuple[str, UserError]] = []
        for one in wanted:
            try:
                plans.append((one, read_by(project, one.id, how.rule, how.answers or None)))
            except UserError as error:
                failed.append((one.title, error))
        losing = sum(plan.reading.lost for _, plan in plans)
        if losing and not (how.drop or how.dry_run):
            raise UserError(
                "{tags} would have no place any more",
                "",
                "Say --drop to let them go, or look with --dry-run first",
                tags=counted(losing, "tag"),
            )
        for _, plan in plans:
            if plan.reading.changes and not how.dry_run:
                take_over(project, plan, drop=how.drop)
    told = [_plan_told(one, plan) for one, plan in plans]
    if as_json:
        errors = [{"dialogue": printable(name), "error": str(error)} for name, error in failed]
        print_json(
            {"project": printable(path), "changed": not how.dry_run, "dialogues": told, "failed": errors}
        )
    else:
        for one, plan in plans:
            after = counted(len(plan.reading.turns), "turn")
            lost = counted(plan.reading.lost, "tag")
            say_done(
                tr(
                    "{dialogue}: {turns}, before {before:,}; {tags} without a place",
                    dialogue=one.title, turns=after, before=plan.reading.before, tags=lost,
                )
            )  # fmt: skip
            for question in plan.questions:
                exit_status.say(f"{one.title}: {importers.question_text(question, spoken)}?")
    raise_first(failed, "read again")
    return exit_status.DONE


def _plan_told(one: Dialogue, plan: ReadingPlan) -> dict[str, object]:
    reading = plan.reading
    return {
        "title": printable(one.title),
        "key": one.key,
        "rule": plan.rule,
        "changes": reading.changes,
        "before": reading.before,
        "turns": len(reading.turns),
        "speakers": list(dict.fromkeys(turn.speaker for turn in reading.turns)),
        "lost": reading.lost,
        "divided": reading.divided,
        "remarks": reading.remarks,
        "questions": [importers.question_text(question) for question in plan.questions],
        "left_out": [importers.left_out_text(left) for left in plan.left_out],
    }


def split(path: Path, turn: str, start: str, speaker: str | None, marker: str, *, as_json: bool) -> int:
    """Let a new turn begin with these words of a turn. Raises UserError where it has them not once."""

    def edit(project: Project) -> Changes:
        found = project.turns.page([_turn(project, turn)])[0]
        wanted = marker + start
        times = found.text.count(wanted)
        if times != 1:
            raise UserError(
                "The turn cannot be split there",
                "“{words}” stands in it {n} times",
                "Give words that it has once",
                words=wanted,
                n=times,
            )
        return project.structure.split(
            found.id, found.text.index(wanted), speaker=speaker, marker=len(marker)
        )

    return _edit(path, edit, tr("The turn is two now"), as_json=as_json)


def join(path: Path, turn: str, *, drop: bool, as_json: bool) -> int:
    """Join a turn with the one behind it."""
    return _edit(
        path,
        lambda project: project.structure.join(_turn(project, turn), drop=drop),
        tr("The two turns are one now"),
        as_json=as_json,
    )


def take_out(path: Path, turn: str, *, drop: bool, as_json: bool) -> int:
    """Say that a turn is none."""
    return _edit(
        path,
        lambda project: project.structure.set_aside(_turn(project, turn), drop=drop),
        tr("The line is no turn any more"),
        as_json=as_json,
    )


def taken_out(path: Path, names: Sequence[str], *, as_json: bool) -> int:
    """List what was taken out."""
    found: list[tuple[Dialogue, Remark, str]] = []
    with Project.open(path, read_only=True) as project:
        for one in _dialogues(project, names):
            if remarks := project.structure.remarks(one.id):
                record = project.records.one(one.id)
                parts = [part for each in record.turns for part in (each.lead, each.turn.received)]
                received = "".join([*parts, record.tail])
                found += [(one, remark, received[remark.start : remark.end]) for remark in remarks]
    if as_json:
        print_json([
            {"number": remark.id, "dialogue": printable(one.title), "key": one.key,
             "speaker": remark.speaker, "text": text}
            for one, remark, text in found
        ])  # fmt: skip
    else:
        for one, remark, text in found:
            click.echo(f"{remark.id}  {one.title}: {' '.join(text.split())}")
    return exit_status.DONE


def restore(path: Path, number: int, *, as_json: bool) -> int:
    """Make a turn again of what was taken out."""

    def edit(project: Project) -> Changes:
        try:
            return project.structure.restore(number)
        except KeyError as error:
            raise UserError(
                "Nothing was taken out under the number {number}",
                "",
                "annotator turns taken-out lists what was",
                number=number,
            ) from error

    return _edit(path, edit, tr("The line is a turn again"), as_json=as_json)


# --- speakers -----------------------------------------------------------------------------------


def list_speakers(path: Path, names: Sequence[str], csv_file: Path | None, *, as_json: bool) -> int:
    """Say who speaks, or write it as a table that :func:`describe_speakers` reads."""
    stream = csv_file is not None and is_stream(csv_file)
    with Project.open(path, read_only=True) as project:
        wanted = _dialogues(project, names)
        people = project.speakers.table([one.id for one in wanted] if names else None)
        rows = _rows(project, wanted, {one.name for one in people}) if csv_file is not None else []
    if csv_file is not None:
        with output_file(csv_file) as out:
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\r\n").writerows(map(safe, row) for row in rows)
            out.write(text.getvalue().encode("utf-8-sig", "replace"))
    if as_json:
        print_json([
            {"name": one.name, "turns": one.turns, "dialogues": len(one.dialogues),
             "about": {key: list(values) for key, values in one.values.items()}}
            for one in people
        ], err=stream)  # fmt: skip
    elif csv_file is not None:
        written = tr("{rows} written to {file}", rows=counted(len(rows) - 1, "row"), file=printable(csv_file))
        say_done(written, err=stream)
    else:
        for one in people:
            about = "".join(f", {key}: {' / '.join(values)}" for key, values in one.values.items())
            click.echo(f"{one.name or tr('(no speaker)')}: {counted(one.turns, 'turn')}{about}")
    return exit_status.DONE


def _rows(project: Project, dialogues: Sequence[Dialogue], names: set[str]) -> list[list[str]]:
    """A header, then a row for each speaker in each dialogue, with the key of the dialogue."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    for one in dialogues:
        said = one.meta.get("speakers")
        about = said if isinstance(said, Mapping) else {}
        spoken = dict.fromkeys(turn.speaker for turn in project.turns.page(project.turns.ids(one.id)))
        for name in spoken:
            if name and name in names:
                values = about.get(name, {})
                known[name, one.key] = {key: text for key in values if (text := words(values[key]))}
    attributes = sorted({key for values in known.values() for key in values})
    return [
        ["speaker", "dialogue", *attributes],
        *(
            [name, key, *(values.get(each, "") for each in attributes)]
            for (name, key), values in known.items()
        ),
    ]


def describe_speakers(path: Path, table: Path, *, as_json: bool) -> int:
    """Take in what a table says about speakers. Names that nobody has are said."""
    with Project.open(path, annotator=person()) as project:
        report = import_speakers(project, table)
    if as_json:
        print_json({"speakers": report.speakers, "values": report.values, "unknown": list(report.unknown)})
        return exit_status.DONE
    speakers, values = counted(report.speakers, "speaker"), counted(report.values, "value")
    say_done(tr("{speakers} described with {values}", speakers=speakers, values=values))
    if report.unknown:
        exit_status.say(tr("Nobody is called {names}", names=listed(report.unknown)))
    return exit_status.DONE


def rename_speaker(path: Path, old: str, new: str, names: Sequence[str], *, as_json: bool) -> int:
    """Give all turns of a name another one."""

    def edit(project: Project) -> Changes:
        where = [one.id for one in _dialogues(project, names)] if names else None
        return project.speakers.rename(old, new, where)

    done = tr(
        "The turns of {old} are {new}’s now" if new else "The turns of {old} are nobody’s now",
        old=old or tr("(no speaker)"),
        new=new,
    )
    return _edit(path, edit, done, as_json=as_json)


def change_speaker(path: Path, name: str, turns: Sequence[str], *, as_json: bool) -> int:
    """Let somebody have said these turns."""
    number = counted(len(turns), "turn")
    done = tr("{turns} said by {name} now" if name else "{turns} said by nobody now", turns=number, name=name)
    return _edit(
        path,
        lambda project: project.speakers.change([_turn(project, one) for one in turns], name),
        done,
        as_json=as_json,
    )


# --- how ----------------------------------------------------------------------------------------


def _edit(path: Path, edit: Callable[[Project], Changes], done: str, *, as_json: bool) -> int:
    """Make one edit and say so; nothing to change is said, too."""
    with Project.open(path, annotator=person()) as project:
        follow_study(project)
        changes = edit(project)
    changed = changes.edit is not None
    if as_json:
        print_json({"project": printable(path), "changed": changed, "turns": len(changes.turns)})
    else:
        say_done(done if changed else tr("Nothing to change"))
    return exit_status.DONE


def _dialogues(project: Project, names: Sequence[str]) -> list[Dialogue]:
    """The dialogues of these titles or keys, all where none is named."""
    found = project.dialogues.page(project.dialogues.ids())
    missing = [name for name in names if not any(name in {one.title, one.key} for one in found)]
    if missing:
        raise UserError(
            "There is no dialogue {dialogue}", "", "Name it by its title or its key", dialogue=missing[0]
        )
    return [one for one in found if not names or one.title in names or one.key in names]


def _turn(project: Project, name: str) -> int:
    """The turn of that key, or of TITLE#12. Raises UserError where there is none, or several dialogues."""
    if (by_key := project.structure.turn_of_key(name)) is not None:
        return by_key
    title, _, number = name.rpartition("#")
    found = _dialogues(project, [title]) if title else []
    if len(found) == 1 and number.isdecimal():
        ids = project.turns.ids(found[0].id)
        if 0 < int(number) <= len(ids):
            return ids[int(number) - 1]
    raise UserError(
        "There is no turn {turn}",
        "{n} dialogues are called so" if len(found) > 1 else "",
        "Name it by its key, or as TITLE#12",
        turn=name,
        n=len(found),
    )
