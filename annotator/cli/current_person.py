"""Who works at this computer: the same person as in the window."""

from __future__ import annotations

import getpass
import uuid

from annotator.model import Annotator

_NAMESPACE = uuid.UUID("1c6c3c6e-5e0b-4d0c-9a53-6a3d3b1f8d53")


def person() -> Annotator:
    """The person whose name and key the window's settings hold.

    Where Qt is missing there are no settings; the key is then one of the account and the
    machine, so that it is the same the next time.
    """
    try:
        from annotator.ui.settings.settings import Settings  # noqa: PLC0415 - brings Qt along
    except ImportError:
        return Annotator(str(uuid.uuid5(_NAMESPACE, f"{uuid.getnode()}/{_account()}")), _account())
    settings = Settings()
    return Annotator(settings.annotator_key, settings.annotator_name or _account())


def _account() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name, as in some containers
        return "Annotator"
