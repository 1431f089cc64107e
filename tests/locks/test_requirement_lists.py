"""What the lists in ``requirements/`` hold is all that is ever installed, whatever else an index has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.locks.requirement_lists import (
    ALONE,
    LISTS,
    ROOT,
    Pinned,
    listed,
    read,
    systems,
    wanted,
    write_index,
)

OWN = ("run", "dev", "bundle")  # what ./dev and packaging/build.py install
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Neither what a person has set up for pip or uv, nor any network, has a say.
BARE = {
    **{key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_"))},
    "PIP_CONFIG_FILE": os.devnull,
    "UV_NO_CONFIG": "1",
}


def missing(entries: list[Pinned]) -> set[str]:
    """What packages of a list ask for and the list does not answer, extras included."""
    found = set()
    for environment in systems():
        there = {entry.name: entry for entry in entries if entry.applies(environment)}
        for entry in there.values():
            for asked in wanted(entry, environment):
                answer = there.get(canonicalize_name(asked.name))
                if answer is None or not asked.specifier.contains(answer.version, prereleases=True):
                    found.add(f"{entry.name} asks for {asked}")
                elif not asked.extras <= answer.requirement.extras:
                    found.add(f"{entry.name} asks for {asked}, pinned is {answer.requirement}")
    return found


def install(entries: list[Pinned], folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Try an installation of a list from a made-up index that has newer releases of everything."""
    index = folder / "index"
    wanted_list = folder / "list.txt"
    wanted_list.write_text(write_index(index, entries), encoding="utf-8")
    options = (
        "--dry-run",
        "--no-index",
        "--find-links",
        str(index),
        "--require-hashes",
        "-r",
        str(wanted_list),
    )
    return subprocess.run(
        [sys.executable, "-m", *command, *options], env=BARE, capture_output=True, text=True, check=False
    )


PIP = ("pip", "--isolated", "install", "--ignore-installed")
UV = ("uv", "pip", "install", "--offline", "--no-cache", "--only-binary", ":all:", "--reinstall")


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_names_one_version_and_its_hashes(name: str) -> None:
    entries = listed(name)
    assert entries
    assert [str(entry.requirement) for entry in entries if not entry.version or not entry.hashes] == []
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for entry in entries for one in entry.hashes)


@pytest.mark.parametrize("name", LISTS)
def test_no_package_is_pinned_twice_on_a_system(name: str) -> None:
    for environment in systems():
        names = [entry.name for entry in listed(name) if entry.applies(environment)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(set(LISTS) - ALONE))
def test_what_a_listed_package_asks_for_is_listed_with_its_extras(name: str) -> None:
    assert missing(listed(name)) == set()


@pytest.mark.parametrize(("name", "extra"), [("run", ""), ("dev", "dev"), ("bundle", "bundle")])
def test_what_the_project_declares_is_listed(name: str, extra: str) -> None:
    project = DECLARED["project"]
    declared = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else ())]
    there = {entry.name: entry for entry in listed(name)}
    for asked in map(Requirement, declared):
        entry = there[canonicalize_name(asked.name)]
        assert asked.specifier.contains(entry.version)
        assert asked.extras <= entry.requirement.extras


@pytest.mark.parametrize(("source", "name"), [("validators.in", "validators"), ("convokit.in", "convokit")])
def test_what_the_checks_by_hand_need_is_listed(source: str, name: str) -> None:
    there = {entry.name: entry.version for entry in listed(name)}
    for entry in read((ROOT / "requirements" / source).read_text(encoding="utf-8")):
        assert entry.requirement.specifier.contains(there[entry.name])


def test_the_build_backend_is_pinned_with_all_that_it_needs() -> None:
    pins = {one.name: one for one in map(Requirement, DECLARED["build-system"]["requires"])}
    bundle = {entry.name: entry for entry in listed("bundle")}
    assert {name: str(pin.specifier) for name, pin in pins.items()} == {
        name: f"=={bundle[name].version}" for name in pins
    }
    text = (ROOT / "requirements" / "bundle.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[\w.-]+(?:\[\S*\])?==)", text)
    asked_for_by = {read(block)[0].name: re.findall(r"#\s+(?:via )?(\S+)", block) for block in blocks}
    needed = {name for name, askers in asked_for_by.items() if set(askers) & set(pins)}
    assert needed
    assert needed <= set(pins)


@pytest.mark.parametrize("name", OWN)
def test_pip_takes_nothing_newer(name: str, tmp_path: Path) -> None:
    done = install(listed(name), tmp_path, *PIP)
    assert done.returncode == 0, done.stderr
    (said,) = re.findall(r"^Would install (.*)$", done.stdout, re.MULTILINE)
    here = {key: str(value) for key, value in default_environment().items()}
    assert {canonicalize_name(one.rpartition("-")[0]): one.rpartition("-")[2] for one in said.split()} == {
        entry.name: entry.version for entry in listed(name) if entry.applies(here)
    }


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", OWN)
def test_uv_takes_nothing_newer(name: str, python: str, tmp_path: Path) -> None:
    done = install(
        listed(name), tmp_path, *UV, "--python-version", python, "--target", str(tmp_path / "made")
    )
    assert done.returncode == 0, done.stderr
    taken = dict(re.findall(r"^ \+ (\S+)==(\S+)", done.stderr, re.MULTILINE))
    assert taken.keys() >= {entry.name for entry in listed(name) if entry.requirement.marker is None}
    assert taken.items() <= {(entry.name, entry.version) for entry in listed(name)}


def test_a_list_without_the_extras_that_are_asked_for_is_noticed() -> None:
    entries = read(
        "\n".join(
            f"{str(entry.requirement).replace('[toml]', '')} --hash=sha256:{entry.hashes[0]}"
            for entry in listed("dev")
        )
    )
    assert any("coverage[toml]" in one for one in missing(entries))
