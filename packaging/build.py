"""Builds what people install, each with one command.

    python3 packaging/build.py            # all that this system can build
    python3 packaging/build.py deb        # one of: wheel, folder, check, tarball, deb, installer, bill, sums

Everything lands in ``dist/``. The folder comes from PyInstaller in a virtual environment of its
own (``build/venv``) with the locked dependencies of ``requirements/bundle.txt``; the other Linux
packages are that folder in another wrapping. Only the standard library is needed to run this.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import elf

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
WORK = ROOT / "build"
PYTHON = WORK / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROGRAM = "dialogue-annotator"
FOLDER = DIST / PROGRAM
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
BUNDLE_ICONS = {"win32": ("ico", "16", "24", "32", "48", "64", "256"), "darwin": ("icns",)}
# What Debian must bring: the graphics stack has to match its drivers, so it is not in the folder.
DEPENDS = (
    "libc6 (>= 2.34)", "libgl1", "libegl1", "libopengl0",
    "fontconfig-config", "hicolor-icon-theme", "shared-mime-info", "desktop-file-utils",
)  # fmt: skip


def version() -> str:
    """The one version number, that of ``annotator/core/version.py``."""
    text = (ROOT / "annotator" / "core" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^VERSION = "([^"]+)"$', text, re.MULTILINE)
    assert found, "annotator/core/version.py has no version"
    return found[1]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


def moment() -> int:
    """Seconds since 1970 of the last commit: what is built from the same commit is the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    shown = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(shown.stdout) if shown.stdout.strip() else int(datetime.now(UTC).timestamp())


def environment() -> None:
    """The virtual environment with everything that goes into the folder, made anew where its list changed."""
    wanted = ROOT / "requirements" / "bundle.txt"
    stamp = WORK / "venv" / ".installed"
    if stamp.exists() and stamp.read_bytes() == wanted.read_bytes():
        return
    shutil.rmtree(WORK / "venv", ignore_errors=True)
    venv.create(WORK / "venv", with_pip=True)
    run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "-r", wanted)  # fmt: skip
    shutil.copy(wanted, stamp)


def wheel() -> None:
    """The wheel and the source archive."""
    environment()
    run(PYTHON, "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)


def folder() -> None:
    """The program with its own Python and Qt; needs no other installation."""
    environment()
    shutil.rmtree(FOLDER, ignore_errors=True)
    if sys.platform in BUNDLE_ICONS:
        kind, *sizes = BUNDLE_ICONS[sys.platform]
        run(PYTHON, HERE / "draw_icons.py", kind, WORK / f"dialogue-annotator.{kind}", *sizes)
    run(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", DIST, "--workpath",
        WORK / "pyinstaller", HERE / "dialogue-annotator.spec")  # fmt: skip
    if sys.platform.startswith("linux"):
        slim(FOLDER)
        (FOLDER / "annotator").symlink_to(PROGRAM)
    bill(FOLDER)
    check()


def slim(target: Path) -> None:
    """Leave out of a folder the libraries that nothing in it needs, and the symbols for debuggers."""
    files = elf.libraries(target)
    shared = {path.name: path for path in files if path.name.startswith("lib") and _holds_shared(path.parent)}
    kept = elf.reachable([path for path in files if shared.get(path.name) != path], shared)
    for name, path in shared.items():
        # The program itself opens Python's library, by name.
        if name not in kept and not name.startswith("libpython"):
            path.unlink()
    for link in target.rglob("*"):
        if link.is_symlink() and not link.exists():
            link.unlink()
    for path in elf.libraries(target):
        if ".so" in path.name:
            _strip(path)


def _holds_shared(folder: Path) -> bool:
    """Whether a folder holds libraries for others, not modules and plugins that are loaded by path."""
    return folder.name == "lib" or folder.name.endswith(".libs")


def _strip(library: Path) -> None:
    """Take the symbols of debuggers out of a library, if it can be loaded afterwards; else leave it as it is.

    Libraries in a folder ``*.libs`` were moved about in by the tool that made the wheel, and come out broken.
    """
    if library.parent.name.endswith(".libs"):
        return
    stripped = library.with_name(library.name + ".stripped")
    done = subprocess.run(
        ["strip", "--strip-unneeded", "-o", str(stripped), str(library)], check=False, capture_output=True
    )
    if done.returncode == 0 and elf.loadable(stripped) and elf.needed(stripped) == elf.needed(library):
        shutil.copymode(library, stripped)
        stripped.replace(library)
    stripped.unlink(missing_ok=True)


def check() -> None:
    """Load every library of the folder, and let it do with the samples what the source does."""
    run(sys.executable, HERE / "check_folder.py", _built(), PYTHON)


def bill(target: Path | None = None) -> None:
    """The bill of materials (CycloneDX) and the licences of everything that is bundled."""
    environment()
    run(PYTHON, HERE / "bill_of_materials.py", target or DIST)


def guide() -> None:
    """The guide as HTML, in both languages."""
    environment()
    run(PYTHON, HERE / "build_guide.py", DIST / "guide")


def _built() -> Path:
    if not FOLDER.is_dir():
        folder()
    return FOLDER


def _icons(share: Path) -> None:
    """The icon in every size that desktops ask for, drawn by the Qt that is bundled."""
    scalable = share / "icons/hicolor/scalable/apps"
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "resources/icons/dialogue-annotator.svg", scalable)
    run(PYTHON, HERE / "draw_icons.py", "hicolor", share / "icons/hicolor", *map(str, ICON_SIZES))


# Where each shell looks for what completes a command, below a ``share`` folder.
COMPLETIONS = {
    "bash": "bash-completion/completions/annotator",
    "zsh": "zsh/vendor-completions/_annotator",
    "fish": "fish/vendor_completions.d/annotator.fish",
}


def _completions(share: Path) -> None:
    """What completes commands, options and names in three shells, as ``annotator completion`` prints it."""
    for shell, place in COMPLETIONS.items():
        file = share / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(
            subprocess.run(
                [PYTHON, "-m", "annotator", "completion", shell], cwd=ROOT, check=True, stdout=subprocess.PIPE
            ).stdout
        )


def _shared(share: Path) -> None:
    """Launcher entry, MIME type, software-centre entry, icons, completions, man page below ``share``."""
    linux = HERE / "linux"
    places = {
        "applications": linux / "dialogue-annotator.desktop",
        "mime/packages": linux / "dialogue-annotator-mime.xml",
        "metainfo": linux / "io.github.dialogue_annotator.DialogueAnnotator.metainfo.xml",
    }
    for place, file in places.items():
        (share / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, share / place)
    _icons(share)
    _completions(share)
    manual = share / "man/man1"
    manual.mkdir(parents=True, exist_ok=True)
    text = (linux / "dialogue-annotator.1").read_bytes().replace(b"@VERSION@", version().encode())
    (manual / "dialogue-annotator.1.gz").write_bytes(gzip.compress(text, mtime=0))
    (manual / "annotator.1.gz").symlink_to("dialogue-annotator.1.gz")


def tarball() -> None:
    """The folder as tar.xz with a script that installs it into a home directory."""
    name = f"{PROGRAM}-{version()}-linux-x86_64"
    stage = WORK / "tarball" / name
    shutil.rmtree(stage.parent, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(_built(), stage / PROGRAM, symlinks=True)
    _shared(stage / "share")
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy(HERE / "linux" / script, stage)
    shutil.copy(ROOT / "LICENSE", stage)
    _settle(stage)

    def plain(item: tarfile.TarInfo) -> tarfile.TarInfo:
        item.uid = item.gid = 0
        item.uname = item.gname = "root"
        return item

    DIST.mkdir(exist_ok=True)
    with tarfile.open(DIST / f"{name}.tar.xz", "w:xz", preset=6) as archive:
        archive.add(stage, name, filter=plain)


def _settle(stage: Path) -> None:
    """Give everything below a folder the time of the commit, and modes that hang on nobody's umask."""
    at = moment()
    for path in (stage, *stage.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (at, at), follow_symlinks=False)


def _changelog(doc: Path) -> None:
    """Debian's own form of the changelog, from the project's."""
    at = datetime.fromtimestamp(moment(), UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    text = (
        f"{PROGRAM} ({version()}) unstable; urgency=medium\n\n"
        "  * The changes are in /usr/share/doc/dialogue-annotator/CHANGELOG.md.gz.\n\n"
        f" -- The Dialogue Annotator developers <dialogue-annotator@users.noreply.github.com>  {at}\n"
    )
    (doc / "changelog.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (doc / "CHANGELOG.md.gz").write_bytes(gzip.compress(changes, 9, mtime=0))


def deb() -> None:
    """The Debian package."""
    stage = WORK / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    library = stage / "usr/lib" / PROGRAM
    library.parent.mkdir(parents=True)
    shutil.copytree(_built(), library, symlinks=True)
    _shared(stage / "usr/share")
    programs = stage / "usr/bin"
    programs.mkdir(parents=True)
    for name in (PROGRAM, "annotator"):
        (programs / name).symlink_to(f"../lib/{PROGRAM}/{PROGRAM}")
    doc = stage / "usr/share/doc" / PROGRAM
    doc.mkdir(parents=True)
    shutil.copy(HERE / "linux/deb/copyright", doc)
    _changelog(doc)
    run(PYTHON, HERE / "build_guide.py", doc / "guide")
    overrides = stage / "usr/share/lintian/overrides"
    overrides.mkdir(parents=True)
    shutil.copy(HERE / "linux/deb/lintian-overrides", overrides / PROGRAM)
    for path in stage.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or (path.parent == library and path.suffix == "")
            path.chmod(0o755 if runs else 0o644)
    size = sum(path.stat().st_size for path in stage.rglob("*") if path.is_file() and not path.is_symlink())
    control = (HERE / "linux/deb/control").read_text(encoding="utf-8")
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN/control").write_text(
        control.replace("@VERSION@", version())
        .replace("@SIZE@", str(size // 1024))
        .replace("@DEPENDS@", ", ".join(DEPENDS)),
        encoding="utf-8",
    )
    sums = [
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(stage)}\n"
        for path in sorted((stage / "usr").rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    (stage / "DEBIAN/md5sums").write_text("".join(sums), encoding="utf-8")
    _settle(stage)
    run(
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z6",
        # How many processors a machine has must not be seen in the package.
        "--threads-max=1",
        "--build",
        stage,
        DIST / f"{PROGRAM}_{version()}_amd64.deb",
    )


def installer() -> None:
    """The Windows installer; the folder must have been built on Windows before (untested)."""
    run(
        "makensis",
        f"-DVERSION={version()}",
        f"-DFOLDER={_built()}",
        f"-DOUTPUT={DIST}",
        HERE / "windows/installer.nsi",
    )


def sums() -> None:
    """SHA-256 sums of everything that is offered for download."""
    files = sorted(path for path in DIST.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    print("".join(lines), end="")


STEPS: dict[str, Callable[[], None]] = {
    "wheel": wheel,
    "folder": folder,
    "check": check,
    "tarball": tarball,
    "deb": deb,
    "guide": guide,
    "installer": installer,
    "bill": bill,
    "sums": sums,
}
BY_SYSTEM = {
    "linux": ("wheel", "folder", "tarball", "deb", "guide", "bill", "sums"),
    "win32": ("wheel", "folder", "installer", "bill", "sums"),
    "darwin": ("wheel", "folder", "bill", "sums"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", choices=[[], *STEPS], help="what to build")
    # What is built from the same commit is the same to the byte.
    os.environ["SOURCE_DATE_EPOCH"] = str(moment())
    os.environ["PYTHONHASHSEED"] = "1"
    for step in parser.parse_args().steps or BY_SYSTEM[sys.platform]:
        STEPS[step]()


if __name__ == "__main__":
    main()
