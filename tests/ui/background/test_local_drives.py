from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.ui.background.local_drives import are_local, is_local

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("file_system", "device", "local"),
    [
        (b"ext4", b"/dev/sda1", True),
        (b"apfs", b"/dev/disk1s1", True),
        (b"NTFS", b"\\\\?\\Volume{5e0c}\\", True),
        (b"NTFS", b"\\\\server\\share", False),
        (b"nfs4", b"server:/study", False),
        (b"cifs", b"//server/study", False),
        (b"fuse.sshfs", b"me@server:", False),
        (b"", b"", False),
    ],
)
def test_what_counts_as_a_drive_of_this_machine(file_system: bytes, device: bytes, local: bool) -> None:
    assert are_local(file_system, device) is local


def test_what_cannot_be_told_is_none(tmp_path: Path) -> None:
    assert not is_local(tmp_path / "no" / "such" / "place" / "\0")
