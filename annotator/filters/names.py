"""What the values of conditions name: labels, facets, people, dialogues, speakers by key or by name.

A filter holds keys. A person writes either a key (``label:stance.favor``, as exports have it) or a name
(``label:favor``, ``by:Ada``); width and case do not matter. What nothing is called is an error that lists
what there is, never a filter that finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.core.text_folding import fold
from annotator.errors import Sentence, UserError
from annotator.model import Annotator, Codebook

_LISTED = 20  # names in a message; beyond, how many more there are
# BCP 47 as the program finds it, with its three words for no single language.
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*|mixed)")


@dataclass(frozen=True, slots=True)
class Names:
    """What there is in a project for conditions to name.

    ``dialogues`` gives keys and titles, ``speakers`` every name, ``languages`` the codes found; they are
    only asked where a filter has such a condition. ``attributes`` is what is known about speakers, as
    ``age=31``.
    """

    codebook: Codebook
    annotators: Sequence[Annotator]
    dialogues: Callable[[], Iterable[tuple[str, str]]]
    speakers: Callable[[], Iterable[str]]
    languages: Callable[[], Iterable[str]]
    attributes: Callable[[], Iterable[str]] = tuple

    def keys(self, word: str, value: str) -> tuple[str, ...]:
        """The keys that the value of the condition ``word`` names.

        Several where people or dialogues share a name. Raises UserError, with why it names nothing,
        for an unknown value, and for a name that several labels or facets have.
        """
        return _READ[word](self, value)


def _label(names: Names, value: str) -> tuple[str, ...]:
    labels = [(facet, label) for facet in names.codebook.facets for label in facet.labels]
    if any(label.key == value for _, label in labels):
        return (value,)
    wanted = fold(value)
    hits = {
        label.key: f"{facet.key}.{label.name}"
        for facet, label in labels
        if wanted in {fold(label.key), fold(label.name)}
        or wanted in {f"{fold(facet.key)}.{fold(label.name)}", f"{fold(facet.name)}.{fold(label.name)}"}
    }
    return _one(Sentence("label"), value, hits, (_written(label.key, label.name) for _, label in labels))


def _facet(names: Names, value: str) -> tuple[str, ...]:
    facets = names.codebook.facets
    if any(facet.key == value for facet in facets):
        return (value,)
    hits = {x.key: x.key for x in facets if fold(value) in {fold(x.key), fold(x.name)}}
    return _one(Sentence("facet"), value, hits, (_written(facet.key, facet.name) for facet in facets))


def _annotator(names: Names, value: str) -> tuple[str, ...]:
    people = [(one.key, one.name) for one in names.annotators]
    return _all(Sentence("annotator"), value, people, [name for _, name in people])


def _dialogue(names: Names, value: str) -> tuple[str, ...]:
    known = list(names.dialogues())
    return _all(Sentence("dialogue"), value, known, [_written(key, title) for key, title in known])


def _speaker(names: Names, value: str) -> tuple[str, ...]:
    known = [name for name in names.speakers() if name]
    return _all(Sentence("speaker"), value, [(name, name) for name in known], known)


def _language(names: Names, value: str) -> tuple[str, ...]:
    if _LANGUAGE.fullmatch(value):
        return (value,)  # a language that no turn is in is no mistake
    raise UserError(
        "“{value}” is no code of a language",
        "found are {names}",
        value=value,
        names=_listed(names.languages()),
    )


def _attribute(names: Names, value: str) -> tuple[str, ...]:
    known = list(names.attributes())
    return _all(Sentence("attribute of a speaker"), value, [(each, each) for each in known], known)


_READ: dict[str, Callable[[Names, str], tuple[str, ...]]] = {
    "label": _label,
    "untagged": _facet,
    "by": _annotator,
    "in": _dialogue,
    "speaker": _speaker,
    "lang": _language,
    "about": _attribute,
}


def _all(kind: str, value: str, known: Sequence[tuple[str, str]], listed: Iterable[str]) -> tuple[str, ...]:
    """The keys of what is called so: the key itself, else the name as it stands, else folded."""
    found = (
        [key for key, _ in known if key == value]
        or [key for key, name in known if name == value]
        or [key for key, name in known if fold(name) == fold(value)]
    )
    if not found:
        raise _unknown(kind, value, listed)
    return tuple(found)


def _one(kind: str, value: str, hits: dict[str, str], listed: Iterable[str]) -> tuple[str, ...]:
    if not hits:
        raise _unknown(kind, value, listed)
    if len(hits) > 1:
        raise UserError(
            "several have the name “{value}”", "they are {names}", value=value, names=_listed(hits.values())
        )
    return tuple(hits)


def _unknown(kind: str, value: str, listed: Iterable[str]) -> UserError:
    return UserError(
        "there is no {kind} “{value}”", "known are {names}", kind=kind, value=value, names=_listed(listed)
    )


def _written(key: str, name: str) -> str:
    return f"{key} ({name})" if name and fold(name) not in fold(key) else key


def _listed(names: Iterable[str]) -> str:
    """Names for a message, the first of many."""
    every = list(dict.fromkeys(names))
    shown, rest = ", ".join(every[:_LISTED]), len(every) - _LISTED
    if rest > 0:
        return Sentence("{names} and {rest:,} more", names=shown, rest=rest)
    return shown or Sentence("none")
