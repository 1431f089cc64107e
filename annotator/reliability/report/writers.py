"""A report's blocks as Markdown, HTML and LaTeX, and its coefficients as CSV."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from annotator.exporters.csv_writer import safe
from annotator.reliability.report.document import Block, Figure, Heading, Paragraph, Table

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:1em 0}caption{text-align:left;font-weight:600}"
    "th,td{padding:.2em .8em;text-align:left;vertical-align:top}"
    "thead{border:solid #333;border-width:2px 0 1px}"
    "tbody{border-bottom:2px solid #333}"
    "figure{margin:1em 0}figure img{max-width:100%}"
)
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "κ": r"$\kappa$", "α": r"$\alpha$", "π": r"$\pi$", "Σ": r"$\Sigma$", "²": r"$^2$", "·": r"$\cdot$",
}  # fmt: skip
_TEX_LETTER = re.compile("|".join(map(re.escape, _TEX)))
_BETWEEN, _LONGEST = 4, 30  # letters: the space beside a column, and what is a sentence rather than a figure
_CSV = (
    "facet", "by", "part", "coefficient", "distance", "value", "low", "high", "standard_error", "units",
    "pairable", "dialogues", "observed_disagreement", "expected_disagreement", "undefined", "no_interval",
)  # fmt: skip

# The columns of the list of errors, which are the members of a note.
_ERRORS = (
    "facet", "error", "decided", "otherwise", "reason", "adjudicator", "dialogue", "title", "turn",
    "turn_key", "target",
)  # fmt: skip


def markdown(blocks: Iterable[Block]) -> str:
    """GitHub's Markdown."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_plain(block.text)}"
    if isinstance(block, Paragraph):
        return _plain(block.text)
    if isinstance(block, Figure):
        return f"![]({block.name}.svg)\n\n{_plain(block.caption)}"
    rows = [block.columns, ("---",) * len(block.columns), *block.rows]
    lines = ["| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return f"**{_plain(block.caption)}**\n\n" + "\n".join(lines)


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is: no line breaks, no tags, no emphasis by chance."""
    one_line = " ".join(text.split())
    return re.sub(r"([\\`*_<\[\]])", r"\\\1", one_line)


def page(blocks: Iterable[Block]) -> str:
    """One HTML page without anything from elsewhere but the figures beside it."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Agreement of annotators</title>\n'
        f"<style>{_STYLE}</style>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{html.escape(block.text)}</p>"
    if isinstance(block, Figure):
        caption = html.escape(block.caption)
        return f'<figure><img src="{block.name}.svg" alt="">\n<figcaption>{caption}</figcaption></figure>'

    def row(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    rows = "\n".join(row(cells, "td") for cells in block.rows)
    return (
        f"<table>\n<caption>{html.escape(block.caption)}</caption>\n"
        f"<thead>{row(block.columns, 'th')}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def latex(blocks: Iterable[Block]) -> str:
    """A document for XeLaTeX with booktabs tables; xeCJK sets the Chinese."""
    body = "\n\n".join(_latex(block) for block in blocks)
    return (
        "\\documentclass{article}\n\\usepackage[margin=25mm]{geometry}\n\\usepackage{booktabs,longtable,array,graphicx}\n\\usepackage{xeCJK}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )


def _latex(block: Block) -> str:
    if isinstance(block, Heading):
        return f"\\{'section' if block.level == 1 else 'subsection'}*{{{_tex(block.text)}}}"
    if isinstance(block, Paragraph):
        return _tex(block.text)
    if isinstance(block, Figure):
        return (
            f"\\begin{{figure}}[ht]\n\\centering\n\\includegraphics[width=\\linewidth]{{{block.name}.pdf}}\n"
            f"\\caption{{{_tex(block.caption)}}}\n\\end{{figure}}"
        )
    columns = "".join(
        f">{{\\raggedright\\arraybackslash}}p{{\\dimexpr {share:.3f}\\linewidth-2\\tabcolsep\\relax}}"
        for share in _shares(block)
    )

    def row(cells: Iterable[str]) -> str:
        return " & ".join(map(_tex, cells)) + " \\\\"

    rows = "\n".join(map(row, block.rows))
    return (
        f"\\begin{{longtable}}{{{columns}}}\n\\caption{{{_tex(block.caption)}}}\\\\\n\\toprule\n"
        f"{row(block.columns)}\n\\midrule\n\\endhead\n{rows}\n\\bottomrule\n\\end{{longtable}}"
    )


def _shares(table: Table) -> list[float]:
    """What part of the line each column gets, by its longest cell; sentences break into several lines."""
    columns = zip(table.columns, *table.rows, strict=True)
    weights = [_BETWEEN + min(max(map(len, cells)), _LONGEST) for cells in columns]
    return [weight / sum(weights) for weight in weights]


def _tex(text: str) -> str:
    return _TEX_LETTER.sub(lambda found: _TEX[found[0]], " ".join(text.split()))


def csv_of(numbers: dict[str, Any]) -> str:
    """Every coefficient of every part, a row each, with all digits; UTF-8 with a mark, for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV)
    for facet in numbers["facets"]:
        for part in facet["parts"]:
            for found in part["agreements"]:
                interval = found["interval"] or {}
                texts = [facet["name"], part["by"], part["name"], found["coefficient"], found["distance"]]
                figures = [
                    found["value"], interval.get("low"), interval.get("high"), interval.get("standard_error"),
                    found["units"], found["pairable"], found["dialogues"], found["observed_disagreement"],
                    found["expected_disagreement"],
                ]  # fmt: skip
                reasons = [(found[key] or {}).get("sentence", "") for key in ("undefined", "no_interval")]
                writer.writerow([*map(safe, texts), *figures, *map(safe, reasons)])
        for by in ("spans", "segments"):
            for each in facet[by]:
                units = each["turns"] if by == "segments" else sum(each["spans"])
                writer.writerows(_figure_rows(facet["name"], by, each, units))
    for each in numbers.get("drawn_turns", ()):
        writer.writerows(_figure_rows("", "turns", each, sum(each["turns"])))
    return "\ufeff" + out.getvalue()


def _figure_rows(facet: str, by: str, each: dict[str, Any], units: int) -> Iterator[list[Any]]:
    """The rows of measures of spans, boundaries or turns."""
    part = ", ".join(each["annotators"]) + (f": {each['label']}" if each.get("label") else "")
    for one in each["figures"]:
        interval = one["interval"] or {}
        yield [
            *map(safe, (facet, by, part, one["measure"])), "", one["value"],
            interval.get("low"), interval.get("high"), interval.get("standard_error"), units, "",
            each["dialogues"], "", "",
            *(safe((one[key] or {}).get("sentence", "")) for key in ("undefined", "no_interval")),
        ]  # fmt: skip


def errors_csv_of(numbers: dict[str, Any]) -> str:
    """Every kind of error that an adjudicator noted, a row each; a head alone where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_ERRORS)
    for one in numbers.get("errors", ()):
        said = "; ".join(f"{name}: {labels}" for name, labels in one["otherwise"])
        cells = one | {"otherwise": said, "turn": one["turn"] or ""}
        writer.writerow([safe(str(cells[name])) for name in _ERRORS])
    return "\ufeff" + out.getvalue()


WRITERS: dict[str, Callable[[Iterable[Block]], str]] = {
    "report.md": markdown,
    "report.html": page,
    "report.tex": latex,
}

__all__ = ["WRITERS", "Table", "csv_of", "errors_csv_of", "latex", "markdown", "page"]
