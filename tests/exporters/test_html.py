"""The reading copy as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given

from annotator.exporters.label_colours import colours
from annotator.exporters.xml_text import clean
from annotator.model import Codebook, Facet, Label, Tag
from tests.exporters.bundles import written
from tests.exporters.projects import ANNA, CODEBOOK, Project, projects, sample, tag


class _Reader(HTMLParser):
    """What a browser would show, by the class of the element; and every element there is."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.chips: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        kind = dict(attrs).get("class")
        if kind == "text":
            self.texts.append("")
        elif kind == "tag":
            self.chips.append("")
        self._inside = self._inside if tag == "mark" else kind or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside if tag == "mark" else ""

    def handle_data(self, data: str) -> None:
        if self._inside == "text":
            self.texts[-1] += data
        elif self._inside == "tag":
            self.chips[-1] += data


def read(project: Project) -> _Reader:
    reader = _Reader()
    reader.feed(written(project, "html").decode())
    reader.close()
    return reader


def with_turn(text: str, *tags: Tag, speaker: str = "C") -> Project:
    project = sample()
    record = project.records[1]
    turn = replace(record.turns[0].turn, text=text, speaker=speaker, tags=tags)
    project.records = [replace(record, turns=(replace(record.turns[0], turn=turn),))]
    return project


def test_turns_and_tags_can_be_read() -> None:
    page = read(sample())
    assert page.texts == [x.turn.text for r in sample().records for x in r.turns]
    assert "Stance: favor (AI会有创造力 · intensity 2 · uncertain · hm\n · Anna 安娜)" in page.chips
    assert "Quality: good (Anna 安娜)" in page.chips
    assert not [x for x in page.chips if "tagger" in x]  # a suggestion that nobody has accepted


def test_who_said_it_goes_without_saying_where_there_is_one_person() -> None:
    assert "Quality: good" in read(replace(sample(), people=(ANNA,))).chips


def test_spans_are_marked_where_they_are_and_nest() -> None:
    data = written(sample(), "html").decode()
    marks = re.findall(r'<mark style="--tag: (#[0-9a-f]{6})" title="([^"]*)">([^<]*)</mark>', data)
    assert [(title, text) for _, title, text in marks] == [
        ("phrase: hedge", "ca"), ("phrase: hedge; phrase: hedge", "fé"),
    ]  # fmt: skip


def test_nothing_of_a_transcript_becomes_markup() -> None:
    evil = '<script>alert(1)</script><img src=x onerror="x">&amp;\'"'
    page = read(with_turn(evil, tag(1, "note", value=evil), speaker=evil))
    assert page.texts == [evil]
    names = {name for name, _ in page.elements}
    assert names.isdisjoint({"script", "img", "a", "link", "iframe"})
    assert not [x for _, attributes in page.elements for x in attributes if x.startswith("on")]
    assert ("meta", "default-src 'none'") in [
        (name, (attributes.get("content") or "").split(";")[0]) for name, attributes in page.elements
    ]


def test_a_colour_is_a_colour_or_one_of_the_palette() -> None:
    labels = (
        Label("a", "f", "a", colour="#AA00bb"),
        Label("b", "f", "b", colour="red; background: url(x)"),
        Label("c", "f", "c"),
    )
    found = colours(Codebook("", (Facet("f", "", "single", labels=labels),)))
    assert found["a"] == "#AA00bb"
    assert found["b"] != found["c"]
    assert all(re.fullmatch("#[0-9a-fA-F]{6}", colour) for colour in found.values())
    assert colours(CODEBOOK)["stance.favor"] == "#0072b2"


@given(projects())
def test_every_text_is_shown_as_it_is(project: Project) -> None:
    page = read(project)
    assert page.texts == [clean(x.turn.text) for record in project.records for x in record.turns]
