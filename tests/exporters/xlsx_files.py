"""A workbook with formats, a formula and another sheet, as programs write them."""

# ruff: noqa: E501 - rows stay whole
from __future__ import annotations

import io
import zipfile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(*, prefixed: bool = False) -> bytes:
    """Speakers, texts, numbers; the third row is empty, the last number is a formula."""
    p = "x:" if prefixed else ""
    space = f'xmlns:x="{_MAIN}"' if prefixed else f'xmlns="{_MAIN}"'

    def cell(place: str, text: str) -> str:
        return f'<{p}c r="{place}" s="1" t="inlineStr"><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>'

    rows = (
        f'<{p}row spans="1:3" r="1">{cell("A1", "speaker")}{cell("B1", "text")}{cell("C1", "n")}</{p}row>'
        f'<{p}row spans="1:3" r="2">{cell("A2", "Ann")}{cell("B2", "Is it raining?")}<{p}c r="C2"><{p}v>1</{p}v></{p}c></{p}row>'
        f'<{p}row r="3"/>'
        f'<{p}row r="4">{cell("A4", "Bob")}{cell("B4", "Not yet.")}<{p}c r="C4"><{p}f>C2+1</{p}f><{p}v>2</{p}v></{p}c></{p}row>'
    )
    sheet = (
        f'<{p}worksheet {space}><{p}dimension ref="A1:C4"/><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>'
    )
    other = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="First" sheetId="1" r:id="rId1"/>'
        '<sheet name="Other" sheetId="2" r:id="rId2"/></sheets></workbook>'
    )
    links = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", links)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/worksheets/sheet2.xml", other)
        archive.writestr("xl/media/picture.png", b"\x89PNG")
    return data.getvalue()
