from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import codebooks
from annotator.codebooks import FieldDifference, differences, holder_of, merged, only
from annotator.errors import UserError
from annotator.model import Codebook, Facet, Label

DEFAULT, ACTS, AGREEMENT = codebooks.starters()
FACETS = [facet.key for book in (DEFAULT, ACTS, AGREEMENT) for facet in book.facets]


def facet(key: str, *labels: Label, **fields: object) -> Facet:
    return Facet(key, key.title(), "several", labels=labels, **fields)  # type: ignore[arg-type]


def label(key: str, name: str = "", **fields: object) -> Label:
    return Label(key, "f", name or key, **fields)  # type: ignore[arg-type]


def book(*facets: Facet) -> Codebook:
    return Codebook("x", facets)


def test_nothing_changes_where_all_is_there() -> None:
    assert merged(DEFAULT, DEFAULT).codebook == DEFAULT
    assert merged(DEFAULT, only(DEFAULT, ["stance"])).codebook == DEFAULT
    assert differences(DEFAULT, DEFAULT) == ()


def test_new_facets_come_last() -> None:
    merge = merged(DEFAULT, AGREEMENT)
    assert [x.key for x in merge.codebook.facets] == ["stance", "topic", "language", "note", "response"]
    assert merge.codebook.facets[-1].position == 4
    assert merge.codebook.name == DEFAULT.name
    assert not merge.empty
    assert merged(book(), book()).empty


def test_what_is_there_is_brought_up_to_date_and_nothing_is_taken_away() -> None:
    present = book(facet("f", label("a", position=0), label("b", position=1, parent="a")))
    other = book(facet("f", label("b", "B!", definition="x"), label("c", parent="b"), open=True))
    (found,) = merged(present, other).codebook.facets
    assert found.open
    assert [(x.key, x.name, x.parent, x.position) for x in found.labels] == [
        ("a", "a", None, 0), ("b", "B!", None, 1), ("c", "c", "b", 2),
    ]  # fmt: skip


def test_the_order_is_the_others_where_it_has_all() -> None:
    present = book(facet("f", label("a", position=0), label("b", position=1)))
    other = book(facet("f", label("a", position=1), label("b", position=0), label("c", position=2)))
    assert [x.key for x in merged(present, other).codebook.facets[0].labels] == ["b", "a", "c"]


def test_the_same_name_is_the_same_label() -> None:
    present = book(facet("f", label("a", "Art"), label("z")))
    other = book(facet("f", label("1", "ＡＲＴ", parent="2"), label("2", "up"), label("3", "art")))
    labels = merged(present, other).codebook.facets[0].labels
    assert [(x.key, x.name, x.parent) for x in labels] == [
        ("a", "ＡＲＴ", "2"), ("z", "z", None), ("2", "up", None), ("3", "art", None),
    ]  # fmt: skip


def test_keys_that_are_taken_are_left_out_and_said() -> None:
    present = book(facet("f", label("a", shortcut="1"), shortcut="f"))
    other = book(
        replace(facet("f", label("b", shortcut="1"), label("c", shortcut="g"), shortcut="f"), name="F"),
        Facet("g", "G", "text", shortcut="f"),
        Facet("h", "H", "text", shortcut="1"),
        Facet("i", "I", "text", shortcut="f", retired=True),
    )
    merge = merged(present, other)
    assert merge.unkeyed == (("b", "1"), ("G", "f"), ("H", "1"))
    assert merge.codebook.facet("f").shortcut == "f"
    assert merge.codebook.label("c").shortcut == "g"


def test_a_label_of_another_facet_is_refused() -> None:
    other = book(Facet("g", "G", "single", labels=(Label("a", "g", "a"),)))
    with pytest.raises(UserError, match="the label a belongs to F here and to G there"):
        merged(book(facet("f", label("a"))), other)


def test_differences_are_named_field_by_field() -> None:
    old = book(facet("f", label("a", "x"), label("b")), facet("g"))
    new = book(facet("f", label("a", "y"), label("c"), open=True))
    assert list(differences(old, new)) == [
        FieldDifference("facet", "f", "F", "f", "open", old=False, new=True),
        FieldDifference("label", "a", "x", "f", "name", "x", "y"),
        FieldDifference("label", "c", "c", "f", "", None, "c"),
        FieldDifference("label", "b", "b", "f", "", "b", None),
        FieldDifference("facet", "g", "G", "g", "", "G", None),
    ]


def test_who_holds_a_key() -> None:
    stance, favor = DEFAULT.facet("stance"), DEFAULT.label("stance.favor")
    assert holder_of(DEFAULT, "s", facet="topic") == stance
    assert holder_of(DEFAULT, "s", facet="stance") is None
    assert holder_of(DEFAULT, "1", facet="note") == favor
    assert holder_of(DEFAULT, "1", facet="stance", label="stance.mixed") == favor
    assert holder_of(DEFAULT, "1", facet="stance", label="stance.favor") is None
    assert holder_of(DEFAULT, "s", facet="stance", label="stance.favor") == stance
    retired = replace(DEFAULT, facets=(replace(stance, retired=True), *DEFAULT.facets[1:]))
    assert holder_of(retired, "s", facet="topic") is None


@given(st.sets(st.sampled_from(FACETS)), st.sets(st.sampled_from(FACETS)))
def test_taking_in_twice_is_taking_in_once(first: set[str], second: set[str]) -> None:
    whole = Codebook("all", (*DEFAULT.facets, *ACTS.facets, *AGREEMENT.facets))
    present, other = only(whole, first), only(whole, second)
    once = merged(present, other).codebook
    assert {x.key for x in once.facets} == first | second
    assert merged(once, other).codebook == once
    assert codebooks.loads(codebooks.dumps(once), "x") == once
