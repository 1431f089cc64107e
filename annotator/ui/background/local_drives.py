"""Which drives are part of this machine: others can stand still for as long as a network does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStorageInfo

#: File systems of drives in this machine, as Qt names them.
FILE_SYSTEMS = frozenset((
    "apfs", "bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "hfs", "jfs", "ntfs", "overlay", "ramfs",
    "refs", "reiserfs", "tmpfs", "xfs", "zfs",
))  # fmt: skip
_OF_NETWORKS = ("\\\\", "//")  # how the names of shares begin on Windows, and of its own volumes:
_VOLUME = "\\\\?\\Volume"


def is_local(path: Path) -> bool:
    """Whether a file is known to lie on a drive of this machine; may take as long as the drive does."""
    storage = QStorageInfo(str(path))
    return are_local(bytes(storage.fileSystemType().data()), bytes(storage.device().data()))


def are_local(file_system: bytes, device: bytes) -> bool:
    """Whether a file system on a device, as Qt names both, is one of this machine."""
    name = device.decode(errors="replace")
    shared = name.startswith(_OF_NETWORKS) and not name.startswith(_VOLUME)
    return not shared and file_system.decode(errors="replace").lower() in FILE_SYSTEMS
