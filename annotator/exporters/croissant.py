"""Croissant 1.0: what a published data set holds, as JSON-LD that search engines and loaders read.

The vocabulary is that of the specification, http://mlcommons.org/croissant/1.0. Licence, creator and citation
are the publisher's to add; none is invented here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.exporters.tables import Column

FILE = "croissant.json"
_TYPES = {
    "text": "sc:Text",
    "whole": "sc:Integer",
    "real": "sc:Float",
    "yes/no": "sc:Boolean",
    "texts": "sc:Text",
}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file of the data set, its columns, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    file: str
    columns: Sequence[Column]
    sha256: str


def croissant(name: str, description: str, languages: Sequence[str], parts: Sequence[DataFile]) -> bytes:
    """The file ``croissant.json`` of a data set, UTF-8; ``languages`` are BCP 47 codes."""
    whole = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": description,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "inLanguage": list(languages),
        "keywords": ["dialogue", "annotation"],
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": part.file,
                "name": part.name,
                "contentUrl": part.file,
                "encodingFormat": "application/x-parquet",
                "sha256": part.sha256,
            }
            for part in parts
        ],
        "recordSet": [_records(part) for part in parts],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _records(part: DataFile) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": part.name,
        "name": part.name,
        "field": [_field(part, column, key) for column, key in zip(part.columns, _keys(part), strict=True)],
    }


def _keys(part: DataFile) -> list[str]:
    """The ids of the columns: loaders take none with white space, which names of annotators have."""
    keys: dict[str, None] = {}
    for number, column in enumerate(part.columns):
        key = "_".join(column.name.split())
        keys[f"{key}_{number}" if key in keys else key] = None
    return list(keys)


def _field(part: DataFile, column: Column, key: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{part.name}/{key}",
        "name": column.name,
        "description": column.about,
        "dataType": _TYPES[column.kind],
        "source": {"fileObject": {"@id": part.file}, "extract": {"column": column.name}},
    }
    return made | ({"repeated": True} if column.kind == "texts" else {})
