"""Whatever is done to a codebook, undoing all of it gives the one before, and redoing all the one after."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.codebooks import only, starters
from annotator.errors import UserError
from annotator.model import Codebook, Facet
from annotator.store import Project
from tests.store.building import new_project, prepared

PLACES = st.integers(0, 8)
NAMES = st.sampled_from(["art", "ART", "话题", "new", "favor", "", "x" * 50])
KEYS = st.sampled_from(["", "1", "2", "s", "t", "x"])
TURNS = st.lists(st.integers(1, 3), min_size=1, max_size=3)

LABEL_FIELDS = st.fixed_dictionaries(
    {}, optional={"name": NAMES, "shortcut": KEYS, "retired": st.booleans(), "definition": NAMES}
)
FACET_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "shortcut": KEYS,
        "retired": st.booleans(),
        "kind": st.sampled_from(["single", "several", "ordinal", "text"]),
        "scope": st.sampled_from(["turn", "span"]),
        "targeted": st.booleans(),
    },
)
EDITS = st.one_of(
    st.tuples(st.just("add"), PLACES, NAMES, KEYS),
    st.tuples(st.just("label"), PLACES, PLACES, LABEL_FIELDS),
    st.tuples(st.just("parent"), PLACES, PLACES, st.none() | PLACES),
    st.tuples(st.just("move"), PLACES, PLACES, st.none() | PLACES, st.none() | PLACES),
    st.tuples(st.just("merge"), PLACES, PLACES, st.none() | PLACES),
    st.tuples(st.just("copy"), PLACES, PLACES, NAMES),
    st.tuples(st.just("facet"), PLACES, FACET_FIELDS),
    st.tuples(st.just("new facet"), NAMES),
    st.tuples(st.just("copy facet"), PLACES, NAMES),
    st.tuples(st.just("no facet"), PLACES),
    st.tuples(st.just("order"), st.permutations(range(4))),
    st.tuples(st.just("take in"), st.integers(0, 2)),
    st.tuples(st.just("tag"), PLACES, PLACES, TURNS),
)


def pick(things: Any, place: int | None) -> Any:
    return None if place is None or not things else things[place % len(things)]


def act(project: Project, edit: tuple[Any, ...]) -> object:  # noqa: C901, PLR0911 - one case for each edit
    facets = project.codebook.read().facets
    facet: Any = pick(facets, edit[1]) if len(edit) > 1 and isinstance(edit[1], int) else None
    labels: Any = facet.labels if isinstance(facet, Facet) else ()
    match edit:
        case "add", _, name, key:
            return project.codebook.add_label(facet.key, name, shortcut=key)
        case "label", _, place, values if labels:
            return project.codebook.update_label(pick(labels, place).key, **values)
        case "parent", _, place, parent if labels:
            above = pick(labels, parent)
            return project.codebook.update_label(pick(labels, place).key, parent=above and above.key)
        case "move", _, place, parent, before if labels:
            above, sibling = pick(labels, parent), pick(labels, before)
            if sibling is pick(labels, place):
                return None
            return project.codebook.move_label(
                pick(labels, place).key, parent=above and above.key, before=sibling and sibling.key
            )
        case "merge", _, place, into if labels:
            other = pick(labels, into)
            return project.codebook.remove_label(pick(labels, place).key, merge_into=other and other.key)
        case "copy", _, place, name if labels:
            return project.codebook.duplicate_label(pick(labels, place).key, name)
        case "facet", _, values:
            return project.codebook.update_facet(facet.key, **values)
        case "new facet", name:
            return project.codebook.add_facet(Facet(f"f{len(facets)}", name, "several", position=len(facets)))
        case "copy facet", _, name:
            return project.codebook.duplicate_facet(facet.key, name)
        case "no facet", _:
            return project.codebook.remove_facet(facet.key)
        case "order", order:
            return project.codebook.order_facets([pick(facets, place).key for place in order])
        case "take in", which:
            book = starters()[which]
            return project.codebook.take_in(only(book, [book.facets[0].key]))
        case "tag", _, place, turns if labels and facet.scope == "turn":
            return project.tags.add(turns, pick(labels, place).key)
    return None


def state(project: Project) -> tuple[Codebook, list[tuple[object, ...]]]:
    found = [
        (tag.turn_id, tag.facet, tag.label, tag.target)
        for turn in project.turns.page(range(1, 4))
        for tag in turn.tags
    ]
    return project.codebook.read(), sorted(found, key=str)


@contextlib.contextmanager
def opened() -> Iterator[Project]:
    folder = Path(tempfile.mkdtemp())
    try:
        with new_project(folder / "c.dap", [prepared(0)]) as project:
            yield project
    finally:
        shutil.rmtree(folder)


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=12))
def test_undo_of_everything_gives_the_codebook_before(edits: list[tuple[Any, ...]]) -> None:
    with opened() as project:
        before = state(project)
        imported = project.history.can_undo
        for edit in edits:
            with contextlib.suppress(UserError):
                act(project, edit)
        after = state(project)
        assert project.check() == []
        number = 0
        while project.history.can_undo != imported or state(project) != before:
            changes = project.history.undo()
            assert changes is not None, "the codebook before is not reached"
            assert changes.skipped == 0
            number += 1
        for _ in range(number):
            changes = project.history.redo()
            assert changes is not None
            assert changes.skipped == 0
        assert state(project) == after
        assert project.check() == []


@settings(max_examples=30, deadline=None)
@given(st.lists(EDITS, min_size=2, max_size=8), st.lists(st.integers(0, 20), max_size=4))
def test_reverting_anything_leaves_a_sound_codebook(edits: list[tuple[Any, ...]], reverts: list[int]) -> None:
    with opened() as project:
        for edit in edits:
            with contextlib.suppress(UserError):
                act(project, edit)
        ids = [edit.id for edit in project.history.edits(50) if edit.session]
        for place in reverts:
            project.history.revert(pick(ids, place))
        project.codebook.replace(project.codebook.read())  # refused were it not sound
        assert project.check() == []
