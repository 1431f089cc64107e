"""Trees of replies to dialogues: alternative replies are ways a chat could have gone, each a dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.errors import Sentence
from annotator.importers.reader_result import Faults, ReadDialogue, ReadTurn

# Who speaks in chats with a model: there, several replies to one turn are alternatives.
_ROLES = frozenset(("prompter", "assistant", "user", "human", "gpt", "bot", "system", "model", "chatbot"))
_MOST_PATHS = 10_000


def as_paths(dialogue: ReadDialogue, faults: Faults) -> list[ReadDialogue]:
    """Each way from the first turn to a last one, where a chat with a model branches; else the dialogue."""
    turns = dialogue.turns
    speakers = {turn.speaker.casefold() for turn in turns}
    if not speakers <= _ROLES or len(speakers) < 2:
        return [dialogue]
    by_id = {turn.meta["id"]: turn for turn in turns if "id" in turn.meta}
    below: dict[object, list[ReadTurn]] = {}
    for turn in turns:
        if (parent := turn.meta.get("reply_to")) in by_id:
            below.setdefault(parent, []).append(turn)
    if len(by_id) < len(turns) or all(len(replies) == 1 for replies in below.values()):
        return [dialogue]
    paths = _paths([turn for turn in turns if turn.meta.get("reply_to") not in by_id], below)
    if paths is None:
        return [dialogue]
    again = sum(map(len, paths)) - len(turns)
    faults.add(
        dialogue.place,
        Sentence(
            "its replies branch: {paths:,} ways from the first turn to a last one, each a dialogue; "
            "turns that several share stand in each ({again:,} more turns)",
            paths=len(paths),
            again=again,
        ),
        lost=False,
    )
    return [
        replace(dialogue, turns=tuple(path), title=f"{dialogue.title} {number}".strip())
        for number, path in enumerate(paths, 1)
    ]


def _paths(roots: list[ReadTurn], below: dict[object, list[ReadTurn]]) -> list[list[ReadTurn]] | None:
    """The ways from some roots to the ends; None where they lead in a circle or are too many."""
    paths: list[list[ReadTurn]] = []
    waiting = [[root] for root in reversed(roots)]
    while waiting:
        path = waiting.pop()
        replies = below.get(path[-1].meta["id"], [])
        if not replies:
            paths.append(path)
        if len(paths) + len(waiting) > _MOST_PATHS:
            return None
        waiting.extend([*path, reply] for reply in reversed(replies))
    return paths or None


def roots_of(turns: Sequence[ReadTurn]) -> list[int]:
    """The place of the turn at the root of each turn's tree: its own where it answers nobody."""
    places: dict[str, int] = {}
    for at, turn in enumerate(turns):
        if "id" in turn.meta:
            places.setdefault(str(turn.meta["id"]), at)
    parents = [places.get(str(turn.meta.get("reply_to", ""))) for turn in turns]
    roots: list[int | None] = [None] * len(turns)
    for start in range(len(turns)):
        path: list[int] = []
        seen: set[int] = set()
        at = start
        while roots[at] is None and at not in seen:
            seen.add(at)
            path.append(at)
            above = parents[at]
            if above is None:
                break
            at = above
        root = roots[at]
        for one in path:
            roots[one] = at if root is None else root
    return [at if root is None else root for at, root in enumerate(roots)]
