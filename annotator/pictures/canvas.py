"""The one place that loads matplotlib: an empty figure, its fonts, files and pixels of a finished one."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from annotator.core.resources import resource
from annotator.errors import UserError
from annotator.pictures.styles import Style

# One thread at a time: matplotlib's settings belong to the whole process.
_ONE_AT_A_TIME = threading.RLock()
FORMATS = ("svg", "pdf", "png")
_SHIPPED = ("Inter-Regular-subset.otf", "Inter-SemiBold-subset.otf", "NotoSansCJKsc-subset.otf")
# Fonts of systems for what the shipped ones leave out, best first; DejaVu comes with matplotlib.
_FAMILIES = (
    "Inter", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Thai", "Segoe UI", "Arial Unicode MS", "DejaVu Sans",
)  # fmt: skip


def available() -> bool:
    """Whether the library is installed; looks, and loads nothing."""
    return find_spec("matplotlib") is not None


def library() -> Any:
    """matplotlib. Raises UserError where it is not installed."""
    try:
        import matplotlib  # noqa: ICN001, PLC0415 - by its name, when the first picture is drawn
    except ImportError as error:
        if getattr(sys, "frozen", False):
            raise UserError(
                "Pictures cannot be drawn",
                "they need the library matplotlib, which this package of the program leaves out",
                "Install the program with: pip install 'dialogue-annotator[window,plots]'",
            ) from error
        raise UserError(
            "Pictures cannot be drawn",
            "they need the library matplotlib, which is not installed",
            "Install it with: pip install 'dialogue-annotator[plots]'",
        ) from error
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return matplotlib


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The families that pictures are written in: the shipped ones, then what the system has for the rest."""
    library()
    from matplotlib import font_manager  # noqa: PLC0415 - see library

    for name in _SHIPPED:
        path = resource("fonts", name)
        if path.is_file():
            font_manager.fontManager.addfont(str(path))
    known = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(family for family in _FAMILIES if family in known)


@contextmanager
def drawing(style: Style) -> Iterator[None]:
    """Matplotlib with a style's settings, for this thread alone until it is left."""
    matplotlib = library()
    with _ONE_AT_A_TIME, matplotlib.rc_context(_settings(style)):
        yield


def _settings(style: Style) -> dict[str, Any]:
    return {
        "font.family": list(families()),
        "font.size": 9.0,
        "axes.titlesize": 10.0,
        "axes.labelsize": 9.0,
        "legend.fontsize": 8.0,
        "xtick.labelsize": 8.0,
        "ytick.labelsize": 8.0,
        "text.color": style.text,
        "text.parse_math": False,
        "text.usetex": False,
        "axes.edgecolor": style.muted,
        "axes.labelcolor": style.text,
        "axes.titlecolor": style.text,
        "axes.titlelocation": "left",
        "axes.facecolor": style.ground,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.6,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "axes.grid": False,
        "figure.facecolor": style.ground,
        "savefig.facecolor": style.ground,
        "grid.color": style.line,
        "grid.linewidth": 0.5,
        "xtick.color": style.muted,
        "ytick.color": style.muted,
        "xtick.labelcolor": style.text,
        "ytick.labelcolor": style.text,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "legend.frameon": False,
        "hatch.linewidth": 0.5,
        "lines.linewidth": 1.2,
        "svg.fonttype": "path",  # Chinese looks the same where its font is missing
        "svg.hashsalt": "dialogue-annotator",  # the same picture gives the same file
        "pdf.fonttype": 3,  # the glyphs used are embedded, whatever the kind of font
        "savefig.dpi": 300.0,
    }


def empty(size: tuple[float, float]) -> Any:
    """A figure of this size in inches, without pyplot and its windows."""
    library()
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see library
    from matplotlib.figure import Figure  # noqa: PLC0415 - see library

    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def saved(figure: Any, format_: str, style: Style, dpi: float, *, title: str, about: str) -> bytes:
    """A figure as a file of a format (``svg``, ``pdf``, ``png``), with its caption in the metadata."""
    told = {
        "svg": {"Title": title, "Description": about, "Date": None, "Creator": "Dialogue Annotator"},
        "pdf": {"Title": title, "Subject": about, "CreationDate": None, "Creator": "Dialogue Annotator"},
        "png": {"Title": title, "Description": about, "Software": "Dialogue Annotator"},
    }
    out = io.BytesIO()
    with drawing(style):
        figure.savefig(out, format=format_, dpi=dpi, facecolor=style.ground, metadata=told[format_])
    return out.getvalue()


def pixels(figure: Any, style: Style) -> tuple[bytes, int, int]:
    """A finished figure as bytes (red, green, blue, alpha; row by row), width and height in pixels."""
    with drawing(style):
        figure.canvas.draw()
        buffer = figure.canvas.buffer_rgba()
        height, width = buffer.shape[:2]
        return bytes(buffer), width, height


def unwritable(texts: Sequence[str]) -> str:
    """The characters of some texts that no font at hand has, each once."""
    known: set[int] = set()
    for family in families():
        known |= _characters(family)
    wanted = {char for text in texts for char in text if not char.isspace() and char.isprintable()}
    return "".join(sorted(char for char in wanted if ord(char) not in known))


@lru_cache(maxsize=32)
def _characters(family: str) -> frozenset[int]:
    from matplotlib import font_manager  # noqa: PLC0415 - see library

    path = font_manager.findfont(font_manager.FontProperties(family=[family]))
    return frozenset(font_manager.get_font(path).get_charmap())
