"""What becomes of metadata where exports are to hold no names."""

from __future__ import annotations

from annotator.exporters.nameless_metadata import NamelessMetadata

CODES = {"Marion": "S1", "A": "S2", "Ann Lee": "S3", "Lee": "S4", "(x": "S5", "": "S6", "?": "S7"}
NAMELESS = NamelessMetadata(CODES, lambda text: text.replace("Berne", "[PLACE-1]"))


def test_tiers_and_places_called_after_speakers_have_their_codes() -> None:
    assert NAMELESS.of({
        "place": "tier Marion, line 3",
        "tiers": {"gls@Marion": "Marion laughs", "A [v]": ["A man", 3], "AB": "A"},
    }) == {
        "place": "tier S1, line 3", "tiers": {"gls@S1": "S1 laughs", "S2 [v]": ["A man", 3], "AB": "S2"},
    }  # fmt: skip
    assert NAMELESS.of({"tiers": ["Marion", "A [v]", "x"]}) == {"tiers": ["S1", "S2 [v]", "x"]}


def test_names_in_other_texts_are_found_as_words_of_their_own() -> None:
    said = {"note": "Ann Lee and Lee, Leeds, Marions, from Berne; A man (x)", "start": 1.5, "who": "Marion"}
    assert NAMELESS.of(said) == {
        "note": "S3 and S4, Leeds, Marions, from [PLACE-1]; A man (x)", "start": 1.5, "who": "S1",
    }  # fmt: skip
    assert NAMELESS.of({"place": "x) (x) (xy A"}) == {"place": "x) S5) (xy S2"}


def test_what_names_recordings_and_received_names_is_left_out() -> None:
    said = {
        "media": ["marion.wav"],
        "speaker": "MariÃ³n",
        "title": "Marion",
        "fields": {"Media": "m.wav", "k": "v"},
    }
    assert NAMELESS.of(said) == {"fields": {"k": "v"}}


def test_of_speakers_all_stays_but_what_names_them() -> None:
    meta = {
        "speakers": {
            "Marion": {"Name": "Marie Curie", "age": "31", "Birth": "1867", "name": "M"},
            "A": {"name": 3, "role": "guest"}, "Z": {"name": "Zoe"}, "Lee": "of Ann Lee",
        },
        "note": "Marie Curie, Zoe and M",
    }  # fmt: skip
    assert NAMELESS.with_people_of(meta).of(meta) == {
        "speakers": {"S1": {"age": "31"}, "S2": {"role": "guest"}, "Z": {}, "S4": "of S3"},
        "note": "S1, Zoe and M",
    }
    assert NAMELESS.of({"note": "Marie Curie"}) == {"note": "Marie Curie"}, "another dialogue knows her not"
    assert NAMELESS.with_people_of({"speakers": "Marion"}).of({"speakers": "Marion"}) == {"speakers": "S1"}
