"""Projects without a project file: one made by hand that has everything, and random ones."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.exporters import Export, Options, json_writer
from annotator.model import (
    Annotator,
    Codebook,
    Dialogue,
    DialogueRecord,
    Facet,
    Gap,
    Label,
    Mark,
    PreparedDialogue,
    PreparedTurn,
    RepairStep,
    Source,
    StepKind,
    Study,
    Tag,
    Target,
    Turn,
    TurnFilter,
    TurnLanguage,
    TurnRecord,
    View,
)

AT = "2026-03-01T12:00:00Z"
ANNA = Annotator("a0000000-0000-7000-8000-000000000001", "Anna 安娜")
BOT = Annotator("a0000000-0000-7000-8000-000000000002", "tagger 1.2", "machine")


@dataclass
class Project:
    """What exports read, held in memory."""

    records: Sequence[DialogueRecord] = ()
    files: Sequence[Source] = ()
    data: dict[int, bytes] = field(default_factory=dict)
    book: Codebook = field(default_factory=lambda: Codebook("Empty", ()))
    people: Sequence[Annotator] = (ANNA,)
    key: str = "b0000000-0000-7000-8000-000000000000"
    name: str = "Study"
    settled: Study = field(default_factory=Study)
    named: Sequence[View] = ()

    def study(self) -> Study:
        return self.settled

    def codebook(self) -> Codebook:
        return self.book

    def annotators(self) -> Sequence[Annotator]:
        return self.people

    def views(self) -> Sequence[View]:
        return self.named

    def sources(self) -> Sequence[Source]:
        return self.files

    def source_bytes(self, source_id: int) -> bytes:
        if source_id not in self.data:
            raise UserError("The project does not hold the bytes of this file")
        return self.data[source_id]

    def dialogues(self) -> Iterator[DialogueRecord]:
        return iter(self.records)

    def plain(self) -> None:
        return None


def exported(project: Project, options: Options | None = None) -> bytes:
    out = io.BytesIO()
    json_writer.write(project, out, options or Options())
    return out.getvalue()


VIEWS = (
    View("all", TurnFilter()),
    View(
        "犹豫 “?”",
        TurnFilter(text="ça \\d+", regex=True, labels=("stance.favor",), gaps=True, doubts_below=0.9),
    ),
)

# --- a project made by hand -------------------------------------------------------------------

CODEBOOK = Codebook(
    "Stance and more",
    (
        Facet(
            "stance", "Stance", "single", question="For or against?", shortcut="s",
            targeted=True, intensity=True,
            labels=(
                Label("stance.favor", "stance", "favor", "Supports it.", "是的", "#0072b2", "1"),
                Label("stance.none", "stance", "none", position=1),
            ),
        ),
        Facet(
            "topic", "Topic", "several", position=1, open=True,
            labels=(
                Label("topic.art", "topic", "art; 艺术"),
                Label(
                    "c0000000-0000-7000-8000-000000000000", "topic", "=painting", parent="topic.art",
                    retired=True,
                ),
            ),
        ),
        Facet(
            "language", "Language", "single", position=2, detected=True,
            labels=(Label("language.zh", "language", "zh"),),
        ),
        Facet(
            "phrase", "Phrase", "several", "span", position=3,
            labels=(Label("phrase.hedge", "phrase", "hedge"),),
        ),
        Facet(
            "quality", "Quality", "ordinal", "dialogue", position=4,
            labels=(Label("quality.good", "quality", "good"),),
        ),
        Facet("note", "Note", "text", position=5),
    ),
    3,
)  # fmt: skip


def tag(number: int, facet: str, label: str = "", annotator: Annotator = ANNA, **fields: Any) -> Tag:
    key = f"d0000000-0000-7000-8000-{number:012x}"
    return Tag(key, 1, None, facet, label, annotator.key, **({"at": AT} | fields))


def sample() -> Project:
    """Two files: one whose bytes are in its text, with repairs, tags and gaps; one whose are not."""
    target = Target("e0000000-0000-5000-8000-000000000000", "proposition", "AI会有创造力", draft=True)
    choice = Target("e0000000-0000-5000-8000-000000000001", "choice", "Tea or coffee?", ("tea", "coffee"))
    step = RepairStep(2, 4, "Ã©", "é", "lost", "utf-8 read as windows-1252", 0.97, (("é", 0.97), ("è", 0.03)))
    decided = RepairStep(0, 1, "?", "“", "person", "typed", 1.0, (), ANNA.key, AT)
    turns = (
        TurnRecord(
            Turn(1, "", 1, 0, "", "标题 “x”\n", "标题 “x”\n"),
        ),
        TurnRecord(
            Turn(
                2, "", 1, 1, "A", "caf\u00e9 ,  是", "ca" + "Ã©"[:0] + "f\u00e9 ,  是",
                gaps=(Gap(4, 5, "space before punctuation"), Gap(6, 8, "double space")),
                language=TurnLanguage("mixed", "zh", "Hans", (("zh", 3), ("fr", 1))),
                tags=(
                    tag(9, "topic", "topic.art"),
                    tag(
                        8, "stance", "stance.favor", target=target.key, intensity=2, uncertain=True,
                        note="hm\n",
                    ),
                    tag(7, "stance", "stance.none", BOT, origin="suggested", score=0.75),
                    tag(5, "phrase", "phrase.hedge", start=2, end=4),
                    tag(4, "phrase", "phrase.hedge", start=0, end=4),
                    tag(3, "note", value="=1+1"),
                ),
                meta={"time": 1.5, "ids": [1, {"x": None}]},
            ),
            "[A]: ",
        ),
        TurnRecord(
            Turn(3, "", 1, 2, "B", "béx😀", "bÃ©x😀", (replace(step, start=1, end=3),)),
            "\n?B]: ",
            (replace(decided, start=1, end=2, after="["),),
            (Mark("bookmark", ANNA.key, AT), Mark("flag", ANNA.key, AT), Mark("flag", BOT.key, AT)),
        ),
    )  # fmt: skip
    first = _record(
        1, turns, "\n\n?", (replace(decided, start=2, end=3),), (tag(1, "quality", "quality.good"),)
    )
    first = replace(
        first,
        dialogue=replace(
            first.dialogue, title="Über “art”", rule="brackets", chain=("windows-1252",), engine="engine 1",
            model="f" * 64, targets=(target, choice), meta={"year": 2024},
        ),
    )  # fmt: skip
    second = _record(2, (TurnRecord(Turn(4, "", 2, 0, "C", "x\ny", "x\ny")),), "")
    return assembled([[first], [second]], {2: b"x\r\ny\n"[:-1]}, newlines={1: "\r\n", 2: "mixed"})


def _record(
    id_: int,
    turns: Sequence[TurnRecord],
    tail: str,
    tail_steps: tuple[RepairStep, ...] = (),
    tags: tuple[Tag, ...] = (),
    *,
    number: int = 0,
) -> DialogueRecord:
    dialogue = Dialogue(id_, "", id_, "", len(turns), 0, 0, 0)
    return DialogueRecord(dialogue, number, tuple(turns), tail, tail_steps, tags)


def received(record: DialogueRecord) -> str:
    return "".join(turn.lead + turn.turn.received for turn in record.turns) + record.tail


def assembled(
    files: Sequence[Sequence[DialogueRecord]],
    data: dict[int, bytes] | None = None,
    newlines: dict[int, str] | None = None,
    book: Codebook = CODEBOOK,
) -> Project:
    """A project of files, each of some dialogues; numbers, keys and hashes are filled in.

    A file's bytes are those of its text, or what ``data`` has for its number (from 1).
    """
    settled = Study(("zh", "fr"), ("安娜",), acronyms_neutral=False, suggestions=False)
    project = Project(book=book, people=(ANNA, BOT), settled=settled, named=VIEWS)
    records: list[DialogueRecord] = []
    sources: list[Source] = []
    for id_, group in enumerate(files, 1):
        newline = (newlines or {}).get(id_, "\n")
        text = "".join(received(record) for record in group)
        made = text.replace("\n", newline).encode() if newline != "mixed" else text.encode()
        content = (data or {}).get(id_, made)
        sha256 = hashlib.sha256(content).hexdigest()
        project.data[id_] = content
        sources.append(
            Source(
                id_,
                f"file {id_}.txt",
                sha256,
                len(content),
                "utf-8",
                "detected",
                1.0,
                newline,
                bom=False,
                undecodable=0,
                imported_at=AT,
            )
        )
        for record in group:
            records.append(_keyed(record, len(records) + 1, id_, sha256))
    return replace(project, records=records, files=sources)


def _keyed(record: DialogueRecord, id_: int, source: int, sha256: str) -> DialogueRecord:
    key = sha256[:20] + (f".{record.number}" if record.number else "")
    turns = tuple(
        replace(item, turn=replace(item.turn, key=f"{key}:{place}", position=place))
        for place, item in enumerate(record.turns)
    )
    return replace(record, dialogue=replace(record.dialogue, id=id_, key=key, source_id=source), turns=turns)


# --- an export as a project again, as the store would hold it ---------------------------------


def read_back(path: Path) -> Project:
    export = Export(path)
    records: list[DialogueRecord] = []
    sources: list[Source] = []
    data: dict[int, bytes] = {}
    for id_, item in enumerate(export.sources(), 1):
        x = item.source
        assert x.size is not None
        sources.append(
            Source(
                id_, x.name, x.sha256, x.size, x.decoded_as, x.encoding_origin, x.encoding_confidence,
                x.newline, x.bom, x.undecodable, x.imported_at,
            )
        )  # fmt: skip
        if x.data or not x.size:
            data[id_] = x.data
        for dialogue in x.dialogues:
            key = x.sha256[:20] + (f".{dialogue.number}" if dialogue.number else "")
            tags = [
                (
                    read.position,
                    Tag(
                        read.tag.key, 0, None, read.tag.facet, read.tag.label, read.tag.annotator,
                        read.tag.origin, read.tag.value, read.tag.start, read.tag.end, read.tag.target,
                        read.tag.intensity, read.tag.uncertain, read.tag.note, read.tag.score, read.tag.at,
                    ),
                )
                for read in item.tags
                if read.dialogue == key
            ]  # fmt: skip
            further = tuple(target for of, target in item.targets if of == key)
            marks = {
                place: tuple(x.mark for x in item.marks if (x.dialogue, x.position) == (key, place))
                for place in range(len(dialogue.turns))
            }
            restored = _restored(dialogue, len(records) + 1, id_, tags, further)
            records.append(_marked(restored, marks))
            records[-1] = _keyed(records[-1], len(records), id_, x.sha256)
    return Project(
        records,
        sources,
        data,
        export.codebook,
        export.annotators,
        export.project.key,
        export.project.name,
        export.study,
        export.views,
    )


def _marked(record: DialogueRecord, marks: dict[int, tuple[Mark, ...]]) -> DialogueRecord:
    turns = tuple(replace(turn, marks=marks[place]) for place, turn in enumerate(record.turns))
    return replace(record, turns=turns)


def _restored(
    dialogue: PreparedDialogue,
    id_: int,
    source: int,
    tags: Sequence[tuple[int | None, Tag]],
    further: tuple[Target, ...],
) -> DialogueRecord:
    def turn(place: int, x: PreparedTurn) -> TurnRecord:
        own = tuple(tag for position, tag in tags if position == place)
        return TurnRecord(
            Turn(0, "", id_, place, x.speaker, x.text, x.received, x.steps, x.gaps, x.language, own, x.meta),
            x.lead,
            x.lead_steps,
        )

    targets = ((dialogue.target,) if dialogue.target else ()) + further
    return DialogueRecord(
        Dialogue(
            id_, "", source, dialogue.title, len(dialogue.turns), 0, 0, 0, targets, dialogue.rule,
            dialogue.chain, dialogue.engine, dialogue.model, dialogue.meta,
        ),
        dialogue.number or 0,
        tuple(turn(place, x) for place, x in enumerate(dialogue.turns)),
        dialogue.tail,
        dialogue.tail_steps,
        tuple(tag for position, tag in tags if position is None),
    )  # fmt: skip


# --- random projects --------------------------------------------------------------------------

shares = st.floats(0, 1)
kinds: st.SearchStrategy[StepKind] = st.sampled_from(("encoding", "lost", "joiner", "damage", "person"))
candidates = st.lists(st.tuples(st.text(), shares), max_size=3).map(tuple)
meta = st.dictionaries(st.text(), st.none() | st.integers(-(2**60), 2**60) | st.text(), max_size=2)


@st.composite
def repaired(draw: st.DrawFn) -> tuple[str, str, tuple[RepairStep, ...]]:
    """A received text, the repaired one, and the steps between them."""
    before: list[str] = []
    after: list[str] = []
    steps = []
    for plain, old, new in draw(st.lists(st.tuples(st.text(), st.text(), st.none() | st.text()), max_size=4)):
        before.append(plain)
        after.append(plain)
        if new is not None:
            start = len("".join(before))
            who = draw(st.sampled_from((("", ""), (ANNA.key, AT))))
            step = RepairStep(
                start, start + len(old), old, new, draw(kinds), draw(st.text()), draw(shares),
                draw(candidates), *who,
            )  # fmt: skip
            steps.append(step)
            before.append(old)
            after.append(new)
    return "".join(before), "".join(after), tuple(steps)


@st.composite
def turns(draw: st.DrawFn) -> TurnRecord:
    text_before, text, steps = draw(repaired())
    lead, _, lead_steps = draw(repaired())
    language = draw(
        st.none()
        | st.builds(
            TurnLanguage,
            st.sampled_from(("zh", "mixed", "und")),
            st.none() | st.just("zh"),
            st.none() | st.just("Hans"),
            st.just((("zh", 2),)),
        )
    )
    gaps = (Gap(0, len(text), "double space"),) if text and draw(st.booleans()) else ()
    turn = Turn(0, "", 0, 0, draw(st.text()), text, text_before, steps, gaps, language, (), draw(meta))
    return TurnRecord(turn, lead, lead_steps)


@st.composite
def records(draw: st.DrawFn, number: int = 0) -> DialogueRecord:
    tail, _, tail_steps = draw(repaired())
    record = _record(0, draw(st.lists(turns(), max_size=3)), tail, tail_steps, number=number)
    targets = tuple(
        Target(
            str(place), draw(st.sampled_from(("proposition", "choice"))), draw(st.text()), ("a",), place == 0
        )
        for place in range(draw(st.integers(0, 2)))
    )
    dialogue = replace(record.dialogue, title=draw(st.text()), targets=targets, meta=draw(meta))
    return replace(record, dialogue=dialogue)


def _tags(draw: st.DrawFn, record: DialogueRecord, numbers: Iterator[int]) -> DialogueRecord:
    answers = st.sampled_from((("stance", "stance.favor"), ("topic", "topic.art"), ("note", "")))
    details: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {
            "intensity": st.none() | st.integers(1, 3),
            "uncertain": st.booleans(),
            "note": st.text(),
            "value": st.text(),
            "score": st.none() | shares,
            "origin": st.sampled_from(("human", "suggested", "imported")),
        }
    )
    given = []
    for item in record.turns:
        chosen = draw(st.lists(st.tuples(answers, st.sampled_from((ANNA, BOT)), details), max_size=3))
        unique = {(answer, person): values for answer, person, values in chosen}
        tags = tuple(
            tag(next(numbers), facet, label, person, **values)
            for ((facet, label), person), values in unique.items()
        )
        given.append(replace(item, turn=replace(item.turn, tags=tags)))
    return replace(record, turns=tuple(given))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    numbers = iter(range(10_000))
    count = draw(st.integers(0, 3))
    files = []
    for _ in range(count):
        group = [draw(records(number)) for number in range(draw(st.integers(0, 2)))]
        files.append([_tags(draw, record, numbers) for record in group])
    odd = {n: draw(st.binary()) + bytes([n]) for n in range(1, count + 1) if draw(st.booleans())}
    project = assembled(files, odd or None)
    # Two files of the same content are one file, so a project never holds both.
    hashes = [source.sha256 for source in project.files]
    return project if len(set(hashes)) == len(hashes) else assembled(files[:1], None)
