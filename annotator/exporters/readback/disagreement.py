"""The files of the shared tasks on learning with disagreement, read back."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Generator
from itertools import islice
from typing import Any, BinaryIO

from annotator.exporters.asked_answers import AskedAnswers
from annotator.exporters.format_shape import Fact
from annotator.exporters.lewidi_writer import ANNOTATORS, DIALOGUES, file_names, plain_name, soft_label
from annotator.exporters.project_protocol import Content
from annotator.model import DialogueRecord, Facet


class LeWiDi:
    """A file for each facet, with an entry a line."""

    def __init__(self, content: Content) -> None:
        self._answers = AskedAnswers(content)

    def expected(self, record: DialogueRecord) -> Any:
        """The dialogue, and its units by facet: place, target, who said what, the shares, the decision."""
        facts: list[Fact] = [("dialogue", record.dialogue.key, record.dialogue.title)]
        for facet in self._answers.facets:
            for unit in self._answers.units(record, facet):
                turn = (unit.turn.key, unit.turn.speaker, unit.turn.text) if unit.turn else None
                given = [(key, self._said(facet, labels)) for key, labels in unit.given.items()]
                shares = soft_label(self._answers.words, facet, unit)
                decided = self._said(facet, unit.decided) if unit.decided else None
                facts.append((facet.key, turn, unit.statement, given, shares, decided))
        return facts

    def _said(self, facet: Facet, labels: tuple[str, ...]) -> list[str]:
        if facet.kind != "several":
            return [self._answers.words.labels[labels[-1]]]
        return [plain_name(self._answers.words, label) for label in labels]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the entries, a dialogue at a time."""
        with zipfile.ZipFile(file) as archive, contextlib.ExitStack() as parts:
            people = json.loads(archive.read(ANNOTATORS))
            keys = {name: about["key"] for name, about in people.items()}
            entries = {
                facet.key: parts.enter_context(archive.open(name))
                for facet, name in file_names(self._answers.facets)
            }
            for member in entries.values():
                member.readline()  # the bracket, on a line of its own
            for head in map(json.loads, parts.enter_context(archive.open(DIALOGUES))):
                facts: list[Fact] = [("dialogue", head["dialogue"], head["title"])]
                for facet in self._answers.facets:
                    for line in islice(entries[facet.key], head["entries"][facet.key]):
                        (entry,) = json.loads(b"{%b}" % line.strip().removesuffix(b",")).values()
                        if entry["other_info"]["dialogue"] != head["dialogue"]:
                            raise ValueError(head["dialogue"])
                        facts.append(_fact(facet, entry, keys))
                yield facts
            if any(member.read().strip() not in (b"", b"}") for member in entries.values()):
                raise ValueError("entries of no dialogue")


def _fact(facet: Facet, entry: dict[str, Any], keys: dict[str, str]) -> Fact:
    about = entry["other_info"]
    turn = (about["turn"], about["speaker"], entry["text"]["turn"]) if "turn" in about else None
    given = [(keys[name], _labels(facet, said)) for name, said in entry["annotations"].items()]
    decided = _labels(facet, about["adjudicated"]) if "adjudicated" in about else None
    return (facet.key, turn, about.get("target"), given, entry["soft_label"], decided)


def _labels(facet: Facet, said: str) -> list[str]:
    return said.split(",") if facet.kind == "several" else [said]
