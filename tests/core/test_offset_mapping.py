"""Where characters come to lie when steps change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offset_mapping import ChangedStretch, Moves, Places, Replacement, changed, replaced


def test_room_among_places() -> None:
    places = Places([(2, 4), (4, 4), (6, 9)])
    rooms = [(0, 2), (4, 6), (9, 12), (2, 2)]
    for start, end in [*rooms, (4, 4), (3, 3), (1, 3), (5, 7), (7, 8), (0, 20)]:
        free = (start, end) in rooms
        assert places.free(start, end) is free, (start, end)


PIECES = st.lists(st.tuples(st.text("ab", max_size=3), st.text("abc", max_size=3)), max_size=6)


@given(PIECES, st.data())
def test_what_changed_is_found_and_nothing_else(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    received = "".join(before for before, _ in pieces)

    def steps() -> list[Replacement]:
        found, at = [], 0
        for before, after in pieces:
            if before and data.draw(st.booleans()):
                text = data.draw(st.sampled_from([after, before, after + "z"]))
                found.append(Replacement(at, at + len(before), text))
            at += len(before)
        return found

    old, new = steps(), steps()
    one, other = replaced(received, old), replaced(received, new)
    stretches = changed(received, old, new)
    at = there = 0
    for stretch in stretches:
        assert one[at : stretch.old_start] == other[there : stretch.start]
        at, there = stretch.old_end, stretch.end
    assert one[at:] == other[there:]
    moves = Moves(stretches, len(other))
    if one:
        start = data.draw(st.integers(0, len(one) - 1))
        end = data.draw(st.integers(start + 1, len(one)))
        low, high = moves.span(start, end)
        assert 0 <= low <= high <= len(other)
        assert low < high or not other
        if all(s.old_end <= start or s.old_start >= end for s in stretches):
            assert other[low:high] == one[start:end]


def test_a_stretch_as_long_as_before_moves_nothing() -> None:
    moves = Moves([ChangedStretch(2, 4, 2, 4)], 6)
    assert moves.span(3, 4) == (3, 4)
    assert moves.span(2, 3) == (2, 3)
    assert moves.span(0, 2) == (0, 2)
    assert moves.span(4, 6) == (4, 6)


def test_a_larger_step_swallows_smaller_ones() -> None:
    old = [Replacement(0, 1, "A"), Replacement(1, 1, "-"), Replacement(2, 3, "C")]
    new = [Replacement(0, 3, "AbX")]
    assert (
        changed("abc", old, new) == [ChangedStretch(1, 2, 1, 1), ChangedStretch(3, 4, 2, 3)]
        or replaced("abc", new) == "AbX"
    )


def test_a_span_whose_characters_are_gone_takes_the_next_or_the_one_before() -> None:
    assert Moves([ChangedStretch(1, 2, 1, 1)], 3).span(1, 2) == (1, 2)
    assert Moves([ChangedStretch(2, 3, 2, 2)], 2).span(2, 3) == (1, 2)
    assert Moves([ChangedStretch(0, 1, 0, 0)], 0).span(0, 1) == (0, 0)


def test_what_is_put_in_at_one_place_before_and_after_is_one_change() -> None:
    assert changed("ab", [Replacement(1, 1, "xy")], [Replacement(1, 1, "z")]) == [ChangedStretch(1, 3, 1, 2)]
