"""What the window remembers between two runs, typed, in one place.

Settings of the person and the screen live here; what belongs to the study (codebook,
targets, annotators) lives in the project file and travels with it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from annotator.core.private_files import make_if_missing
from annotator.ui.settings.turn_layout import USUAL_LINE, USUAL_SPACING, Layout, density
from annotator.ui.settings.user_folders import settings_file

RECENT_LIMIT = 10
FONT_STEPS = (-3, 8)  # points below and above the system's size

T = TypeVar("T")


class _Setting(Generic[T]):
    """One stored value: an attribute of :class:`Settings` that falls back to its default.

    An INI file knows only strings, and people edit it: what ``parse`` cannot read means the default.
    """

    def __init__(
        self,
        key: str,
        default: T,
        parse: Callable[[str], T],
        store: Callable[[T], object] = lambda value: value,
    ) -> None:
        self.key = key
        self.default = default
        self.parse = parse
        self.store = store

    def __get__(self, owner: Settings, kind: type[Settings]) -> T:
        value = owner.store.value(self.key)
        if value is None:
            return self.default
        try:
            return self.parse(str(value))
        except (KeyError, ValueError):
            return self.default

    def __set__(self, owner: Settings, value: T) -> None:
        owner.store.setValue(self.key, self.store(value))
        owner.changed.emit(self.key)


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.casefold()]


def _flag(key: str, *, default: bool) -> _Setting[bool]:
    return _Setting(key, default, _truth)


def _number(key: str, default: int) -> _Setting[int]:
    return _Setting(key, default, int)


def _text(key: str, default: str = "") -> _Setting[str]:
    return _Setting(key, default, str)


def _path(key: str) -> _Setting[str]:
    return _Setting(key, "", path_from, stored_path)


_BYTES = "bytes:"  # names of files need not be text, and an INI file holds nothing else


def stored_path(path: str) -> str:
    """A path as it can be stored: bytes of it that are no text are kept, too."""
    try:
        path.encode()
    except UnicodeEncodeError:
        from urllib.parse import quote  # noqa: PLC0415 - for few paths

        return _BYTES + quote(os.fsencode(path))
    return path


def path_from(stored: str) -> str:
    """The path that :func:`stored_path` was given."""
    if not stored.startswith(_BYTES):
        return stored
    from urllib.parse import unquote_to_bytes  # noqa: PLC0415 - for few paths

    return os.fsdecode(unquote_to_bytes(stored.removeprefix(_BYTES)))


class Settings(QObject):
    """The remembered values as plain attributes; writing one stores it and emits ``changed``."""

    changed = Signal(str)  # the key of the setting

    theme = _text("look/theme", "system")  # system, light, dark
    font_step = _number("look/font_step", 0)  # points added to the system's font size
    font_family = _text("look/font_family")  # "" is the system's own
    line_spacing = _number("look/line_spacing", 0)  # percent of the theme's own; 0 is that itself
    line_length = _number("look/line_length", 0)  # characters at most; 0 is the usual
    language = _text("look/language", "system")  # of the window: system, en, zh_CN
    keys = _text("keys/actions")  # what KeyMap stores: the keys that are not the table's
    recent_commands = _text("palette/recent")  # what the palette stores
    auto_advance = _flag("tagging/auto_advance", default=True)
    advance = _text("tagging/advance", "facet")  # by facet, or by turn
    density = _text("turns/density", "comfortable")  # comfortable, reading, compact
    speaker_sides = _flag("turns/speaker_sides", default=False)  # of two speakers the second at the right
    show_languages = _flag("turns/show_languages", default=True)
    underline_repairs = _flag("turns/underline_repairs", default=False)  # also those nobody need look at
    annotator_name = _text("annotator/name")
    tour_offered = _flag("help/tour_offered", default=False)
    last_project = _path("files/last_project")
    backups = _flag("files/backups", default=True)
    last_folder = _path("files/last_folder")
    export_folder = _path("files/export_folder")
    export_format = _text("files/export_format")
    import_mappings = _text("import/mappings")  # JSON, by set of columns
    show_dialogues = _flag("window/show_dialogues", default=True)
    show_tags = _flag("window/show_tags", default=True)
    show_outline = _flag("window/show_outline", default=True)
    show_history = _flag("window/show_history", default=False)
    show_repairs = _flag("window/show_repairs", default=False)
    dialogue_list = _text("dialogues/look")  # what the list of dialogues stores: its order and figures
    overview_first = _flag("overview/first", default=True)  # of a project with several dialogues
    repair_threshold = _number("repair/threshold", 0)  # percent; 0 is the repair engine's own

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        path = file if file is not None else settings_file()
        with contextlib.suppress(OSError):  # a folder that takes no file: settings last for this sitting
            make_if_missing(path)
        self.store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def layout(self) -> Layout:
        """How turns are laid out."""
        return Layout(
            density(self.density), self.line_spacing or USUAL_SPACING, self.line_length or USUAL_LINE
        )

    @property
    def annotator_key(self) -> str:
        """The key of the person at this computer, made up on first use and kept for good."""
        key = str(self.store.value("annotator/key", ""))
        if not key:
            from uuid import uuid4  # noqa: PLC0415 - once in a lifetime

            key = str(uuid4())
            self.store.setValue("annotator/key", key)
        return key

    @property
    def recent(self) -> tuple[str, ...]:
        """Paths of the projects opened last, the latest first."""
        value = self.store.value("files/recent", [])
        items = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
        return tuple(path_from(str(item)) for item in items if item)

    def remember_project(self, path: Path) -> None:
        """Put a project at the top of the recent ones, and make it the one opened at the next start."""
        text = str(path)
        rest = [item for item in self.recent if item != text]
        self.store.setValue("files/recent", [stored_path(each) for each in [text, *rest][:RECENT_LIMIT]])
        self.last_project = text
        self.changed.emit("files/recent")

    def place_in(self, project: Path | str) -> tuple[int, int]:
        """The dialogue and the turn, by row number, where the person stood in a project; 0 for none known."""
        own = stored_path(os.path.realpath(project))
        return next(((dialogue, turn) for path, dialogue, turn in self._places() if path == own), (0, 0))

    def remember_place(self, project: Path | str, dialogue: int, turn: int) -> None:
        """Keep where the person stands in a project; of as many projects as are remembered."""
        own = stored_path(os.path.realpath(project))
        others = [place for place in self._places() if place[0] != own]
        self.store.setValue("session/places", json.dumps([(own, dialogue, turn), *others][:RECENT_LIMIT]))

    def _places(self) -> list[tuple[str, int, int]]:
        try:
            found = json.loads(str(self.store.value("session/places", "[]")))
            return [(str(path), int(dialogue), int(turn)) for path, dialogue, turn in found]
        except (TypeError, ValueError):  # somebody typed into the file by hand
            return []

    def packets_compared(self, project: Path | str) -> tuple[Path, ...]:
        """The packets whose turns were compared last for a project, wherever they lie now."""
        own = stored_path(os.path.realpath(project))
        packets = next((packets for path, packets in self._packets() if path == own), [])
        return tuple(Path(path_from(packet)) for packet in packets)

    def remember_packets(self, project: Path | str, packets: Sequence[Path]) -> None:
        """Keep whose turns are compared for a project; for as many projects as are remembered."""
        own = stored_path(os.path.realpath(project))
        others = [kept for kept in self._packets() if kept[0] != own]
        new = (own, [stored_path(str(packet)) for packet in packets])
        self.store.setValue("session/packets", json.dumps([new, *others][:RECENT_LIMIT]))

    def _packets(self) -> list[tuple[str, list[str]]]:
        try:
            found = json.loads(str(self.store.value("session/packets", "[]")))
            return [(str(path), [str(packet) for packet in packets]) for path, packets in found]
        except (TypeError, ValueError):  # as for places
            return []

    def forget_project(self, path: str) -> None:
        """Drop a project from the recent ones, because it is no longer there."""
        self.store.setValue("files/recent", [stored_path(item) for item in self.recent if item != path])
        if self.last_project == path:
            self.last_project = ""
        self.changed.emit("files/recent")

    def state(self, name: str) -> QByteArray:
        """A stored geometry or arrangement; empty where there is none."""
        value = self.store.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        """Store a geometry or arrangement."""
        self.store.setValue(f"window/{name}", value)

    def grow_font(self, steps: int) -> None:
        """Make the font larger or smaller by so many points; 0 goes back to the system's size."""
        self.font_step = max(FONT_STEPS[0], min(self.font_step + steps, FONT_STEPS[1])) if steps else 0
