"""Checks the exports with the libraries they are made for; run by hand, see docs/export-formats.md.

They are large and pinned to old versions of each other, so they live in an environment of their own
(``requirements/validators.txt``) and not in that of the tests: this program writes the exports with
the project's Python, and calls itself with the other one for reading.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import types
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
KEYS = ("convokit", "label-studio", "elan", "chat", "datasets", "parquet", "tags-parquet", "xlsx", "csv")


def write(folder: Path) -> None:
    """Write every export that a library reads, and what is to be found in it."""
    sys.path.insert(0, str(HERE.parents[2]))
    from tests.exporters.bundles import written  # noqa: PLC0415 - not there for the other Python
    from tests.exporters.projects import sample  # noqa: PLC0415

    for key in KEYS:
        data = written(sample(), key)
        if zipfile.is_zipfile(path := folder / key) or data[:2] == b"PK":
            path.with_suffix(".zip").write_bytes(data)
            with zipfile.ZipFile(path.with_suffix(".zip")) as archive:
                archive.extractall(folder / key)
        else:
            path.with_suffix(".csv" if key == "csv" else ".parquet").write_bytes(data)
    texts = [[turn.turn.text for turn in record.turns] for record in sample().records]
    (folder / "expected.json").write_text(json.dumps(texts))


def convokit(folder: Path, texts: list[list[str]]) -> str:
    """The loader of ConvoKit. Its package imports every model it has, so only the loader is imported."""
    import importlib.metadata  # noqa: PLC0415
    import importlib.util  # noqa: PLC0415

    found = importlib.util.find_spec("convokit")
    assert found is not None
    assert found.submodule_search_locations is not None
    stub = types.ModuleType("convokit")
    stub.__path__ = list(found.submodule_search_locations)
    sys.modules["convokit"] = stub
    from convokit.model import Corpus  # noqa: PLC0415

    corpus = Corpus(filename=str(folder / "convokit" / "corpus"))
    assert [u.text for u in corpus.iter_utterances()] == [text for one in texts for text in one]
    for conversation in corpus.iter_conversations():
        assert conversation.check_integrity(verbose=False)
    return importlib.metadata.version("convokit")


def label_studio(folder: Path, texts: list[list[str]]) -> str:
    """The SDK's check of tasks against the labelling configuration."""
    import importlib.metadata  # noqa: PLC0415

    from label_studio_sdk.label_interface import LabelInterface  # noqa: PLC0415

    config = LabelInterface((folder / "label-studio" / "config.xml").read_text())
    tasks = json.loads((folder / "label-studio" / "tasks.json").read_text())
    for task in tasks:
        assert config.validate_task({"data": task["data"]})
        assert all(config.validate_annotation(x) for x in task["annotations"])
        assert all(config.validate_prediction(x) for x in task["predictions"])
    assert [[x["text"] for x in task["data"]["dialogue"]] for task in tasks] == texts
    return importlib.metadata.version("label-studio-sdk")


def elan(folder: Path, texts: list[list[str]]) -> str:
    """pympi's reader of ELAN's files."""
    import importlib.metadata  # noqa: PLC0415

    from pympi.Elan import Eaf  # noqa: PLC0415

    for path, said in zip(sorted(folder.glob("elan/*.eaf"), key=_order(folder)), texts, strict=True):
        eaf = Eaf(str(path))
        found = {
            start: value
            for tier in eaf.get_tier_names()
            for start, _, value, *more in eaf.get_annotation_data_for_tier(tier)
            if not more
        }
        assert [found[start] for start in sorted(found)] == said
    return importlib.metadata.version("pympi-ling")


def _order(folder: Path) -> Callable[[Path], int]:
    with zipfile.ZipFile(folder / "elan.zip") as archive:
        names = archive.namelist()
    return lambda path: names.index(path.name)


def chat(folder: Path, texts: list[list[str]]) -> str:
    """pylangacq's reader of CHAT."""
    import pylangacq  # noqa: PLC0415

    reader = pylangacq.read_chat(str(folder / "chat"))
    tiers = [json.loads(u.tiers["%xtxt"])["text"] for u in reader.utterances()]
    assert sorted(tiers) == sorted(text for said in texts for text in said)
    return str(pylangacq.__version__)


def datasets(folder: Path, texts: list[list[str]]) -> str:
    """Hugging Face's own loader, with the features that the card declares."""
    import datasets as library  # noqa: PLC0415

    turns: Any = library.load_dataset(str(folder / "datasets"), "turns", split="train")
    tags: Any = library.load_dataset(str(folder / "datasets"), "tags", split="train")
    assert turns["text"][:] == [text for said in texts for text in said]
    assert turns.features["turn"].dtype == "int64"
    assert len(tags) > 0
    return str(library.__version__)


def parquet(folder: Path, texts: list[list[str]]) -> str:
    """Polars."""
    import polars as pl  # noqa: PLC0415

    turns = pl.read_parquet(folder / "parquet.parquet")
    assert turns["text"].to_list() == [text for said in texts for text in said]
    assert pl.read_parquet(folder / "tags-parquet.parquet").height > 0
    return str(pl.__version__)


def xlsx(folder: Path, texts: list[list[str]]) -> str:
    """openpyxl, and pandas through it."""
    import openpyxl  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    path = folder / "xlsx.zip"  # written under that name because it is one
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["turns", "tags"]
    names = [cell.value for cell in book["turns"][1]]
    found = [row[names.index("text")].value for row in book["turns"].iter_rows(min_row=2)]
    assert found == [text for said in texts for text in said]
    with path.open("rb") as file:
        assert pd.read_excel(file, sheet_name="tags")["uncertain"].any()
    return str(openpyxl.__version__)


def csv(folder: Path, texts: list[list[str]]) -> str:
    """pandas, which reads the table by its separators and quotes alone."""
    import pandas as pd  # noqa: PLC0415

    found = pd.read_csv(folder / "csv.csv", keep_default_na=False, dtype=str, encoding="utf-8-sig")
    assert found["text"].str.replace("\r\n", "\n").tolist() == [text for said in texts for text in said]
    return str(pd.__version__)


CHECKS = (convokit, label_studio, elan, chat, datasets, parquet, xlsx, csv)


def main(arguments: list[str]) -> int:
    """``validate.py PYTHON``: write with this Python, read with that one."""
    if arguments[:1] == ["read"]:
        folder = Path(arguments[1])
        failed = 0
        for check in CHECKS:
            try:
                texts = json.loads((folder / "expected.json").read_text())
                said = f"read by its library, version {check(folder, texts)}"
            except Exception as error:  # noqa: BLE001 - one that fails does not hide the others
                said, failed = f"FAILED: {type(error).__name__}: {error}", failed + 1
            sys.stdout.write(f"{check.__name__:<14} {said}\n")
        return failed
    with tempfile.TemporaryDirectory() as name:
        write(Path(name))
        done = subprocess.run([arguments[0], str(HERE), "read", name], check=False)
        return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
