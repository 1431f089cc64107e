"""What ``annotator adjudicate`` does and prints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.cli import exit_status
from annotator.cli.agreement_command import annotator_keys
from annotator.cli.current_person import person
from annotator.cli.output_language import counted, tr
from annotator.cli.terminal import print_json, printable, say_done
from annotator.reliability.majority_vote import Votes, apply_majority, plan_majority, votable
from annotator.store import Project


@dataclass(frozen=True)
class AdjudicateOptions:
    """The options of the command line."""

    facets: tuple[str, ...]
    people: tuple[str, ...]
    dry_run: bool
    as_json: bool


def majority(path: Path, choices: AdjudicateOptions) -> int:
    """Write what most annotators said. Raises UserError where a facet or a person is not there."""
    with Project.open(path, read_only=choices.dry_run, annotator=person()) as project:
        people = annotator_keys([project], choices.people)
        found = [plan_majority(project, facet, people) for facet in choices.facets or votable(project)]
        if not choices.dry_run:
            apply_majority(project, found)
    if choices.as_json:
        print_json({"project": printable(path), "facets": [_json(votes) for votes in found]})
        return exit_status.DONE
    answered = [votes for votes in found if votes.unanimous + votes.majority + votes.tied + votes.alone]
    if not answered:
        say_done(tr("Nothing to decide: nobody has answered"))
    for votes in answered:
        say_done(
                tr(
                    "{facet}: {unanimous:,} unanimous, {majority:,} by majority, {tied:,} tied, {alone:,} "
                    "answered by one annotator; {new}, {changed:,} changed, {gone:,} gone",
                    facet=votes.facet, unanimous=votes.unanimous, majority=votes.majority, tied=votes.tied,
                    alone=votes.alone, new=counted(votes.new, "new tag"), changed=votes.changed,
                    gone=votes.gone,
                )
            )  # fmt: skip
    return exit_status.DONE


def _json(votes: Votes) -> dict[str, object]:
    return {name: getattr(votes, name) for name in votes.__slots__ if name != "edits"}
