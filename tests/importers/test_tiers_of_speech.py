"""Tiers that hold no speech, tiers whose words lie below, and all forms in which Praat writes a TextGrid."""

from __future__ import annotations

import struct

import pytest

from annotator.errors import UserError
from annotator.importers.speech_tiers import speaker_of
from tests.importers.reading import left_out, read, said


def _eaf(*tiers: tuple[str, str, tuple[str, ...]], slots: int = 12, types: str = "") -> str:
    """An ELAN document: tiers with a name, the name of the one above, and values a second long each."""
    times = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{1000 * n}"/>' for n in range(slots))
    body = ""
    for name, parent, values in tiers:
        kind = "REF_ANNOTATION" if parent else "ALIGNABLE_ANNOTATION"
        where = 'ANNOTATION_REF="{1}{0}"' if parent else 'TIME_SLOT_REF1="t{0}" TIME_SLOT_REF2="t{2}"'
        notes = "".join(
            f'<ANNOTATION><{kind} ANNOTATION_ID="{name}{n}" {where.format(n, parent, n + 1)}>'
            f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></{kind}></ANNOTATION>"
            for n, value in enumerate(values)
        )
        above = f' PARENT_REF="{parent}"' if parent else ""
        body += f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="{types or name}"{above}>{notes}</TIER>'
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{times}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"


def test_where_sentences_are_numbered_the_words_are_those_of_the_tier_below() -> None:
    numbers, words, free = (
        ("N_01", "N_02"),
        ("da kam er", "nach Haus"),
        ("then he came, it is told", "home at last"),
    )
    made = read(
        "x.eaf", _eaf(("ref@Ida", "", numbers), ("ft@Ida", "ref@Ida", free), ("tx@Ida", "ref@Ida", words))
    )
    assert said(made) == [[("Ida", "da kam er"), ("Ida", "nach Haus")]]
    first, _ = made.dialogues[0].turns
    assert first.meta["tiers"] == {"ref@Ida": "N_01", "ft@Ida": "then he came, it is told"}
    assert (first.meta["id"], made.questions) == ("ref@Ida0", ())


def test_numbers_without_a_tier_of_words_below_stay_and_are_asked_about() -> None:
    made = read("x.eaf", _eaf(("ref", "", ("N_01", "N_02")), ("ft", "ref", ("so it was", "and is"))))
    assert [text for _, text in said(made)[0]] == ["N_01", "N_02"]
    assert [one.code for one in made.questions] == ["tiers"]


def test_tiers_of_nothing_of_letters_of_numbers_and_of_names_of_tiers_are_no_speech() -> None:
    made = read(
        "x.eaf",
        _eaf(
            ("Ann", "", ("well so it is", "yes of course")), ("context", "", ("", "")),
            ("laps", "", ("0.2", "1.4")),
            ("bits", "", ("t", "e", "s", "t")), ("again", "", ("Ann", "Ann", "laps")), types="praat",
        ),
    )  # fmt: skip
    assert said(made) == [[("Ann", "well so it is"), ("Ann", "yes of course")]]
    assert left_out(made) == ["Left out: 4 tiers: context (2), laps (2), bits (4), again (3)"]


def test_signs_of_an_eastern_script_are_words() -> None:
    made = read("x.eaf", _eaf(("Li", "", ("好", "对", "嗯")), types="praat"))
    assert [text for _, text in said(made)[0]] == ["好", "对", "嗯"]


def test_a_tier_and_its_type_called_as_the_mother_is_are_no_words() -> None:
    made = read("x.eaf", _eaf(("CHI", "", ("I did .", "I find it .")), ("MOT", "", ("you did ?", "okay ."))))
    assert {who for who, _ in said(made)[0]} == {"CHI", "MOT"}
    assert left_out(made) == []


def test_other_tiers_of_whoever_has_one_of_speech_say_something_about_it() -> None:
    text = _eaf(
        ("LIN", "", ("well so it is", "yes of course")), ("shoulders", "", ("up and down",)),
        ("BRI", "", ("no not at all",)),
    )  # fmt: skip
    text = text.replace(
        '"LIN" LINGUISTIC_TYPE_REF="LIN"', '"LIN" PARTICIPANT="L" LINGUISTIC_TYPE_REF="orthography"'
    )
    text = text.replace('"shoulders" LIN', '"shoulders" PARTICIPANT="L " LIN')
    made = read("x.eaf", text)
    assert {who for who, _ in said(made)[0]} == {"L", "BRI"}
    assert left_out(made) == ["Left out: 1 tier: shoulders (1)"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Palabra", ("hola", "amigo")),
        ("Wörter", ("so", "ist")),
        ("Traducción", ("so it", "is here")),
        ("词", ("好", "吗")),
    ],
)
def test_names_of_tiers_in_other_languages(name: str, values: tuple[str, ...]) -> None:
    made = read(
        "x.eaf", _eaf(("Segmento", "", ("so it is", "yes of course")), (name, "", values), types="default-lt")
    )
    assert {who for who, _ in said(made)[0]} == {"Segmento"}


def test_what_hangs_on_nothing_that_is_taken_is_told() -> None:
    made = read(
        "x.eaf",
        _eaf(
            ("Ann", "", ("well so it is", "yes of course")), ("gloss", "Ann", ("g", "h", "lost")),
            ("gestures", "", ("points",)), ("phase", "gestures", ("stroke",)),
        ),
    )  # fmt: skip
    assert sorted(left_out(made)) == [
        "Left out: 1 remark beside the words: gloss 1",
        "Left out: 2 tiers: gestures (1), phase (1)",
    ]


@pytest.mark.parametrize(
    ("name", "who"),
    [("tx@Ida", "Ida"), ("ida@home", "ida@home"), ("Ida - words", "Ida"), ("ref@", "ref@"), ("Ida", "Ida")],
)
def test_whose_tier_it_is(name: str, who: str) -> None:
    assert speaker_of(name) == who


def test_no_words_in_most_turns_are_no_doubt_where_others_have_words() -> None:
    talk = tuple("0." if n % 3 else f"line number {n}" for n in range(40))
    made = read("x.eaf", _eaf(("CHI", "", talk), slots=50, types="transcription"))
    assert made.questions == ()
    bare = read("x.eaf", _eaf(("CHI", "", ("0.",) * 40), slots=50, types="transcription"))
    assert bare.questions


def test_events_of_no_speaker_are_told() -> None:
    tier = '<tier id="{0}" {1} category="v" type="{2}" display-name="{0}">{3}</tier>'
    event = '<event start="{}" end="{}">{}</event>'.format
    words = event("T0", "T1", "So it is. ") + event("T1", "T2", "Yes.")
    body = tier.format("A [v]", 'speaker="S"', "t", words)
    body += tier.format("[nn]", "", "d", event("T0", "T1", "((noise))"))
    body += tier.format("A [en]", 'speaker="S"', "a", event("T0", "T1", "so") + event("T0", "T2", "across"))
    times = "".join(f'<tli id="T{n}" time="{n}"/>' for n in range(3))
    made = read(
        "x.exb",
        '<basic-transcription><speakertable><speaker id="S"><abbreviation>A</abbreviation></speaker>'
        "</speakertable>"
        f"<basic-body><common-timeline>{times}</common-timeline>{body}</basic-body></basic-transcription>",
    )
    assert said(made) == [[("A", "So it is."), ("A", "Yes.")]]
    assert sorted(left_out(made)) == [
        "Left out: 1 remark beside the words: A [en] 1",
        "Left out: 1 tier: [nn] (1)",
    ]


def test_tei_times_from_and_to() -> None:
    made = read(
        "x.xml",
        '<TEI><text><timeline><when xml:id="T0" absolute="0"/><when xml:id="T1" interval="1.5" since="#T0"/>'
        '</timeline><body><annotationBlock who="A" from="#T0" to="#T1"><u>so it is</u></annotationBlock>'
        "</body></text></TEI>",
    )
    assert made.dialogues[0].turns[0].meta == {"start": 0.0, "end": 1.5}


def test_tei_says_who_and_when_around_an_utterance_or_that_nobody_is_named() -> None:
    body = '<annotationGrp who="#S" start="#T0" end="#T1"><u>so</u></annotationGrp>'
    body += '<annotationBlock start="#T1"><u>well</u></annotationBlock><u>yes</u>'
    line = '<timeline><when xml:id="T0" absolute="0"/><when xml:id="T1" interval="2" since="#T0"/></timeline>'
    made = read("x.xml", f"<TEI><text>{line}<body>{body}</body></text></TEI>")
    assert [(turn.speaker, turn.meta) for turn in made.dialogues[0].turns] == [
        ("S", {"start": 0.0, "end": 2.0}), ("", {"start": 2.0}), ("", {}),
    ]  # fmt: skip
    assert left_out(made) == []
    nobody = read("x.xml", "<TEI><text><body><u>yes</u><u>no</u></body></text></TEI>")
    assert left_out(nobody) == ["Nothing says who speaks in 2 turns"]


def test_a_dictionary_of_toolbox_is_no_text() -> None:
    with pytest.raises(UserError, match="a dictionary of Toolbox, which holds no text"):
        read("x.db", "\\_sh v3.0 400 MDF\n\n\\lx abadi\n\\ph aba\n\\ge old\n\n\\lx abu\n\\ph abu\n")


def test_sentences_of_toolbox_that_begin_with_an_id() -> None:
    sentence = "\\id {0}\n\\start {0}.5\n\\tx first words\n\\ge f w\n\\tx and more\n\\fg so it is\n\n"
    made = read("x.txt", "\\_sh v3.0 Test\n\n" + sentence.format(1) + sentence.format(2))
    assert said(made) == [[("", "first words and more")] * 2]
    assert [turn.meta["start"] for turn in made.dialogues[0].turns] == [1.5, 2.5]
    assert [turn.meta["id"] for turn in made.dialogues[0].turns] == ["1", "2"]
    text = "\\id {0}\n" + "\\tx one\n\\fg eins\n\\tx two\n\\fg zwei\n\n"
    made = read("x.txt", "\\_sh v3.0 Test\n\n" + text.format(1) + text.format(2))
    assert said(made) == [[("", "one"), ("", "two")]] * 2, "texts with sentences of their own"


# --- TextGrids ----------------------------------------------------------------------------------

CHRONOLOGICAL = """"Praat chronological TextGrid text file"
0 2.5   ! Time domain.
3   ! Number of tiers.
"IntervalTier" "Ann" 0 2.5
"IntervalTier" "Bo" 0 2.5
"TextTier" "bell" 0 2.5

! Ann:
1 0 1
"so ""it"" is"
2 0 2.5
"yes of course"
3 1.5
"ding"
1 1 2.5
""
"""
TURNS = [("Ann", 'so "it" is'), ("Bo", "да, конечно")]


def _words(text: str) -> bytes:
    if text.isascii():
        return struct.pack(">h", len(text)) + text.encode("ascii")
    wide = text.encode("utf-16-be")
    return struct.pack(">hH", -1, len(wide) // 2) + wide


def _binary(*, kind: str = "IntervalTier", exists: bool = True) -> bytes:
    head = b"ooBinaryFile\x08TextGrid" + struct.pack(">ddbi", 0, 2.5, exists, 3)
    tiers = b""
    for name, words in TURNS:
        tiers += bytes([len(kind)]) + kind.encode() + _words(name) + struct.pack(">ddidd", 0, 2.5, 1, 0.5, 2)
        tiers += _words(words)
    bell = b"\x08TextTier" + _words("bell") + struct.pack(">ddid", 0, 2.5, 1, 1.5) + _words("ding")
    return head + tiers + bell


def test_a_chronological_textgrid() -> None:
    made = read("x.TextGrid", CHRONOLOGICAL)
    assert said(made) == [[("Ann", 'so "it" is'), ("Bo", "yes of course")]]
    assert [turn.meta["end"] for turn in made.dialogues[0].turns] == [1.0, 2.5]
    assert left_out(made) == ["Left out: 1 tier: bell (1)"]


def test_a_binary_textgrid() -> None:
    made = read("x.TextGrid", _binary())
    assert said(made) == [TURNS]
    assert [(turn.place, turn.meta) for turn in made.dialogues[0].turns] == [
        ("tier Ann", {"start": 0.5, "end": 2.0}), ("tier Bo", {"start": 0.5, "end": 2.0}),
    ]  # fmt: skip
    with pytest.raises(UserError, match="no kind of tier called “OtherTier”"):
        read("x.TextGrid", _binary(kind="OtherTier"))
    with pytest.raises(UserError, match="it ends before all is there"):
        read("x.TextGrid", _binary()[:-1])
    with pytest.raises(UserError, match="none of its intervals has words"):
        read("x.TextGrid", _binary(exists=False))


def _grid(*tiers: tuple[str, tuple[tuple[float, float, str], ...]]) -> str:
    body = "".join(
        f'"IntervalTier" "{name}" 0 9 {len(turns)}\n' + "".join(f'{a} {b} "{text}"\n' for a, b, text in turns)
        for name, turns in tiers
    )
    return f'"ooTextFile" "TextGrid" 0 9 <exists> {len(tiers)}\n{body}'


def test_a_tier_that_tells_who_speaks_is_asked_and_marks_of_silence_are_none() -> None:
    ortho = (
        (0, 1, "_"),
        (1, 2, "bon jour madame"),
        (2, 4, "oui bonjour"),
        (4, 5, "au revoir"),
        (5, 6, "hm hm"),
    )
    spk = ((0, 1, "_"), (1, 2.2, "L1"), (2.2, 4, "L2"), (4, 5, "L1"))
    made = read("x.TextGrid", _grid(("ortho", ortho), ("spk", spk)))
    assert said(made) == [
        [("L1", "bon jour madame"), ("L2", "oui bonjour"), ("L1", "au revoir"), ("ortho", "hm hm")]
    ]
    assert left_out(made) == ["Left out: 1 turn without words"]
    assert [(tier.name, tier.kind, tier.taken) for tier in made.tiers] == [
        ("ortho", "speech", True), ("spk", "other", False),
    ]  # fmt: skip


def test_words_with_their_part_of_speech_below_are_words() -> None:
    words = ((0, 1, "RIPPED\nVerb"), (1, 2, "THE\nDeterminer"))
    made = read("x.TextGrid", _grid(("word", words), ("phrase", ((0, 2, "RIPPED THE"),))))
    assert said(made) == [[("phrase", "RIPPED THE")]]


@pytest.mark.parametrize(("label", "silent"), [("n", True), ("yes", False), ("well so", False)])
def test_a_label_between_any_two_others_is_silence(label: str, silent: bool) -> None:
    turns = tuple((n, n + 1, f"line number {n}" if n % 2 else label) for n in range(8))
    made = read("x.TextGrid", _grid(("one", turns)))
    assert [text for _, text in said(made)[0] if text == label] == ([] if silent else [label] * 4)
    assert left_out(made) == (["Left out: 4 turns without words"] if silent else [])


def test_a_label_that_comes_twice_in_a_row_or_beside_silence_is_said() -> None:
    turns = tuple((n, n + 1, f"line number {n}" if n % 2 else "m") for n in range(8))
    for odd in ((*turns[:7], (7, 8, "m"), (8, 9, "so it is")), (*turns, (8, 9, ""))):
        made = read("x.TextGrid", _grid(("one", odd)))
        assert "m" in {text for _, text in said(made)[0]}


def test_few_words_of_a_tier_of_words_are_asked_about() -> None:
    found = read("talk.eaf", _eaf(("words", "", ("so", "it")), ("phones", "", ("s", "o", "i", "t"))))
    assert [one.code for one in found.questions] == ["single-words"]
    assert read("talk.eaf", _eaf(("utterance", "", ("so", "it")))).questions == ()


def test_a_tier_with_a_few_slips_has_its_words_below() -> None:
    slips = ("", "eh", *[""] * 10)
    words = tuple(f"so many words {at}" for at in range(12))
    found = read("talk.eaf", _eaf(("ref@B", "", slips), ("tx@B", "ref@B", words), slots=14))
    assert said(found)[0][:2] == [("B", "so many words 0"), ("B", "so many words 1")]
    assert found.dialogues[0].turns[1].meta["tiers"] == {"ref@B": "eh"}
