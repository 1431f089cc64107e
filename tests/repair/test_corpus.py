"""Repair over a corpus that something else divides: the recipes of docs/repair.md, run as they stand."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.repair import RepairConfig, repair
from tests.repair.damage import misread

PAGE = Path(__file__).parents[2] / "docs" / "repair.md"
TEXTS = ["我们一起去吃饭吗？", "今天天气很好，我想出去走走。", "clean text", ""]
DAMAGED = [misread(text, "windows-1254") for text in TEXTS]


def recipe(of: str) -> str:
    """The example of the page that imports something."""
    blocks: list[str] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return next(block for block in blocks if f"import {of}" in block or f"from {of}" in block)


def test_function_arguments_and_results_travel() -> None:
    function, config = pickle.loads(pickle.dumps((repair, RepairConfig(evidence=("名字",)))))
    result = function(DAMAGED[0], config)
    assert pickle.loads(pickle.dumps(result)) == result
    assert repair(DAMAGED[0], config) == result


@pytest.mark.parametrize("scheduler", ["synchronous", "processes"])
def test_dask_repairs_a_bag_as_a_loop_would(scheduler: str) -> None:
    pytest.importorskip("dask.bag")
    code = recipe("dask.bag").replace('"processes"', f'"{scheduler}", num_workers=2')
    names: dict[str, Any] = {"texts": [*DAMAGED * 3, None]}
    exec(code.replace("npartitions=64", "npartitions=2"), names)
    *results, failed = names["results"]
    assert [each.repair for each in results] == [repair(text) for text in DAMAGED * 3]
    assert "no text" in failed.error


def test_spark_repairs_a_column_as_a_loop_would(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install pyspark pandas pyarrow")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")
    script = tmp_path / "on_spark.py"
    script.write_text(
        "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[2]').config('spark.ui.enabled', 'false').getOrCreate()\n"
        "spark.sparkContext.setLogLevel('ERROR')\n"
        f"given = list(enumerate({[*DAMAGED * 3, None]!r}))\n"
        "dialogues = spark.createDataFrame(given, 'id int, text string').repartition(2)\n"
        f"{recipe('pyspark')}"
        "for row in sorted(results.collect(), key=lambda row: row.id):\n"
        "    print(repr(('row', row.id, row.repaired.text, row.repaired.error)))\n",
        "utf-8",
    )
    home = {"PYTHONPATH": os.pathsep.join(sys.path), "PYSPARK_PYTHON": sys.executable}
    local = {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(script)], env={**os.environ, **home, **local}, cwd=tmp_path,
        capture_output=True, encoding="utf-8", check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("('row'")]
    wanted = [("row", number, repair(text).text, "") for number, text in enumerate(DAMAGED * 3)]
    assert rows == [repr(row) for row in [*wanted, ("row", 12, "", "This is no text but NoneType")]]
