"""Whole exports of Slack: a folder or zip archive with ``users.json``, and a folder a channel."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from annotator.errors import Sentence
from annotator.importers.archives import opened, read_member
from annotator.importers.reader_result import Faults, ReadDialogue, Readout, Recipe
from annotator.importers.readers.chat_log import finished
from annotator.importers.readers.chat_programs import name_of, slack_turns

USERS = "users.json"
_LISTS = frozenset(("channels.json", "groups.json", "dms.json", "mpims.json"))


def slack_in(names: Iterable[str]) -> str | None:
    """The folder of an export among files, "" for the top; None where there is none."""
    paths = [PurePosixPath(name) for name in names]
    known = {str(path) for path in paths}
    for path in paths:
        if path.name == USERS and any(str(path.parent / one) in known for one in _LISTS):
            return "" if str(path.parent) == "." else str(path.parent)
    return None


def read_slack(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A dialogue for each channel, all its days together; people by the names in ``users.json``."""
    archive = opened(data, name)
    names = archive.namelist()
    top = slack_in(names) or ""
    faults = Faults()

    def load(member: str) -> list[Any]:
        try:
            value = json.loads(read_member(archive, member, name).decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            faults.add(member, Sentence("it is no JSON ({cause})", cause=type(error).__name__))
            return []
        return value if isinstance(value, list) else []

    people = {
        str(one.get("id")): name_of(one.get("profile") or {})
        or str(one.get("real_name") or one.get("name") or "")
        for one in load(str(PurePosixPath(top) / USERS))
        if isinstance(one, dict)
    }
    channels: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for member in sorted(names):
        path = PurePosixPath(member)
        if path.suffix != ".json" or str(path.parent.parent) != (top or "."):
            continue
        days = channels.setdefault(path.parent.name, [])
        days += [(f"{member}[{at}]", one) for at, one in enumerate(load(member)) if isinstance(one, dict)]
    made = [
        ReadDialogue(tuple(turns), channel, channel)
        for channel, records in channels.items()
        if (turns := slack_turns(records, people, faults))
    ]
    return finished(tuple(made), faults, None, "Slack")
