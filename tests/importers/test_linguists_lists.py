"""CoNLL-U that names speakers in unusual comments, and CHAT in which nearly nobody says anything."""

from __future__ import annotations

from tests.importers.reading import left_out, read, said

_WORD = "1\tja\tja\tINTJ\t_\t_\t0\troot\t_\t_\n\n"


def test_speakers_in_comments_of_other_forms() -> None:
    first = f"# sent_id = 1\n# dialect: east speakerid: east_03\n{_WORD}"
    found = read("talk.conllu", f"{first}# sent_id = 2\n# speakerid: east_04\n{_WORD}")
    assert said(found) == [[("east_03", "ja"), ("east_04", "ja")]]
    assert found.dialogues[0].turns[0].meta["fields"] == {"dialect": "east"}
    roles = f"# sent_id = 1\n# speaker_role = Mother\n# speaker_age = 30\n{_WORD}"
    assert said(read("talk.conllu", roles)) == [[("Mother", "ja")]]
    nobody = read("talk.conllu", f"# sent_id = 1\n# note: this is no pair\n{_WORD}")
    assert "Nothing says who speaks in 1 turn" in left_out(nobody)


def test_utterances_without_words_are_asked_about() -> None:
    chat = "@UTF8\n@Begin\n*SIL:\t0 .\n*CHI:\t&=laughs .\n*FAN:\thello .\n@End\n"
    found = read("talk.cha", chat)
    assert [(one.code, one.count) for one in found.questions] == [("empty-turns", 2)]
    assert read("talk.cha", chat.replace("*SIL:\t0 .\n", "")).questions == ()
