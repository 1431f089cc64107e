"""STM, CTM, RTTM, tables of the LDC, SALT: turns with times; lists that hold no words are refused."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from tests.importers.reading import faults, left_out, read, said

STM = """\
;; LABEL "O" "Overall" "Overall"
rec1 1 Ann 2.5 4 <o,f0,female> and then { um / uh } we left
rec1 2 Ben 0 1.25 you left
rec1 1 inter_segment_gap 4 5
rec1 1 Ann 5 6
rec2 1 Cem .5 2 late
rec2 1 Cem then 2 late
"""


def test_stm() -> None:
    found = read("talk.stm", STM)
    assert said(found) == [
        [("Ben", "you left"), ("Ann", "and then { um / uh } we left")],
        [("Cem", "late")],
    ]
    assert [one.title for one in found.dialogues] == ["rec1", "rec2"]
    assert found.dialogues[0].turns[1].meta == {"start": 2.5, "end": 4.0}
    assert left_out(found) == ["Left out: 2 turns without words"]
    assert faults(found) == ["line 7: it has not the cells that such lines have"]


def test_labels_of_one_sign_and_words_that_look_so() -> None:
    labelled = "rec 1 A 0 1 <M> so\nrec 1 B 1 2 <F> it is\nrec 1 B 2 3 <F>\n"
    assert said(read("talk.stm", labelled)) == [[("A", "so"), ("B", "it is")]]
    assert said(read("talk.stm", "rec 1 A 0 1 <laugh> so\nrec 1 B 1 2 it is\n")) == [
        [("A", "<laugh> so"), ("B", "it is")]
    ]


CTM = """\
;; comment
rec A 0.0 0.25 so 0.98
rec A 0.3 0.2 then
rec B 0.4 0.2 mhm
rec A 0.6 0.4 go
rec A * * <ALT_BEGIN>
rec A 3.0 0.5 there
rec A * * <ALT>
rec A 3.0 0.5 their
rec A * * <ALT_END>
rec A 3.6 0.2 @
rec A 4 x y
"""


def test_ctm() -> None:
    found = read("talk.ctm", CTM)
    assert said(found) == [[("A", "so then go"), ("B", "mhm"), ("A", "there")]]
    assert found.dialogues[0].turns[0].meta == {"start": 0.0, "end": 1.0}
    assert left_out(found) == ["Left out: 1 other reading of what was said"]
    assert faults(found) == ["line 12: it has not the cells that such lines have"]
    alone = read("talk.ctm", "rec 1 0.0 0.25 so\nrec 1 0.3 0.2 then\n")
    assert said(alone) == [[("", "so then")]]
    assert left_out(alone) == ["Nothing says who speaks in 1 turn"]


def test_rttm_with_words_and_without() -> None:
    speakers = "SPEAKER rec 1 0.0 1.0 <NA> <NA> ann <NA>\n"
    words = (
        "LEXEME rec 1 0.0 0.4 good lex ann <NA>\nLEXEME rec 1 0.5 0.4 day lex ann <NA>\n"
        "LEXEME rec 1 0.7 0.2 hm lex <NA> <NA>\nLEXEME rec 1 x 0.2 hm lex ann <NA>\n"
    )
    for name in ("talk.rttm", "talk.txt"):
        found = read(name, speakers + words)
        assert said(found) == [[("ann", "good day"), ("", "hm")]]
        assert faults(found) == ["line 5: it has not the cells that such lines have"]
        with pytest.raises(UserError, match=r"holds no words"):
            read(name, speakers * 2)
        with pytest.raises(UserError, match=r"holds no words"):
            read(name, "LANGUAGE rec 1 1.5 1.1 <NA> <NA> L2 <NA> <NA>\n" * 2)
    with pytest.raises(UserError, match=r"holds no words"):
        read("talk.rttm", "OTHER rec 1 1.5 1.1 <NA> <NA> L2 <NA> <NA>\n")


TDF = """\
file;unicode\tchannel;int\tstart;float\tend;float\tspeaker;unicode\tspeakerType;unicode\ttranscript;unicode
;;MM sectionTypes\t[None, None]
a.sph\t0\t1.5\t2.5\tLea\tfemale\tgood morning
a.sph\t1\t0.5\t1\tTom\tNA\thello
a.sph\t1\t3\t4\tTom\tNA\t
a.sph\t1\tx\t4\tTom\tNA\tno
"""


def test_tables_of_the_ldc() -> None:
    for name in ("talk.tdf", "talk.txt"):
        found = read(name, TDF)
        assert said(found) == [[("Tom", "hello"), ("Lea", "good morning")]]
        (dialogue,) = found.dialogues
        assert dialogue.meta["speakers"] == {"Lea": {"sex": "female"}}
        assert dialogue.turns[0].meta == {"start": 0.5, "end": 1.0, "fields": {"channel": "1"}}
        assert left_out(found) == ["Left out: 1 turn without words"]
        assert faults(found) == ["line 6: it has not the cells that such lines have"]


SALT = """\
$ Child, Examiner
+ Language: English
+ Ca: 4;4
stray
- 0:05
E What was it about?
= a remark
C (The um) the dog/s ran{points} and
they barked.
; :03
- 1:02
C X.
"""


def test_salt() -> None:
    for name in ("talk.slt", "talk.txt"):
        found = read(name, SALT)
        assert said(found) == [
            [
                ("Examiner", "What was it about?"),
                ("Child", "(The um) the dog/s ran{points} and they barked."),
                ("Child", "X."),
            ]
        ]
        (dialogue,) = found.dialogues
        assert dialogue.meta["headers"] == {"Language": "English", "Ca": "4;4"}
        assert [turn.meta for turn in dialogue.turns] == [{"start": 5.0}, {}, {"start": 62.0}]
        assert left_out(found) == [
            "Left out: 1 line before the first turn",
            "Left out: 1 comment",
            "Left out: 1 line with a time alone",
        ]
    assert find_format("prices.txt", b"$ Ann, Ben\nnothing\n\nmore\n").key == "text"
    assert find_format("prices.txt", b"$ 5, $ 6\n5 nothing\n").key == "text"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.mlf", '#!MLF!#\n"*/a.lab"\nsp\nYES\n.\n', "list of labels of HTK"),
        ("a.ann", "T1\tPER 0 4\tAnna\n", "annotations of brat without their text"),
    ],
)
def test_labels_without_turns_are_refused(name: str, data: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        read(name, data)
