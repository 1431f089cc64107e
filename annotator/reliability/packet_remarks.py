"""What is said about a packet: sentences by code, in English; a window has them in its own language."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # what is worth knowing
    "nobody": "nobody has given a tag in it",
    "namesake": "another annotator is called {name}, too; the two are kept apart",
    "renamed": "label {old} is called {new} now",
    "redefined": "label {label} was tagged by another definition",
    "retired": "label {label} is retired; its tags are taken",
    "copy": "it is another copy of the packet of {name}, beside {file}",
    "split": "turn {n} of {dialogue} has been split in the project: its tags go to its first part, "
    "spans to their words",
    "joined": "turn {n} of {dialogue} is part of turn {other} in the project: its tags go there",
    "rearranged": "in the packet, turns of {dialogue} have been split, joined or taken out; tags are taken, "
    "where turns begin stays as it is in the project",
    # why something has no place
    "no_dialogue": "the project has no such dialogue",
    "no_turn": "the project has no such turn",
    "divided": "it has been divided into turns otherwise",
    "set_aside": "in the project it is no turn any more",
    "words": "its words stand elsewhere in the project, or not any more",
    "span": "its text has changed under a span",
    "no_facet": "the project's codebook has no such facet",
    "other_facet": "the project asks this facet in another way",
    "no_label": "the project's codebook does not have it and takes no new labels here",
    "conflict": "{name} answers {theirs} in the packet and {ours} in the project",
}


class PacketNote(str):
    """A sentence in English that knows what it was made of: ``code`` is of :data:`SENTENCES`."""

    __slots__ = ("arguments", "code")

    code: str
    arguments: Mapping[str, str]

    def __new__(cls, code: str, **arguments: str) -> PacketNote:  # noqa: PYI034 - a plain class reads better
        """The sentence of a code. Raises KeyError for an unknown one, or where an argument is missing."""
        made = super().__new__(cls, SENTENCES[code].format(**arguments))
        made.code, made.arguments = code, arguments
        return made
