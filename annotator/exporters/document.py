"""The program's own export format, version 1: what its JSON holds, member by member.

These structures *are* the format: the writer encodes them, the reader decodes into them, and
``resources/schemas/dialogue-annotator-1.schema.json`` is generated from them, descriptions
included. Members at their default are left out of the file. Unknown members are refused,
except inside ``meta``: whatever adds, removes or changes a member is a new version, so a file
never says more than its reader understands.

How the file is laid out and why: ``docs/export-format.md``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from annotator.model import AnnotatorKind, FacetKind, FacetScope, MarkKind, StepKind, TagOrigin, TargetKind

FORMAT: Literal["dialogue-annotator"] = "dialogue-annotator"
VERSION: Literal[1] = 1
SCHEMA_ID = f"urn:{FORMAT}:{VERSION}"

Key = Annotated[str, Meta(min_length=1)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Offset = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Kept = Literal["text", "data", "none"]
MetaData = Annotated[dict[str, Any], Meta(description="Whatever else the source said; free form.")]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A part of the document.

    A default is "", 0, False, None or empty: msgspec leaves a member out only where its value is
    the very object that is the default, which another text with the same letters is not.
    """


class Step(Part, frozen=True, kw_only=True):
    """One replayable change from received to repaired text.

    ``received[start:end] == before`` is replaced by ``after``; offsets count code points of the
    received text. Replaying the steps gives the repaired text, taking them back the received one.
    """

    start: Offset
    end: Offset
    before: str
    after: str
    kind: Annotated[
        StepKind,
        Meta(
            description="encoding: a wrong code page undone without loss; lost: a character some of whose "
            "bytes are gone; joiner: a zero width joiner put back; damage: damaged and left as it was "
            "(before equals after unless a person decided); person: typed by somebody where the engine found "
            "nothing."
        ),
    ]
    reason: Annotated[str, Meta(description="For example: utf-8 read as windows-1254.")]
    confidence: Share
    alternatives: Annotated[
        tuple[tuple[str, Share], ...],
        Meta(description="Candidates with their probabilities, the chosen one first."),
    ] = ()
    annotator: Annotated[
        str, Meta(description="Key of the person who decided; absent where the engine of the dialogue did.")
    ] = ""
    at: Annotated[str, Meta(description="When that person decided; absent where the engine did.")] = ""
    proposal: Annotated[
        str | None,
        Meta(
            description="What the engine had put there, where a person decided otherwise; kind, confidence "
            "and alternatives are then still the engine's."
        ),
    ] = None


class Gap(Part, frozen=True, kw_only=True):
    """A place where words seem to be missing from ``text[start:end]``; never altered."""

    start: Offset
    end: Offset
    reason: Literal["double space", "space before punctuation"]


class Language(Part, frozen=True, kw_only=True):
    """What the program found out about the language of a turn: a machine's finding, never a person's tag."""

    primary: Annotated[
        str, Meta(description="BCP 47 code, or mixed, zxx (no linguistic content), und (cannot tell).")
    ]
    matrix: Annotated[str | None, Meta(description="The language that gives mixed speech its grammar.")] = (
        None
    )
    script: Annotated[
        str | None, Meta(description="ISO 15924 code of Chinese text: Hans or Hant; absent where unclear.")
    ] = None
    words: Annotated[
        tuple[tuple[str, int], ...], Meta(description="Words by language, most frequent first.")
    ] = ()


class Tag(Part, frozen=True, kw_only=True):
    """One label given by one annotator to a turn, to a span of it, or to the dialogue it stands in.

    A turn without a tag of a facet has not been labelled yet. That nothing applies is an answer
    and so a tag, with a label such as ``stance.none``.
    """

    key: Key
    facet: Key
    label: Annotated[str, Meta(description="Key of the label; absent in a free-text facet.")] = ""
    value: Annotated[str, Meta(description="The text given in a free-text facet.")] = ""
    start: Annotated[Offset | None, Meta(description="Of a span, in code points of the turn's text.")] = None
    end: Annotated[Offset | None, Meta(description="End of the span, itself not included.")] = None
    target: Annotated[str | None, Meta(description="Key of the target of the dialogue it is toward.")] = None
    intensity: Annotated[
        Annotated[int, Meta(ge=1, le=3)] | None, Meta(description="1 weak, 2 moderate, 3 strong.")
    ] = None
    uncertain: bool = False
    note: str = ""
    origin: Annotated[
        TagOrigin,
        Meta(
            description="human: given by a person; suggested: by a program, not accepted by anybody; "
            "imported: brought along by an imported file."
        ),
    ]
    score: Annotated[Share | None, Meta(description="How sure a program was.")] = None
    annotator: Annotated[Key, Meta(description="Key of who gave it.")]
    at: Annotated[Time, Meta(description="When it was given or last changed, UTC.")]


class Target(Part, frozen=True, kw_only=True):
    """What a stance is toward."""

    key: Key
    kind: TargetKind
    statement: str
    options: Annotated[tuple[str, ...], Meta(description="The alternatives of a choice.")] = ()
    draft: Annotated[bool, Meta(description="Found by the program, not confirmed by a person.")] = False


class Mark(Part, frozen=True, kw_only=True):
    """A flag or a bookmark that somebody set on a turn, to find it again."""

    kind: MarkKind
    annotator: Annotated[Key, Meta(description="Key of who set it.")]
    at: Annotated[Time, Meta(description="When it was set, UTC.")]


class Remark(Part, frozen=True, kw_only=True):
    """Received text that somebody said is no turn: a scene remark, a heading."""

    start: Annotated[Offset, Meta(description="In the received text of the dialogue.")]
    end: Offset
    speaker: Annotated[str, Meta(description="Of the turn that it was.")] = ""
    meta: MetaData = {}


class Turn(Part, frozen=True, kw_only=True):
    """What one speaker says until the next speaker marker."""

    key: Annotated[
        Key,
        Meta(
            description="The dialogue's key, a colon, the number (from 0) of the imported turn in which it "
            "begins, and how many code points of received text behind that one's beginning (+48; absent for "
            "none)."
        ),
    ]
    position: Annotated[Offset, Meta(description="Place in the dialogue, from 0.")]
    speaker: Annotated[str, Meta(description="Empty for text before the first speaker marker.")]
    text: Annotated[str, Meta(description="What was said, repaired.")]
    tags: tuple[Tag, ...]
    detected_language: Annotated[Language | None, Meta(description="A machine's finding, not a tag.")] = None
    gaps: tuple[Gap, ...] = ()
    received: Annotated[
        str | None, Meta(description="The text as received; absent where it equals the repaired one.")
    ] = None
    steps: Annotated[tuple[Step, ...], Meta(description="They lead from received to text.")] = ()
    lead: Annotated[
        str,
        Meta(description="Received text between the text before and this one: line breaks, speaker marker."),
    ] = ""
    lead_steps: Annotated[tuple[Step, ...], Meta(description="Repairs inside lead, offset into it.")] = ()
    marks: tuple[Mark, ...] = ()
    meta: MetaData = {}


class Dialogue(Part, frozen=True, kw_only=True):
    """An ordered list of turns from one source.

    ``lead`` and ``received`` of all turns and then ``tail``, joined, are the received text, with
    every line break as one line feed.
    """

    key: Annotated[Key, Meta(description="First 20 digits of the source's SHA-256, and .number above 0.")]
    source: Annotated[Sha256, Meta(description="SHA-256 of the source it comes from.")]
    number: Annotated[Offset, Meta(description="Which dialogue of its source it is, from 0.")] = 0
    title: str
    rule: Annotated[str, Meta(description="The speaker marker rule that divided it.")] = ""
    chain: Annotated[
        tuple[str, ...], Meta(description="Code pages the damage went through, first misreading first.")
    ] = ()
    engine: Annotated[str, Meta(description="Name and version of the repair engine.")] = ""
    model: Annotated[str, Meta(description="SHA-256 of the engine's language model; absent for none.")] = ""
    targets: tuple[Target, ...] = ()
    tags: Annotated[tuple[Tag, ...], Meta(description="Tags of the dialogue as a whole.")] = ()
    tail: Annotated[str, Meta(description="Received text after the last turn.")] = ""
    tail_steps: Annotated[tuple[Step, ...], Meta(description="Repairs inside tail, offset into it.")] = ()
    places: Annotated[
        tuple[tuple[Offset, Offset], ...],
        Meta(
            description="Where the texts of the imported turns stood in the received text; absent while the "
            "turns are those that were imported."
        ),
    ] = ()
    remarks: Annotated[tuple[Remark, ...], Meta(description="What somebody said is no turn.")] = ()
    meta: MetaData = {}
    turns: tuple[Turn, ...]


class Label(Part, frozen=True, kw_only=True):
    """One answer to a facet's question."""

    key: Key
    facet: Annotated[Key, Meta(description="Key of the facet it stands in.")]
    name: str
    definition: str = ""
    examples: str = ""
    colour: Annotated[str, Meta(description="#rrggbb; absent for the facet's automatic colour.")] = ""
    shortcut: Annotated[str, Meta(description="Key to press while its facet is active.")] = ""
    parent: Annotated[str | None, Meta(description="Key of the label above it.")] = None
    position: int = 0
    retired: Annotated[bool, Meta(description="No longer offered; older tags keep it.")] = False


class Facet(Part, frozen=True, kw_only=True):
    """One question asked of a turn, a span or a dialogue."""

    key: Key
    name: str
    kind: Annotated[
        FacetKind, Meta(description="One label, several labels, one of an ordered scale, or free text.")
    ]
    scope: FacetScope
    question: str = ""
    shortcut: str = ""
    position: int = 0
    targeted: Annotated[bool, Meta(description="Its tags name a target.")] = False
    intensity: Annotated[bool, Meta(description="Its tags may carry an intensity.")] = False
    open: Annotated[bool, Meta(description="Labels may be added while tagging.")] = False
    detected: Annotated[bool, Meta(description="Prefilled by a machine finding.")] = False
    retired: bool = False
    labels: tuple[Label, ...] = ()


class Codebook(Part, frozen=True, kw_only=True):
    """The facets and labels of the study, in order; usable as a codebook file by itself."""

    name: str
    facets: tuple[Facet, ...]
    version: int = 1


class Annotator(Part, frozen=True, kw_only=True):
    """Who gives tags: a person, or a program whose name and version are in ``name``."""

    key: Key
    name: str
    kind: AnnotatorKind


class Source(Part, frozen=True, kw_only=True):
    """A file as it was received."""

    sha256: Sha256
    name: str
    size: Annotated[int, Meta(ge=0, description="In bytes.")]
    encoding: Annotated[str, Meta(description="As Python names it.")]
    encoding_origin: Annotated[
        Literal["bom", "detected", "chosen"], Meta(description="By its mark, by its content, by a person.")
    ]
    encoding_confidence: Share
    newline: Annotated[
        Literal["", "\n", "\r\n", "\r", "mixed"], Meta(description="Its line breaks; empty for none.")
    ]
    bom: Annotated[bool, Meta(description="It began with a byte order mark.")] = False
    undecodable: Annotated[int, Meta(ge=0, description="Bytes that stand as U+FFFD in the text.")] = 0
    imported_at: Time
    kept: Annotated[
        Kept,
        Meta(
            description="Where its bytes are. text: joining the received text of its dialogues, with newline "
            "for every line feed, encoding that and putting the byte order mark in front gives them back "
            "exactly (sha256 proves it); data: in the member data; none: left out of this export."
        ),
    ]
    data: Annotated[bytes | None, Meta(description="The bytes, in base64.")] = None


class Project(Part, frozen=True, kw_only=True):
    """The project the export was made of."""

    key: Annotated[Key, Meta(description="A UUID.")]
    name: str


class Study(Part, frozen=True, kw_only=True):
    """What the project settles for its whole study; what is detected about language depends on it."""

    languages: Annotated[tuple[str, ...], Meta(description="The declared ones, BCP 47.")]
    names: Annotated[tuple[str, ...], Meta(description="Proper names that belong to no language.")] = ()
    acronyms_neutral: Annotated[bool, Meta(description="AI, CEO and the like belong to no language.")]
    suggestions: Annotated[bool, Meta(description="People are offered labels while they tag.")]
    instructions: Annotated[str, Meta(description="What annotators are told before they begin.")] = ""


class View(Part, frozen=True, kw_only=True):
    """A filter that was given a name, to be used again."""

    name: Annotated[Key, Meta(description="No two look alike.")]
    filter: Annotated[
        str,
        Meta(
            description="As it is written in the search field: label:stance.favor is:gap; empty: every turn."
        ),
    ] = ""


class Document(Part, frozen=True, kw_only=True):
    """All that people made in a project of Dialogue Annotator, and all it was made from."""

    format: Literal["dialogue-annotator"]
    version: Literal[1]
    schema_id: Annotated[str, Meta(description="The id of this schema; `annotator schema` prints it.")] = (
        msgspec.field(name="$schema", default="")
    )
    program: Annotated[str, Meta(description="Name and version of the program that wrote the file.")]
    project: Project
    study: Study
    codebook: Codebook
    annotators: tuple[Annotator, ...]
    views: tuple[View, ...] = ()
    dialogues: tuple[Dialogue, ...]
    sources: tuple[Source, ...]
