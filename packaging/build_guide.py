"""The guide as HTML: one page for each language, with contents, without scripts, readable offline.

    python packaging/build_guide.py [FOLDER]      # default dist/guide

The text is that of ``resources/help``, which the window shows too.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "resources" / "help"
TITLES = {"en": "Dialogue Annotator: guide", "zh": "对话标注器使用指南"}
OTHERS = {"en": "English", "zh": "中文"}
STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; }
nav a { display: block; padding: .15rem 0; }
h1 { font-size: 1.6rem; margin-top: 3rem; border-top: 1px solid #8886; padding-top: 1.5rem; }
code { font-weight: 600; background: #8882; border-radius: 3px; padding: 0 .25em; }
table { border-collapse: collapse; }
td, th { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; }
blockquote { border-left: 3px solid #8886; margin-left: 0; padding-left: 1rem; }
img { max-width: 100%; border: 1px solid #8886; }
"""


def page(language: str) -> str:
    """The whole guide in one language."""
    markdown = MarkdownIt("commonmark").enable("table")
    parts, contents = [], []
    for path in sorted((PAGES / language).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        key, title = path.stem.partition("-")[2], text.partition("\n")[0].removeprefix("# ")
        contents.append(f'<a href="#{key}">{html.escape(title)}</a>')
        parts.append(re.sub("<h1>", f'<h1 id="{key}">', markdown.render(text), count=1))
    links = " · ".join(
        f'<a href="{code}.html">{name}</a>' for code, name in OTHERS.items() if code != language
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{TITLES[language]}</title>\n'
        f"<style>{STYLE}</style>\n<p>{links}</p>\n<p><strong>{TITLES[language]}</strong></p>\n"
        f"<nav>{''.join(contents)}</nav>\n{''.join(parts)}</html>\n"
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "guide"
    folder.mkdir(parents=True, exist_ok=True)
    for language in TITLES:
        (folder / f"{language}.html").write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
