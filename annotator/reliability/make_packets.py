"""Packets: one project file for each annotator, with their dialogues, blind to what others said."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from annotator import model
from annotator.core.file_names import different, file_name
from annotator.core.progress import Progress
from annotator.core.turn_keys import place_of_key
from annotator.errors import Cancelled, UserError
from annotator.exchange import appearing
from annotator.exporters.atomic_files import replacing
from annotator.exporters.json_writer import PROGRAM
from annotator.reliability.assignment_design import Design, Item, Stratum, hand_out
from annotator.reliability.second_look import AnswersGiven, Share, shares_again
from annotator.store import Project

MANIFEST = "packets.json"
_SUFFIX = ".dap"
_LONG = 20  # turns from which on a dialogue is long, for strata by length


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet: whose, where, with which dialogues (keys) in which order, and with which tags: their own, and
    those of ``others``, who decided."""

    annotator: model.Annotator
    path: Path
    dialogues: tuple[str, ...]
    tags: tuple[model.Tag, ...] = ()
    others: tuple[model.Annotator, ...] = ()


def items_of(project: Project, strata: Stratum = "") -> tuple[Item, ...]:
    """The project's dialogues as they can be handed out, in their order."""
    sources = {source.id: source.name for source in project.sources.all()}
    return tuple(
        Item(one.key, one.turn_count, _stratum(one, strata, sources))
        for one in project.dialogues.page(project.dialogues.ids())
    )


def _stratum(dialogue: model.Dialogue, strata: Stratum, sources: dict[int, str]) -> str:
    if strata == "source":
        return sources[dialogue.source_id]
    if strata == "target":
        return dialogue.targets[0].statement if dialogue.targets else ""
    return ("long" if dialogue.turn_count >= _LONG else "short") if strata == "length" else ""


def write_packets(
    project: Project,
    folder: Path,
    design: Design,
    *,
    instructions: str | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Packet, ...]:
    """Write a packet for each annotator into a folder, and a manifest of who got what in which order.

    Packets have the project's key, codebook, instructions and targets, the texts of their dialogues as
    they are repaired, and the bytes of files that are in them as a whole; no marks or suggestions, and no
    tags but, for recoding, the annotator's own that are not asked again, or their own with what was decided.
    Raises UserError where the design cannot be or a file is in the way, Cancelled where asked; files that
    were begun are not left. ``instructions`` are those of the project where none are given.
    """
    shares = shares_of(project, design)
    folder.mkdir(parents=True, exist_ok=True)
    names = packet_names(one.annotator.name for one in shares)
    packets = [
        Packet(one.annotator, folder / name, one.dialogues, one.tags, one.others)
        for one, name in zip(shares, names, strict=True)
    ]
    taken = [packet.path for packet in packets if packet.path.exists()] + [
        path for path in [folder / MANIFEST] if path.exists()
    ]
    if taken:
        raise UserError(
            "{taken} exists already",
            "in {folder}",
            "Choose a new folder",
            taken=taken[0].name,
            folder=folder.name,
        )
    told = project.study.read().instructions if instructions is None else instructions
    total, done = sum(len(packet.dialogues) for packet in packets), 0
    written: list[Path] = []
    try:
        for packet in packets:
            written.append(packet.path)
            for _ in _write(project, packet, design, told):
                _stop_if(cancelled)
                done += 1
                progress(Progress(done, total, packet.annotator.name))
        with replacing(folder / MANIFEST) as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest(project, design, packets))))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(packets)


def shares_of(project: Project, design: Design) -> list[Share]:
    """What each annotator gets. Raises UserError where the design cannot be."""
    if design.again:
        return shares_again(AnswersGiven(project), design)
    given = hand_out(items_of(project, design.strata), design)
    people = [_person(project, name) for name in design.annotators]
    return [Share(who, given[who.name]) for who in people]


def manifest(project: Project, design: Design, packets: Sequence[Packet]) -> dict[str, object]:
    """What the manifest says."""
    return {
        "program": PROGRAM,
        "project": project.key,
        "codebook": {"name": project.codebook.read().name, "version": project.codebook.read().version},
        "design": asdict(design),
        "packets": [
            {
                "annotator": {"key": packet.annotator.key, "name": packet.annotator.name},
                "file": packet.path.name,
                "dialogues": packet.dialogues,
            }
            for packet in packets
        ],
    }


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _person(project: Project, name: str) -> model.Annotator:
    """Who the project knows by that name; else somebody new, with the same key each time."""
    if not name.strip() or name != name.strip():
        raise UserError("An annotator needs a name", "", "Write names without spaces at their ends")
    known = [one for one in project.people.all() if one.name == name and one.kind == "human"]
    if len(known) > 1:
        raise UserError(
            "Two annotators are called {name}", "in this project", "Rename one of them first", name=name
        )
    return (
        known[0]
        if known
        else model.Annotator(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{project.key}/{name}")), name)
    )


def packet_names(people: Iterable[str]) -> list[str]:
    """The names of the files of annotators' packets, safe and different on every system."""
    return [f"{name}{_SUFFIX}" for name in different(file_name(who) or "annotator" for who in people)]


def _write(project: Project, packet: Packet, design: Design, instructions: str) -> Iterator[None]:
    """Write one packet; comes back after each dialogue."""
    book = project.codebook.read()
    if design.frozen:
        book = replace(book, facets=tuple(replace(facet, open=False) for facet in book.facets))
    with (
        appearing(packet.path) as temp,
        Project.create(
            temp, codebook=book, annotator=packet.annotator, name=project.name, key=project.key,
            study=replace(project.study.read(), suggestions=False, instructions=instructions), packet=True,
        ) as made,
    ):  # fmt: skip
        places = {one.key: one for one in project.dialogues.page(project.dialogues.ids())}
        whole: dict[int, int] = defaultdict(int)
        for one in places.values():
            whole[one.source_id] += 1
        sources = {source.id: source for source in project.sources.all()}
        by_source: dict[int, list[model.Dialogue]] = defaultdict(list)
        for key in packet.dialogues:
            by_source[places[key].source_id].append(places[key])
        deciders: set[str] = set()
        with made.sources.importer(languages_later=True) as importer:
            for source_id, dialogues in by_source.items():
                prepared = []
                for record in project.records.many(one.id for one in dialogues):
                    prepared.append(_prepared(record))
                    deciders |= _deciders(record)
                    yield
                complete = len(dialogues) == whole[source_id]
                data = _bytes(project, source_id) if complete else b""
                importer.add(_source(sources[source_id], tuple(prepared), data))
            importer.finish()
        deciders |= {one.key for one in packet.others}
        _add_people(project, made, deciders - {packet.annotator.key})
        new = {one.key: one.id for one in made.dialogues.page(made.dialogues.ids())}
        for key in packet.dialogues:
            for target in places[key].targets:
                made.dialogues.set_target(new[key], target)
        if packet.tags:
            made.tags.take_in(_moved(project, made, packet.tags))


def _add_people(project: Project, made: Project, keys: set[str]) -> None:
    for person in project.people.all():
        if person.key in keys:
            made.people.add(person)


def _moved(project: Project, made: Project, tags: Sequence[model.Tag]) -> Iterator[model.Tag]:
    """Tags of the project on the same dialogues and turns of the packet."""
    keys = project.comparison.keys().dialogues
    dialogues = {one.key: one.id for one in made.dialogues.page(made.dialogues.ids())}
    old = {row: (dialogue, place) for row, dialogue, place, _ in project.comparison.every_text()}
    new = {(dialogue, place): row for row, dialogue, place, _ in made.comparison.every_text()}
    for tag in tags:
        dialogue = dialogues[keys[tag.dialogue_id]]
        turn = None if tag.turn_id is None else new[dialogue, old[tag.turn_id][1]]
        yield replace(tag, dialogue_id=dialogue, turn_id=turn)


def _bytes(project: Project, source_id: int) -> bytes:
    try:
        return project.sources.data(source_id)
    except UserError:  # the project came out of an export and has none
        return b""


def _source(
    source: model.Source, dialogues: tuple[model.PreparedDialogue, ...], data: bytes
) -> model.PreparedSource:
    origin = source.encoding_origin
    return model.PreparedSource(
        source.name, data, source.sha256, source.encoding, origin, source.encoding_confidence, source.newline,
        source.bom, source.undecodable, dialogues, size=source.size, imported_at=source.imported_at,
    )  # fmt: skip


def _prepared(record: model.DialogueRecord) -> model.PreparedDialogue:
    one = record.dialogue
    turns = tuple(_prepared_turn(item, keyed=bool(record.places)) for item in record.turns)
    return model.PreparedDialogue(
        one.title, turns, record.tail, record.tail_steps, None, one.rule, one.chain, one.engine, one.model,
        one.meta, record.number, places=record.places, remarks=record.remarks,
    )  # fmt: skip


def _prepared_turn(item: model.TurnRecord, *, keyed: bool) -> model.PreparedTurn:
    one = item.turn
    place = place_of_key(one.key) if keyed else None
    return model.PreparedTurn(
        one.speaker, item.lead, one.received, one.text, item.lead_steps, one.steps, one.gaps, one.language,
        one.meta, number=place and place.number, offset=place.offset if place else 0,
    )  # fmt: skip


def _deciders(record: model.DialogueRecord) -> set[str]:
    """Who decided on repairs: their names go along, for the steps name them."""
    steps = [step for item in record.turns for step in (*item.lead_steps, *item.turn.steps)]
    return {step.annotator for step in (*steps, *record.tail_steps) if step.annotator}
