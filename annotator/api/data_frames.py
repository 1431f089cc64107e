"""Rows as data frames of whichever library is there, typed by their columns, whatever the rows hold."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from annotator.errors import UserError
from annotator.exporters.parquet_writer import arrow_schema
from annotator.exporters.tables import Column, Row

FrameKind = Literal["pandas", "polars", "arrow", "datasets"]
Categories = Mapping[str, Sequence[str]]

# What a column is made of in either library. Lists are objects to pandas.
_PANDAS = {"text": "string", "whole": "Int64", "real": "Float64", "yes/no": "boolean", "texts": "object"}
_POLARS = {"text": "String", "whole": "Int64", "real": "Float64", "yes/no": "Boolean"}
_GUESSED: tuple[FrameKind, ...] = ("pandas", "polars")


def frame(
    rows: list[Row], columns: Sequence[Column], kind: FrameKind | None, categories: Categories | None = None
) -> Any:
    """Rows as a data frame of a kind, else of the first library that is installed.

    ``categories`` are the values that a column of text can have, by name; pandas and Polars keep them.
    Raises UserError where the library is not installed.
    """
    for one in _GUESSED if kind is None else (kind,):
        module, make = _MAKERS[one]
        try:
            library = importlib.import_module(module)
        except ImportError:
            continue
        return make(library, rows, columns, categories or {})
    name = _MAKERS[kind][0] if kind is not None else ""
    raise UserError(
        "There is no library for data frames",
        "{library} is not installed" if name else "neither pandas nor polars is installed",
        "Install one: pip install {library}",
        library=name or "pandas",
    )


def _pandas(library: Any, rows: list[Row], columns: Sequence[Column], categories: Categories) -> Any:
    types: dict[str, Any] = {column.name: _PANDAS[column.kind] for column in columns}
    types |= {name: library.CategoricalDtype(list(values)) for name, values in categories.items()}
    return library.DataFrame(rows, columns=list(types), dtype="object").astype(types)


def _polars(library: Any, rows: list[Row], columns: Sequence[Column], categories: Categories) -> Any:
    texts = library.List(library.String)
    schema = {
        column.name: texts if column.kind == "texts" else getattr(library, _POLARS[column.kind])
        for column in columns
    }
    schema |= {name: library.Enum(list(values)) for name, values in categories.items()}
    return library.DataFrame(rows, schema=schema)


def _arrow(library: Any, rows: list[Row], columns: Sequence[Column], _: Categories) -> Any:
    return library.Table.from_pylist(rows, schema=arrow_schema(columns))


def _datasets(library: Any, rows: list[Row], columns: Sequence[Column], _: Categories) -> Any:
    # Its own reading of lists of dictionaries guesses types from the values; a table of pyarrow has them.
    return library.Dataset(_arrow(importlib.import_module("pyarrow"), rows, columns, {}))


_MAKERS: dict[FrameKind, tuple[str, Callable[[Any, list[Row], Sequence[Column], Categories], Any]]] = {
    "pandas": ("pandas", _pandas),
    "polars": ("polars", _polars),
    "arrow": ("pyarrow", _arrow),
    "datasets": ("datasets", _datasets),
}
