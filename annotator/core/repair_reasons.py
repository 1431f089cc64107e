"""Why a repair was made, in parts that can be said in other languages.

The engine writes its reasons into the project in English, made of a few clauses: ``utf-8 read as latin-1,
bytes dropped``. Here they are told apart again; names of code pages, and what is in no table, stay.
"""

from __future__ import annotations

import re

from annotator.errors import Sentence

_CLAUSES = {
    str(clause): clause
    for clause in (
        Sentence("bytes dropped"),
        Sentence("bytes lost"),
        Sentence("bytes replaced"),
        Sentence("emoji joiner cut"),
        Sentence("halves of utf-16 written as utf-8"),
        Sentence("letters replaced by question marks"),
        Sentence("never decoded"),
        Sentence("not repaired"),
        Sentence("word of a mail's header"),
        Sentence("signs of lost bytes"),
        Sentence("memory without text"),
    )
}
_FORMS = (
    Sentence("{written} read as {read}"),
    Sentence("then as {page}"),
    Sentence("then written as {form}"),
    Sentence("{page} in a text of {other}"),
)
_PATTERNS = tuple((re.compile(re.sub(r"{(\w+)}", r"(?P<\1>.+)", form)), str(form)) for form in _FORMS)


def reason_clauses(reason: str) -> list[str]:
    """The clauses of a reason, each a sentence where it is one of those the engine makes."""
    return [_clause(clause) for clause in reason.split(", ")]


def _clause(clause: str) -> str:
    if clause in _CLAUSES:
        return _CLAUSES[clause]
    for pattern, form in _PATTERNS:
        if found := pattern.fullmatch(clause):
            return Sentence(form, **{name: _clause(value) for name, value in found.groupdict().items()})
    return clause
