"""What is built is looked at: libraries that cannot be loaded, results that are not those of the source."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF files are Linux's")


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


@pytest.fixture
def elf() -> ModuleType:
    return importlib.import_module("elf")


@pytest.fixture
def compare_samples() -> ModuleType:
    return importlib.import_module("compare_samples")


@pytest.fixture
def library() -> Path:
    """A library that was moved about in by the tool that makes wheels, as numpy brings them."""
    found = sorted(Path(np.__file__).parents[1].glob("numpy.libs/*gfortran*.so*"))
    if not found:
        pytest.skip("this numpy brings no libraries of its own")
    return found[0]


@linux_only
def test_a_library_whose_parts_lie_elsewhere_than_the_loader_asks_is_found(
    elf: ModuleType, library: Path, tmp_path: Path
) -> None:
    copy = tmp_path / library.name
    shutil.copy(library, copy)
    assert elf.is_library(copy)
    assert elf.loadable(copy)
    data = bytearray(copy.read_bytes())
    (begin,) = struct.unpack_from("<Q", data, 32)
    at = next(begin + 56 * n for n in range(64) if struct.unpack_from("<I", data, begin + 56 * n)[0] == 1)
    (offset,) = struct.unpack_from("<Q", data, at + 8)
    struct.pack_into("<Q", data, at + 8, offset + 8)
    copy.write_bytes(data)
    assert not elf.loadable(copy)
    # What the loader says of the same file.
    load = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", load, str(copy)], capture_output=True, text=True, check=False
    )
    assert "not page-aligned" in done.stderr
    copy.write_bytes(library.read_bytes()[: library.stat().st_size // 2])
    assert not elf.loadable(copy)


@linux_only
def test_what_libraries_need_is_followed_through_others(elf: ModuleType, library: Path) -> None:
    libraries = {path.name: path for path in elf.libraries(library.parent)}
    blas = next(path for name, path in libraries.items() if "openblas" in name)
    assert library.name in elf.needed(blas)
    assert elf.reachable([blas], libraries) == libraries.keys() - {blas.name}
    assert elf.reachable([], libraries) == set()
    system = {name for _, name in elf.missing(library.parent)}
    assert "libc.so.6" not in system


@linux_only
def test_libraries_of_wheels_are_never_stripped(
    elf: ModuleType, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = importlib.import_module("build")
    if shutil.which("strip") is None:
        pytest.skip("binutils are not installed here, and packages cannot be built without them")
    (tmp_path / "numpy.libs").mkdir()
    beside = tmp_path / "numpy.libs" / library.name
    shutil.copy(library, beside)
    build._strip(beside)
    assert beside.read_bytes() == library.read_bytes()
    # Anywhere else what comes out can be loaded, or is what went in.
    elsewhere = tmp_path / library.name
    shutil.copy(library, elsewhere)
    build._strip(elsewhere)
    assert elf.loadable(elsewhere)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [library.name]


def test_results_are_compared_to_the_last_value(compare_samples: ModuleType, tmp_path: Path) -> None:
    export = {
        "project": {"name": "x", "key": "1"},
        "annotators": [{"key": "2", "name": "Ada"}],
        "sources": [{"name": "000_a.txt", "imported_at": "now"}],
        "dialogues": [{"title": "000_a", "turns": [{"text": "hi", "steps": [{"confidence": 0.5}]}]}],
    }
    for folder in ("one", "other"):
        made = compare_samples.without_each_time(json.loads(json.dumps(export)))
        assert made["sources"] == [{"name": "000_a.txt"}]
        (tmp_path / folder / "repaired").mkdir(parents=True)
        (tmp_path / folder / "repaired" / "000_a.txt").write_bytes(b"hi")
        compare_samples.write(tmp_path / folder / "export.json", made)
        compare_samples.write(tmp_path / folder / "languages.json", {"turns": 1})
    both = tmp_path / "one", tmp_path / "other"
    assert compare_samples.compared(*both) == (["000"], [])

    made["dialogues"][0]["turns"][0]["steps"][0]["confidence"] = 0.6
    compare_samples.write(both[1] / "export.json", made)
    (both[1] / "repaired" / "000_a.txt").write_bytes(b"ho")
    compare_samples.write(both[1] / "languages.json", {"turns": 2})
    same, wrong = compare_samples.compared(*both)
    assert same == []
    assert len(wrong) == 3
    assert wrong[0] == "000/turns/0/steps/0/confidence: '0.6' and not '0.5'"

    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "000.txt").write_bytes(b"hi")
    assert compare_samples.from_proofread(both[1], tmp_path / "golden") == [
        "000: 1 of 2 characters other than as proofread"
    ]
    (tmp_path / "golden" / "000.txt").write_bytes(b"longer")
    with pytest.raises(compare_samples.WrongError, match="000 has 2 characters, as proofread 6"):
        compare_samples.from_proofread(both[1], tmp_path / "golden")


def test_a_program_that_fails_or_complains_is_no_program_to_ship(
    compare_samples: ModuleType, tmp_path: Path
) -> None:
    for code in ("raise SystemExit('cannot')", "import sys; sys.stderr.write('cannot')"):
        with pytest.raises(compare_samples.WrongError, match="cannot"):
            compare_samples.run([sys.executable, "-c", code], home=tmp_path)


_USED = """
import sys

class Left(object):
    def find_spec(self, name, path=None, target=None):
        if name in LEFT_OUT:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Left())
import numpy as np
assert np.unique(np.array([2, 1, 2])).tolist() == [1, 2]
assert np.unique(np.array([2, 1, 2]), return_inverse=True)[1].tolist() == [1, 0, 1]
from annotator.analysis.agreement import from_labels, measure_all
from annotator.reliability import gather
from annotator.repair import RepairConfig, repair
assert repair("Ã©tÃ© cafÃ© dÃ©jÃ\\u00a0 vu æŸ", RepairConfig()).text.startswith("été café")
labels = [["a", "b"] * 6, ["a", "a"] * 6]
print(measure_all(from_labels(labels, labels=["a", "b"]))[0].value)
"""


def test_what_is_left_out_of_numpy_is_not_asked_for() -> None:
    spec = (ROOT / "packaging" / "dialogue-annotator.spec").read_text(encoding="utf-8")
    left_out = set(re.findall(r'"(numpy\.\w+)"', spec))
    assert "numpy.random" in left_out
    code = _USED.replace("LEFT_OUT", repr(left_out))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    with_ma = code.replace(repr(left_out), repr(left_out | {"numpy.ma"}))
    done = subprocess.run(
        [sys.executable, "-c", with_ma], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "numpy.ma" in done.stderr, "the test would find it"
