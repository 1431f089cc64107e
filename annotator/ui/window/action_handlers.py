"""What each action of the window calls: the table of actions says how it looks, this one what it does.

The two stand apart because keys, key sheets and the palette read that table, and the commands need these.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.window.window_commands import Commands

HANDLERS: dict[str, Callable[[Commands], object]] = {
    # File
    "new": lambda on: on.files.new(),
    "open": lambda on: on.files.open(),
    "samples": lambda on: on.files.open_samples(),
    "import-files": lambda on: on.files.import_files(),
    "import-folder": lambda on: on.files.import_folder(),
    "import-tags": lambda on: on.files.import_tags(),
    "export": lambda on: on.files.export(),
    "save-as": lambda on: on.files.save_as(),
    "back-up": lambda on: on.backups.now(),
    "restore-backup": lambda on: on.backups.restore(),
    "check": lambda on: on.files.recovering.check(),
    "close": lambda on: on.files.close(),
    "quit": lambda on: on.close(),
    # Edit
    "undo": lambda on: on.workspace.history.undo(),
    "redo": lambda on: on.workspace.history.redo(),
    "copy": lambda on: on.list.copy_turns(),
    "select-words": lambda on: on.list.select_words(),
    "correct-text": lambda on: on.correcting.ask(),
    "select-all": lambda on: on.list.select_all(),
    "change-speaker": lambda on: on.structure.change_speaker(),
    "split-turn": lambda on: on.structure.split(),
    "join-turns": lambda on: on.structure.join(),
    "no-turn": lambda on: on.structure.set_aside(),
    "turn-again": lambda on: on.structure.restore(),
    "read-again": lambda on: on.structure.read_again(),
    "speakers": lambda on: on.structure.speakers(),
    "find": lambda on: on.filter.find(everywhere=False),
    "find-everywhere": lambda on: on.filter.find(everywhere=True),
    "next-hit": lambda on: on.filter.go(1),
    "previous-hit": lambda on: on.filter.go(-1),
    "all-turns": lambda on: on.filter.clear(),
    "codebook": lambda on: on.codebook.edit(),
    "study": lambda on: on.study.edit(),
    "repair-again": lambda on: on.repairs.again(),
    "annotator": lambda on: on.files.ask_annotator(),
    "change-keys": lambda on: on.dialogs.edit_keys(),
    "settings": lambda on: on.dialogs.edit_settings(),
    # View
    "show-dialogues": lambda on: on.view.toggle("show_dialogues"),
    "show-tags": lambda on: on.view.toggle("show_tags"),
    "show-outline": lambda on: on.view.toggle("show_outline"),
    "show-history": lambda on: on.view.toggle("show_history"),
    "show-repairs": lambda on: on.list.review_repairs(),
    "pictures": lambda on: on.pictures.show(),
    "show-languages": lambda on: on.view.toggle("show_languages"),
    "underline-repairs": lambda on: on.view.toggle("underline_repairs"),
    "speaker-sides": lambda on: on.view.toggle("speaker_sides"),
    "density-comfortable": lambda on: on.view.set_density("comfortable"),
    "density-reading": lambda on: on.view.set_density("reading"),
    "density-compact": lambda on: on.view.set_density("compact"),
    "theme-system": lambda on: on.view.set_theme("system"),
    "theme-light": lambda on: on.view.set_theme("light"),
    "theme-dark": lambda on: on.view.set_theme("dark"),
    "font-larger": lambda on: on.view.grow_font(1),
    "font-smaller": lambda on: on.view.grow_font(-1),
    "font-reset": lambda on: on.view.grow_font(0),
    "full-screen": lambda on: on.view.toggle_full_screen(),
    # Tag
    "confirm": lambda on: on.workspace.tagging.confirm(),
    "suggest": lambda on: on.list.suggest(),
    "uncertain": lambda on: on.workspace.tagging.toggle_uncertain(),
    "weaker": lambda on: on.workspace.tagging.change_intensity(-1),
    "stronger": lambda on: on.workspace.tagging.change_intensity(1),
    "clear": lambda on: on.workspace.tagging.clear(),
    "not-applicable": lambda on: on.tagging.not_applicable(),
    "confirm-all": lambda on: on.tagging.confirm_all(),
    "repeat": lambda on: on.tagging.repeat(),
    "extend-speaker": lambda on: on.tagging.extend(),
    "extend-offer": lambda on: on.tagging.offer_extending(),
    "extend-all": lambda on: on.tagging.extend(everybody=True),
    "copy-previous": lambda on: on.tagging.copy_previous(),
    "copy-speaker": lambda on: on.tagging.copy_previous(same_speaker=True),
    "next-target": lambda on: on.targets.next(),
    "edit-target": lambda on: on.targets.edit(),
    "flag": lambda on: on.marks.toggle("flag"),
    "bookmark": lambda on: on.marks.toggle("bookmark"),
    "auto-advance": lambda on: on.view.toggle("auto_advance"),
    "advance-facet": lambda on: on.tagging.set_advance("facet"),
    "advance-turn": lambda on: on.tagging.set_advance("turn"),
    # Go
    "next-turn": lambda on: on.workspace.moving.step(1),
    "previous-turn": lambda on: on.workspace.moving.step(-1),
    "next-untagged": lambda on: on.workspace.moving.next_untagged(),
    "previous-untagged": lambda on: on.workspace.moving.next_untagged(backwards=True),
    "next-question": lambda on: on.tagging.next_question(),
    "next-uncertain": lambda on: on.tagging.next("uncertain"),
    "previous-uncertain": lambda on: on.tagging.previous("uncertain"),
    "next-doubt": lambda on: on.tagging.next("doubt"),
    "previous-doubt": lambda on: on.tagging.previous("doubt"),
    "next-same-speaker": lambda on: on.tagging.next("speaker"),
    "previous-same-speaker": lambda on: on.tagging.previous("speaker"),
    "next-flag": lambda on: on.marks.next("flag"),
    "previous-flag": lambda on: on.marks.previous("flag"),
    "next-bookmark": lambda on: on.marks.next("bookmark"),
    "previous-bookmark": lambda on: on.marks.previous("bookmark"),
    "bookmarks": lambda on: on.show_bookmarks(),
    "next-dialogue": lambda on: on.workspace.moving.step_dialogue(1),
    "previous-dialogue": lambda on: on.workspace.moving.step_dialogue(-1),
    "overview": lambda on: on.overview.toggle(),
    "focus-turns": lambda on: on.list.focus_turns(),
    "palette": lambda on: on.dialogs.find_command(),
    # Study
    "packets": lambda on: on.reliability.packets(),
    "merge": lambda on: on.reliability.merge(),
    "agreement": lambda on: on.reliability.agreement(),
    "adjudicate": lambda on: on.adjudication.toggle(),
    "decided": lambda on: on.adjudication.show_decided(),
    "instructions": lambda on: on.reliability.instructions(),
    "report": lambda on: on.reliability.report(),
    # Help
    "guide": lambda on: on.dialogs.guide(),
    "tour": lambda on: on.tour.show(),
    "keys": lambda on: on.dialogs.keys(),
    "log": lambda on: on.dialogs.log(),
    "about": lambda on: on.dialogs.about(),
}

CHECKED: dict[str, Callable[[Commands], bool]] = {
    "show-dialogues": lambda on: on.settings.show_dialogues,
    "show-tags": lambda on: on.settings.show_tags,
    "show-outline": lambda on: on.settings.show_outline,
    "show-history": lambda on: on.settings.show_history,
    "show-repairs": lambda on: on.settings.show_repairs,
    "show-languages": lambda on: on.settings.show_languages,
    "underline-repairs": lambda on: on.settings.underline_repairs,
    "speaker-sides": lambda on: on.settings.speaker_sides,
    "density-comfortable": lambda on: on.view.density_is_comfortable,
    "density-reading": lambda on: on.view.density_is_reading,
    "density-compact": lambda on: on.view.density_is_compact,
    "theme-system": lambda on: on.view.theme_is_system,
    "theme-light": lambda on: on.view.theme_is_light,
    "theme-dark": lambda on: on.view.theme_is_dark,
    "full-screen": lambda on: on.view.full_screen,
    "auto-advance": lambda on: on.settings.auto_advance,
    "advance-facet": lambda on: on.tagging.by_facet,
    "advance-turn": lambda on: on.tagging.by_turn,
    "overview": lambda on: on.overview.shown,
    "adjudicate": lambda on: on.adjudication.active,
}


def bound_handlers(commands: Commands) -> dict[str, Callable[[], object]]:
    """What each action does in one window."""
    return {action: partial(handler, commands) for action, handler in HANDLERS.items()}


def bound_checks(commands: Commands) -> dict[str, Callable[[], bool]]:
    """Whether each checkable action has its check mark in one window."""
    return {action: partial(checked, commands) for action, checked in CHECKED.items()}
