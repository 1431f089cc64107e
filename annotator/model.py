"""The words everybody uses: plain frozen data, no behaviour that needs a library.

Every layer speaks in these types; ``docs/glossary.md`` defines the words. All text offsets
are *code points* of a Python string, half open ``[start, end)``; all times are ISO 8601 in
UTC with seconds (``2026-03-01T12:00:00Z``); every confidence and score lies in ``[0, 1]``.

Two kinds of identifier exist. ``id: int`` is a row number that only means something inside
one project file and one opening of it. ``key: str`` travels: a dialogue's key comes from
the content of its source, a turn's from its dialogue and position, those of tags, targets
and annotators are UUIDs, those of facets and labels are slugs. Two people who import the same files on
two machines get the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Literal

# --- sources and what importing finds in them ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes turned into text, and how.

    ``text`` has every ``\\r\\n`` and ``\\r`` as ``\\n`` and no byte order mark. Bytes that the
    encoding cannot explain stand as U+FFFD; ``undecodable`` counts them, but for those that
    ``steps`` put right.
    """

    text: str
    encoding: str  # a name `codecs.lookup` knows, in its canonical form, e.g. "utf-8"
    origin: Literal["bom", "detected", "chosen"]
    confidence: float
    newline: Literal["", "\n", "\r\n", "\r", "mixed"]  # "" where there is no line break
    bom: bool = False
    undecodable: int = 0
    others: tuple[str, ...] = ()  # further encodings worth offering, likeliest first
    steps: tuple[RepairStep, ...] = ()  # what lines in another encoding are, in the place of U+FFFD


StepKind = Literal["encoding", "lost", "joiner", "damage", "person"]
StepPart = Literal["text", "lead", "tail"]  # of a turn, before it, behind the last one


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One replayable change from received to repaired text.

    ``received[start:end] == before`` is replaced by ``after``. Kinds: ``encoding`` undoes a
    wrong code page without loss; ``lost`` brings back a character some of whose bytes are
    gone (``alternatives`` then lists candidates with probabilities, the chosen one first);
    ``joiner`` puts back a zero width joiner; ``damage`` marks text that is damaged and not
    repaired (``before == after``); ``person`` is what somebody typed where the engine had
    found nothing. ``annotator`` (a key) and ``at`` name the person who decided and when; both
    are "" where the engine did. What a person decides leaves ``kind``, ``confidence`` and
    ``alternatives`` as the engine had them; ``proposal`` is then the engine's own ``after``,
    None where that is what stands.
    """

    start: int
    end: int
    before: str
    after: str
    kind: StepKind
    reason: str  # e.g. "utf-8 read as windows-1254"
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    annotator: str = ""
    at: str = ""
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What the repair engine made of one text: replaying ``steps`` on ``received`` gives ``text``.

    ``steps`` are ordered by ``start`` and do not overlap. ``chain`` names the code pages the
    damage went through, first misreading first; empty where nothing was found.
    """

    received: str
    text: str
    steps: tuple[RepairStep, ...]
    chain: tuple[str, ...] = ()
    engine: str = ""  # name and version of the engine that made the steps
    model: str = ""  # SHA-256 (hex) of the language model used, "" for none
    problem: str = ""  # what the engine had to do without, a sentence; "" for nothing


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where words seem to be missing; ``[start, end)`` of the turn's text is never altered."""

    start: int
    end: int
    reason: Literal["double space", "space before punctuation"]


@dataclass(frozen=True, slots=True)
class TurnLanguage:
    """The machine's finding about the language of one turn; never a person's tag.

    ``primary`` is a BCP-47 code, or ``mixed``, ``zxx`` (no linguistic content) or ``und``.
    ``words`` counts words by language, most frequent first.
    """

    primary: str
    matrix: str | None = None
    script: str | None = None  # ISO 15924 of the Han text: "Hans", "Hant", None cannot tell
    words: tuple[tuple[str, int], ...] = ()

    def __reduce__(self) -> tuple[Callable[..., TurnLanguage], tuple[object, ...]]:
        """For pickle, which takes twice as long by itself: imports send one for each turn."""
        return TurnLanguage, _language_values(self)


_language_values = attrgetter(*(each.name for each in fields(TurnLanguage)))
TargetKind = Literal["proposition", "entity", "choice"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a stance is toward. For a ``choice`` the alternatives are in ``options``."""

    key: str
    kind: TargetKind
    statement: str
    options: tuple[str, ...] = ()
    draft: bool = False  # found by the importer, not yet confirmed by a person


# --- what importing hands to the store ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class PreparedTag:
    """A tag that a file brings along, before it has a place in a project; offsets into the turn's text.

    ``annotator`` is a name, "" for nobody that the file knows; ``at`` is a time, "" for that of the import.
    """

    facet: str
    label: str
    annotator: str
    note: str = ""
    at: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class PreparedTurn:
    """A turn before it has a place in a project.

    ``lead`` is the received text between the previous turn's text and this one's (line
    break, speaker marker); ``lead_steps`` are offset into it, ``steps`` into ``received``.
    """

    speaker: str
    lead: str
    received: str
    text: str
    lead_steps: tuple[RepairStep, ...] = ()
    steps: tuple[RepairStep, ...] = ()
    gaps: tuple[Gap, ...] = ()
    language: TurnLanguage | None = None
    meta: Mapping[str, object] = field(default_factory=dict)
    tags: tuple[PreparedTag, ...] = ()
    number: int | None = None  # of the imported turn that its key names; None is its place
    offset: int = 0  # how far behind the beginning of that one it begins, in code points of received text

    def __reduce__(self) -> tuple[Callable[..., PreparedTurn], tuple[object, ...]]:
        """For pickle, as that of TurnLanguage."""
        return PreparedTurn, _turn_values(self)


_turn_values = attrgetter(*(each.name for each in fields(PreparedTurn)))


@dataclass(frozen=True, slots=True)
class Remark:
    """Received text of a dialogue that somebody said is no turn: a scene remark, a heading.

    ``[start, end)`` are code points of the dialogue's received text; they lie in the lead of the turn that
    follows, or in the tail. ``speaker`` and ``meta`` are those of the turn that it was.
    """

    id: int  # the row number that the turn had; 0 before it has a place in a project
    start: int
    end: int
    speaker: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreparedDialogue:
    """A dialogue before it is stored. Leads, received texts and ``tail`` joined give the received text."""

    title: str
    turns: tuple[PreparedTurn, ...]
    tail: str = ""
    tail_steps: tuple[RepairStep, ...] = ()
    target: Target | None = None
    rule: str = ""  # key of the marker rule that split it
    chain: tuple[str, ...] = ()
    engine: str = ""
    model: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)
    number: int | None = None  # which dialogue of its source, from 0; None takes them as they come
    tags: tuple[PreparedTag, ...] = ()  # of the dialogue as a whole
    # Where the texts of the turns stood in the received text when the dialogue was imported, in code points;
    # () where the turns are still those.
    places: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something that cannot be decided from a file alone; a person may, until then ``taken`` holds.

    ``code`` is a row of the table in ``importers/import_questions.py``, which has the sentence and the
    answers; ``name`` is whom or what it is about, "" for the whole file. ``count`` says how often,
    ``example`` shows where; ``figure`` is what else the sentence needs.
    """

    code: str
    name: str = ""
    count: int = 1
    example: str = ""
    figure: str = ""
    taken: str = ""  # the key of the answer that the file was read by

    @property
    def key(self) -> str:
        """What an answer is kept under."""
        return f"{self.code}:{self.name}" if self.name else self.code


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Things of one kind that a reader left out on purpose.

    ``code`` is a row of the table in ``importers/import_questions.py``.
    """

    code: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """One file, read, repaired and split, ready for the store. ``data`` is what was received.

    A file that comes out of an export may come without its bytes: ``data`` is then empty and
    ``size`` says how many there were.
    """

    name: str
    data: bytes
    sha256: str  # hex, of `data`
    decoded_as: str
    encoding_origin: Literal["bom", "detected", "chosen"]
    encoding_confidence: float
    newline: str
    bom: bool
    undecodable: int
    dialogues: tuple[PreparedDialogue, ...]
    size: int | None = None  # bytes; None is the length of `data`
    imported_at: str = ""  # "" is the time of this import
    problems: tuple[str, ...] = ()  # what could not be taken as it is, each with its place in the file
    questions: tuple[Question, ...] = ()  # that nobody has answered
    left_out: tuple[LeftOut, ...] = ()
    codebook: Codebook | None = None  # of the tags that the file brings along


# --- what a project holds -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given, without its bytes (the store reads those on request)."""

    id: int
    name: str
    sha256: str
    size: int  # bytes
    encoding: str
    encoding_origin: Literal["bom", "detected", "chosen"]
    encoding_confidence: float
    newline: str
    bom: bool
    undecodable: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """An ordered list of turns from one source, with the figures the dialogue list shows."""

    id: int
    key: str
    source_id: int
    title: str
    turn_count: int
    repair_count: int  # repair steps, joiners and damage marks included
    damage_count: int  # damage marks
    gap_count: int
    targets: tuple[Target, ...] = ()
    rule: str = ""
    chain: tuple[str, ...] = ()
    engine: str = ""
    model: str = ""
    meta: Mapping[str, object] = field(default_factory=dict)


TagOrigin = Literal["human", "suggested", "imported"]


@dataclass(frozen=True, slots=True)
class Tag:
    """One label given by one annotator to one turn, to a span of it, or to the dialogue.

    ``turn_id`` is None for a tag of the whole dialogue; ``start`` and ``end`` are None unless
    the tag is on a span. ``value`` holds the text of a free-text facet, else "".
    """

    key: str
    dialogue_id: int
    turn_id: int | None
    facet: str
    label: str  # label key; "" for a free-text facet
    annotator: str  # annotator key
    origin: TagOrigin = "human"
    value: str = ""
    start: int | None = None
    end: int | None = None
    target: str | None = None  # target key
    intensity: int | None = None  # 1 weak, 2 moderate, 3 strong
    uncertain: bool = False
    note: str = ""
    score: float | None = None
    at: str = ""  # when it was given or last changed


MarkKind = Literal["flag", "bookmark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag or a bookmark that one annotator set on a turn; it says nothing about the turn's content."""

    kind: MarkKind
    annotator: str  # key
    at: str = ""  # when it was set


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next speaker marker, with everything hung on it.

    ``speaker`` is "" for text that stands before the first marker. ``steps`` are offset into
    ``received``, ``gaps`` and spans into ``text``. ``tags`` are those of the annotators asked for.
    ``lead_steps`` are the repairs in the speaker's marker before the text, where those were asked for.
    """

    id: int
    key: str
    dialogue_id: int
    position: int  # from 0
    speaker: str
    text: str
    received: str
    steps: tuple[RepairStep, ...] = ()
    gaps: tuple[Gap, ...] = ()
    language: TurnLanguage | None = None
    tags: tuple[Tag, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    marks: frozenset[MarkKind] = frozenset()  # those of the current annotator
    lead_steps: tuple[RepairStep, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnFilter:
    """Which turns are wanted; every field left alone means no restriction, all given ones must hold.

    ``text`` is looked for anywhere in a turn, width and case apart; with ``regex`` it is a regular
    expression. ``labels``, ``untagged``, ``uncertain`` and ``noted`` look at the tags of
    ``annotators``, else at those of whom the search is for: in the window the current annotator, everybody
    elsewhere. Suggestions are nobody's tags, but those of a program that is named.
    """

    text: str = ""
    regex: bool = False
    speakers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # keys; one of them is enough
    untagged: str = ""  # key of a facet without a tag
    annotators: tuple[str, ...] = ()  # keys; alone: tagged by one of them
    uncertain: bool = False
    doubts_below: float | None = None  # an undecided repair is less sure than that; damage counts as 0
    languages: tuple[str, ...] = ()  # primary languages; ``zh`` includes ``zh-Hant``
    switched: bool = False  # more than one language in the turn
    gaps: bool = False
    flagged: bool = False  # by whom the search is for, as are bookmarks
    bookmarked: bool = False
    noted: bool = False
    dialogues: tuple[str, ...] = ()  # keys
    attributes: tuple[str, ...] = ()  # of who speaks, as the source says them: ``age=31``

    @property
    def empty(self) -> bool:
        """Whether every turn is wanted."""
        return self == _EVERY_TURN


_EVERY_TURN = TurnFilter()


@dataclass(frozen=True, slots=True)
class View:
    """A filter that was given a name, to be used again."""

    name: str
    filter: TurnFilter


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn for an export: with what leads up to it, and in it the tags of every annotator.

    ``lead`` is as received; ``lead_steps`` are offset into it. ``marks`` are those of every annotator.
    """

    turn: Turn
    lead: str = ""
    lead_steps: tuple[RepairStep, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogueRecord:
    """A dialogue for an export, with everything: leads, received texts and ``tail`` give the received text.

    ``number`` counts the dialogues of its source from 0; ``tags`` are those of the dialogue as
    a whole, of every annotator.
    """

    dialogue: Dialogue
    number: int
    turns: tuple[TurnRecord, ...]
    tail: str = ""
    tail_steps: tuple[RepairStep, ...] = ()
    tags: tuple[Tag, ...] = ()
    # Where the texts of the turns stood when the dialogue was imported; () while the turns are those.
    places: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Remark, ...] = ()  # what somebody said is no turn


AnnotatorKind = Literal["human", "machine"]


@dataclass(frozen=True, slots=True)
class Annotator:
    """Who gives tags: a person, or a program whose name and version are in ``name``."""

    key: str
    name: str
    kind: AnnotatorKind = "human"


# --- the codebook -------------------------------------------------------------------------

FacetKind = Literal["single", "several", "ordinal", "text"]
FacetScope = Literal["turn", "span", "dialogue"]


@dataclass(frozen=True, slots=True)
class Label:
    """One answer to a facet's question."""

    key: str  # unique in the codebook; starter labels are "facet.slug", new ones a UUID
    facet: str
    name: str
    definition: str = ""
    examples: str = ""
    colour: str = ""  # "#rrggbb", "" for the facet's automatic colour
    shortcut: str = ""  # one key while its facet is active, "" for none
    parent: str | None = None
    position: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One question asked of a turn, a span or a dialogue."""

    key: str  # slug: "stance", "topic", "language", "note"
    name: str
    kind: FacetKind
    scope: FacetScope = "turn"
    question: str = ""
    shortcut: str = ""  # key that makes it the active facet
    position: int = 0
    targeted: bool = False  # its tags name a target
    intensity: bool = False  # its tags may carry an intensity
    open: bool = False  # labels may be added while tagging
    detected: bool = False  # prefilled by a machine finding (language)
    retired: bool = False
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The facets and labels of a study, in order."""

    name: str
    facets: tuple[Facet, ...]
    version: int = 1

    def facet(self, key: str) -> Facet:
        """The facet with that key. Raises KeyError where there is none."""
        for facet in self.facets:
            if facet.key == key:
                return facet
        raise KeyError(key)

    def label(self, key: str) -> Label:
        """The label with that key. Raises KeyError where there is none."""
        for facet in self.facets:
            for label in facet.labels:
                if label.key == key:
                    return label
        raise KeyError(key)


# --- the study --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Study:
    """What a project settles for its whole study.

    ``languages`` are the declared ones (BCP 47); ``names`` are proper names that belong to no
    language; ``acronyms_neutral`` says whether AI, CEO and the like belong to none either.
    Findings about language depend on these three. ``suggestions`` is off where nobody is to be
    offered labels. ``instructions`` are what annotators are told before they begin.
    """

    languages: tuple[str, ...] = ("zh", "en")
    names: tuple[str, ...] = ()
    acronyms_neutral: bool = True
    suggestions: bool = True
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """Labels that an annotator was shown as suggestions for a turn, and which of them were taken.

    ``labels`` are label keys with the margins they had, the best first.
    """

    id: int
    at: str
    annotator: str  # key
    turn_id: int
    facet: str
    labels: tuple[tuple[str, float], ...]
    taken: tuple[str, ...] = ()


# --- edits --------------------------------------------------------------------------------

EntityKind = Literal[
    "tag", "dialogue", "turn", "target", "facet", "label", "annotator", "project", "step", "mark", "view",
    "speaker", "remark", "offer",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing, before and after. Creating has ``field == ""`` and ``old is None``,
    removing has ``field == ""`` and ``new is None``; the other side is the whole row.

    Where it happened is said as far as it is known: the turn the thing hangs on, with its position
    in its dialogue (from 0), the dialogue, and for a tag the key of its facet.
    """

    kind: EntityKind
    key: str
    field: str
    old: object
    new: object
    turn_id: int | None = None
    dialogue_id: int | None = None
    position: int | None = None
    facet: str = ""


# What edits do, as the log keeps it. annotator/core/edit_sentences.py says what each is in words.
EditCode = Literal[
    "project.create", "project.recover", "project.rename", "study.change",
    "annotator.add", "annotator.rename",
    "files.import",
    "dialogue.rename", "dialogues.remove", "dialogues.restore",
    "turns.speaker", "speaker.rename", "speaker.describe", "speakers.describe",
    "attribute.rename", "attribute.remove",
    "turn.split", "turn.join", "turn.set_aside", "turn.restore", "dialogue.read_again",
    "target.set", "target.remove",
    "turns.tag", "turns.untag", "turns.write", "span.tag", "span.move", "dialogue.tag",
    "dialogue.untag",
    "tags.change", "tags.remove", "tags.read_in", "tags.merge", "tags.adjudicate",
    "turns.flag", "turns.unflag", "turns.bookmark", "turns.unbookmark", "marks.read_in",
    "repairs.accept", "repairs.keep", "repairs.change", "repairs.reopen", "turns.correct", "turns.repair",
    "codebook.change", "codebook.import",
    "facet.add", "facet.change", "facet.remove", "facet.rename", "facet.retire", "facet.bring_back",
    "facet.move", "facet.set_key", "facet.duplicate",
    "label.add", "label.change", "label.remove", "label.rename", "label.retire", "label.bring_back",
    "label.move", "label.set_key", "label.duplicate", "label.colour", "label.merge",
    "view.save", "view.rename", "view.remove",
    "phrase",
]  # fmt: skip
EditRole = Literal["do", "undo", "redo", "revert"]


@dataclass(frozen=True, slots=True)
class EditSummary:
    """What an edit did: a code, and what it was done with, never a sentence.

    ``arguments`` by name: ``n`` is how many things the code counts; ``facet`` and ``label`` are keys;
    ``name`` is a name as it was then and ``new`` the one it became. Which of them are there depends on the
    code; those that are the same for all of several edits made together stay. ``phrase`` stands for what an
    older file says in a ``text`` of its own.

    ``roles`` is empty for something new; an edit that takes another back has that one's code and
    arguments and says how in ``roles``, the last first: ``("undo", "revert")`` is the undo of a revert.
    """

    code: EditCode
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    roles: tuple[EditRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One user action in the project's log."""

    id: int
    at: str
    annotator: str  # annotator key
    summary: EditSummary
    change_count: int
    reverts: int | None = None  # the edit this one takes back
    reverted_by: int | None = None
    session: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation changed, for whoever shows it. ``everything`` asks for a full refresh.

    ``skipped`` counts rows left alone because their value had changed since.
    """

    summary: EditSummary | None = None  # None where nothing was done
    edit: int | None = None
    turns: frozenset[int] = frozenset()
    dialogues: frozenset[int] = frozenset()
    codebook: bool = False
    structure: bool = False  # dialogues came or went
    project: bool = False  # name, annotators, settings
    everything: bool = False
    skipped: int = 0
