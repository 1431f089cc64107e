"""What the import dialog found in files, and what the person chose about them: the plan of an import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.importers import ColumnsUnclear, columns_key
from annotator.pipeline.import_job import ImportChoice
from annotator.ui.importing import remembered_mappings
from annotator.ui.importing.background_preview import PreviewResult
from annotator.ui.importing.file_table import FileEntry, FileTable, State
from annotator.ui.importing.import_plan import ImportPlan
from annotator.ui.settings.settings import Settings

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.pipeline import import_preview


def refused(entry: FileEntry, error: UserError) -> FileEntry:
    """A file that cannot be read; where it is only unclear what its columns are, they can be chosen."""
    if not isinstance(error, ColumnsUnclear):
        return replace(entry, state="failed", error=error, columns=(), found_tiers=())
    return replace(
        entry,
        state="failed",
        error=error,
        columns=error.columns,
        sample=error.sample,
        found_mapping=error.mapping,
    )


def described(
    entry: FileEntry, state: State, answer: PreviewResult, shown: import_preview.Preview
) -> FileEntry:
    """A file that has been read: what was found in it."""
    source = shown.source
    return replace(
        entry,
        state=state,
        sha256=answer.sha256,
        found_encoding=source.decoded_as,
        found_rule=answer.rule_name,
        found_format=shown.format,
        found_mapping=shown.mapping,
        columns=shown.columns,
        sample=shown.sample,
        found_tiers=shown.tiers,
        problems=source.problems,
        questions=source.questions,
        left_out=source.left_out,
        pace=shown.pace,
        dialogues=len(source.dialogues),
        other_encodings=shown.others,
        turns=shown.turns,
        repairs=shown.repairs - shown.damage,
        damage=shown.damage,
        undecodable=source.undecodable,
        partial=shown.partial,
    )


class FileChoices:
    """Choices about the files of a table: ``selected`` gives the selected rows, ``current`` the one in hand.

    ``mappings`` are those of columns to roles that are remembered from earlier imports.
    """

    def __init__(
        self, table: FileTable, selected: Callable[[], list[int]], current: Callable[[], int | None]
    ) -> None:
        self._table = table
        self._rows = selected
        self._current = current
        self._settings = Settings()
        self.mappings = remembered_mappings.mappings(self._settings)

    def use_for_all(self) -> None:
        """What was chosen for the file in hand, for all files."""
        row = self._current()
        if row is not None:
            entry = self._table.entries[row]
            rows = range(len(self._table.entries))
            self._table.choose(
                rows,
                encoding=entry.encoding,
                rule=entry.rule,
                format=entry.format,
                mapping=entry.mapping,
                answers=entry.answers,
                tiers=entry.tiers,
            )

    def choose_format(self, key: str | None) -> None:
        """For the selected files, None for the format that they seem to have."""
        # What the columns of another format are has to be found out anew.
        self._table.choose(self._rows(), format=key, mapping=None, columns=(), tiers=None, found_tiers=())

    def choose_mapping(self, mapping: dict[str, str] | None) -> None:
        """For the selected files that have the same columns as the one in hand."""
        row = self._current()
        if row is None:
            return
        entries = self._table.entries
        columns = set(entries[row].columns)
        if mapping is None:  # to be guessed, whatever was remembered
            remembered_mappings.remember(self._settings, entries[row].columns, None)
            self.mappings.pop(columns_key(entries[row].columns), None)
        same = [one for one in {row, *self._rows()} if set(entries[one].columns) == columns]
        self._table.choose(same, mapping=mapping)

    def choose_tiers(self, names: tuple[str, ...] | None) -> None:
        """For the selected files that have the same tiers as the one in hand."""
        row = self._current()
        if row is None:
            return
        entries = self._table.entries
        tiers = {tier.name for tier in entries[row].found_tiers}
        same = [
            one for one in {row, *self._rows()} if {tier.name for tier in entries[one].found_tiers} == tiers
        ]
        self._table.choose(same, tiers=names)

    def answer(self, question: str, answer: str) -> None:
        """Take an answer for the selected files that were asked the same."""
        row = self._current()
        entries = self._table.entries
        for one in sorted({*self._rows(), *(() if row is None else (row,))}):
            if one == row or any(asked.key == question for asked in entries[one].questions):
                self._table.choose([one], answers={**entries[one].answers, question: answer})

    def plan(self) -> ImportPlan:
        """The choices that differ from the program's own."""
        entries = self._table.entries
        choices = {
            entry.file.place: ImportChoice(
                entry.encoding,
                entry.rule,
                entry.format,
                entry.mapping,
                self.mappings or None,
                entry.answers or None,
                tiers=entry.tiers,
            )
            for entry in entries
            if (entry.encoding, entry.rule, entry.format, entry.mapping, entry.tiers) != (None,) * 5
            or entry.answers
        }
        return ImportPlan(choices, ImportChoice(remembered=self.mappings or None))

    def remember(self) -> None:
        """Keep what was said about columns for the next files that have the same."""
        for entry in self._table.entries:
            if entry.mapping is not None and entry.columns:
                remembered_mappings.remember(self._settings, entry.columns, entry.mapping)
