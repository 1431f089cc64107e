"""Where the program keeps what is its own: settings, logs, the sample project.

``ANNOTATOR_HOME`` puts all of it into one folder instead (tests, portable use).
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths

from annotator.core.private_files import FOLDER_MODE

APPLICATION = "Dialogue Annotator"
PROJECT_SUFFIX = ".dap"


def _override() -> Path | None:
    home = os.environ.get("ANNOTATOR_HOME", "")
    return Path(home) if home else None


def data_folder() -> Path:
    """The folder for logs and crash reports; made if it is missing."""
    home = _override()
    if home is None:
        base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        home = Path(base) / APPLICATION
    home.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return home


def log_file() -> Path:
    """The current log file; its folder exists."""
    folder = data_folder() / "log"
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    return folder / "annotator.log"


def settings_file() -> Path:
    """The file that remembers the window's settings."""
    home = _override()
    if home is not None:
        return home / "settings.ini"
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(base) / APPLICATION / "settings.ini"


def documents_folder() -> Path:
    """Where new projects are offered a place: "Dialogue Annotator" in the person's documents."""
    home = _override()
    if home is None:
        base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        home = Path(base or Path.home())
    return home / APPLICATION


def samples_project() -> Path:
    """The project file that holds the sample transcripts; it need not exist yet."""
    name = QCoreApplication.translate("Places", "Samples")
    return documents_folder() / f"{name}{PROJECT_SUFFIX}"
