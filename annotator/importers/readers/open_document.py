"""OpenDocument texts to plain text, a line for each paragraph, to be divided by markers; sheets to rows."""

from __future__ import annotations

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.reader_result import Faults, Readout, Recipe
from annotator.importers.readers.open_sheets import read_sheets
from annotator.importers.readers.sheets import of_rows
from annotator.importers.xml_tree import Element, parse

_WHAT = Sentence("This OpenDocument text")
_LEFT_OUT = {"note": "notes", "annotation": "comments", "frame": "media"}
_PASSED = frozenset(("tracked-changes", "annotation-end", "sequence-decls", "forms", "bookmark"))
_MOST_BLANKS = 1_000
_SHEETS = b"<office:spreadsheet"


def read_open_document(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A document's paragraphs; or, where it is nothing but a table, or sheets, the rows of that as turns."""
    if not data.startswith(b"PK"):  # the flat form is the one document without an archive around it
        content = data
    else:
        archive = opened(data, name)
        if "content.xml" not in archive.namelist():
            raise UserError("{name} cannot be read", "it is no OpenDocument text", name=name)
        content = read_member(archive, "content.xml", name)
    if _SHEETS in content:
        return read_sheets(content, recipe)
    body = parse(content, _WHAT).first("body")
    faults = Faults()
    document = body.first("text") if body else None
    blocks = [one for one in document.children if one.name not in _PASSED] if document else []
    tables = [one for one in blocks if one.name == "table"]
    lines: list[str] = []
    for block in blocks:
        if block.name != "table" or len(tables) > 1:
            _lines(block, lines, faults)
    if len(tables) == 1:
        rows = _rows(tables[0], faults)
        if not "".join(lines).strip() and rows and len(rows[0]) > 1:
            placed = [(f"table row {number}", cells) for number, cells in enumerate(rows, 1) if any(cells)]
            return of_rows(placed, faults, recipe, None)
        lines = []
        for block in blocks:
            _lines(block, lines, faults)
    text = "\n".join(lines)
    if not text.strip():
        raise UserError("{name} cannot be read", "there are no words in it", name=name)
    return Readout(text=text, faults=faults.all(), left_out=faults.remarks.left_out)


def _lines(block: Element, lines: list[str], faults: Faults) -> None:
    """The lines of a paragraph, of a table (a row a line), of a list or a section of them."""
    if block.name in {"p", "h"}:
        lines.append(_words(block, faults))
    elif block.name == "table":
        lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in _rows(block, faults)]
    elif block.name not in _PASSED:
        for child in block.children:
            _lines(child, lines, faults)


def _rows(table: Element, faults: Faults) -> list[list[str]]:
    return [
        [
            "\n".join(_words(p, faults) for p in cell.all("p")).strip()
            for cell in row.children
            if cell.name == "table-cell"
        ]
        for row in table.all("table-row")
    ]


def _words(element: Element, faults: Faults) -> str:
    parts: list[str] = []
    for one in element.mixed():
        if isinstance(one, str):
            parts.append(" ".join(one.split("\n")))
        elif one.name == "s":
            parts.append(
                " " * min(_MOST_BLANKS, int(one.get("c", "1")) if one.get("c", "1").isdigit() else 1)
            )
        elif one.name in {"tab", "line-break"}:
            parts.append("\t" if one.name == "tab" else "\n")
        elif one.name in _LEFT_OUT:
            faults.remarks.leave_out(_LEFT_OUT[one.name])
        elif one.name not in _PASSED:
            parts.append(_words(one, faults))
    return "".join(parts)
