from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebooks import depth, moved, new_key, ordered, subtree
from annotator.errors import UserError
from annotator.model import Label


def tree(*rows: tuple[str, str | None]) -> tuple[Label, ...]:
    return tuple(Label(key, "f", key, parent=parent, position=n) for n, (key, parent) in enumerate(rows))


FAMILY = tree(("a", None), ("c", "b"), ("b", None), ("d", "c"), ("e", "b"))


def keys(labels: tuple[Label, ...]) -> str:
    return "".join(label.key for label in labels)


def test_labels_are_read_as_a_tree() -> None:
    assert keys(ordered(FAMILY)) == "abcde"
    assert keys(ordered(tree(("a", "gone"), ("b", None)))) == "ab"
    assert keys(ordered(tree(("a", "b"), ("b", "a"), ("c", None)))) == "cab", "a circle loses nobody"
    assert subtree(FAMILY, "b") == {"b", "c", "d", "e"}
    assert subtree(tree(("a", "b"), ("b", "a")), "a") == {"a", "b"}
    assert [depth(FAMILY, key) for key in "abcde"] == [0, 0, 1, 2, 1]
    assert depth(tree(("a", "b"), ("b", "a")), "a") == 2


def test_a_label_takes_those_below_it_along() -> None:
    assert keys(moved(FAMILY, "b", None, "a")) == "bcdea"
    assert keys(moved(FAMILY, "c", "a", None)) == "acdbe"
    assert keys(moved(FAMILY, "e", "b", "c")) == "abecd"
    assert [label.position for label in moved(FAMILY, "e", None, "a")] == [0, 1, 2, 3, 4]
    with pytest.raises(UserError, match="below itself"):
        moved(FAMILY, "b", "d", None)
    with pytest.raises(KeyError):
        moved(FAMILY, "b", "x", None)


@given(st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 6), st.none() | st.integers(0, 6))))
def test_moving_loses_nobody(moves: list[tuple[int, int | None, int | None]]) -> None:
    labels = tree(*((key, None) for key in "abcdefg"))
    for which, parent, before in moves:
        names = [None if n is None else "abcdefg"[n] for n in (parent, before)]
        key = "abcdefg"[which]
        if names[1] == key:
            continue
        try:
            labels = moved(labels, key, *names)
        except UserError:
            continue
        assert sorted(keys(labels)) == list("abcdefg")
        assert ordered(labels) == labels


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Turn type", (), "turn-type"),
        ("Turn  Type!", ("turn-type",), "turn-type-2"),
        ("话题", (), "话题"),
        ("?", (), "facet"),
        ("?", ("facet", "facet-2"), "facet-3"),
        ("x" * 99, (), "x" * 40),
    ],
)
def test_keys_of_facets_come_from_their_names(name: str, taken: tuple[str, ...], key: str) -> None:
    assert new_key(name, taken) == key
