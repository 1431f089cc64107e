"""Word documents (.docx) to plain text: a line for each paragraph, to be divided by its speaker markers."""

from __future__ import annotations

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.sheets import of_rows
from annotator.importers.xml_tree import Element, parse

_WHAT = Sentence("This Word document")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_LEFT_OUT = frozenset(("del", "moveFrom", "instrText", "pPr", "rPr", "txbxContent", "Fallback", "delText"))
_NOTES = (
    ("word/comments.xml", "comment", Sentence("1 comment left out"), Sentence("{number} comments left out")),
    (
        "word/footnotes.xml",
        "footnote",
        Sentence("1 footnote left out"),
        Sentence("{number} footnotes left out"),
    ),
    ("word/endnotes.xml", "endnote", Sentence("1 endnote left out"), Sentence("{number} endnotes left out")),
)  # fmt: skip


def read_word(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A document's paragraphs; or, where it is nothing but one table, the rows of that as turns."""
    archive = opened(data, name)
    if "word/document.xml" not in archive.namelist():
        raise UserError("{name} cannot be read", "it is no Word document", name=name)
    body = parse(read_member(archive, "word/document.xml", name), _WHAT).first("body")
    faults = Faults()
    for path, kind, one, several in _NOTES:
        if path in archive.namelist():
            notes = parse(read_member(archive, path, name), _WHAT)
            number = sum(note.name == kind and "type" not in note.attributes for note in notes.children)
            if number:
                faults.add("", Sentence(several if number > 1 else one, number=number))
    blocks = [child for child in body.children if child.name in {"p", "tbl", "sdt"}] if body else []
    table = _only_table(blocks)
    if table is not None:
        rows = [(f"table row {number}", cells) for number, cells in enumerate(_rows(table), 1) if any(cells)]
        if rows and len(rows[0][1]) > 1:
            return of_rows(rows, faults, recipe, None)
    lines: list[str] = []
    for block in blocks:
        _collect(block, lines)
    text = "\n".join(lines)
    if not text.strip():
        raise UserError("{name} cannot be read", "there are no words in it", name=name)
    return Readout(text=text, faults=faults.all())


def _only_table(blocks: list[Element]) -> Element | None:
    """The one table of a document that has nothing beside it but empty paragraphs."""
    tables = [block for block in blocks if block.name == "tbl"]
    others = [block for block in blocks if block.name != "tbl" and _words(block).strip()]
    return tables[0] if len(tables) == 1 and not others else None


def _rows(table: Element) -> list[list[str]]:
    return [
        ["\n".join(_words(p) for p in cell.all("p")).strip() for cell in row.children if cell.name == "tc"]
        for row in table.children
        if row.name == "tr"
    ]


def _collect(block: Element, lines: list[str]) -> None:
    """The lines of a paragraph, of a table (a row a line) or of a block of either."""
    if block.name == "p":
        lines.append(_words(block))
    elif block.name == "tbl":
        lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in _rows(block)]
    else:
        for child in block.children:
            if child.name not in _LEFT_OUT:
                _collect(child, lines)


def _words(element: Element) -> str:
    parts: list[str] = []
    _add_words(element, parts)
    return "".join(parts)


def _add_words(element: Element, parts: list[str]) -> None:
    for child in element.children:
        if child.name == "t":
            parts.append(child.text)
        elif child.name in _BREAKS:
            parts.append(_BREAKS[child.name])
        elif child.name not in _LEFT_OUT:
            _add_words(child, parts)
