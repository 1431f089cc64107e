"""Keeps the translations of the window complete.

    python packaging/translate.py missing zh_CN     # what is not translated yet, as JSON to fill in
    python packaging/translate.py add zh_CN FILE    # take filled-in JSON over
    python packaging/translate.py build             # the .qm files the program loads
    python packaging/translate.py check             # what is missing, left over, or has other placeholders

Translations are kept as JSON, ``packaging/translations/LANGUAGE.json``: context, then English text, then
translation. Qt's lupdate finds the texts and its lrelease makes the .qm files; both come with PySide6.
"""

from __future__ import annotations

import ast
import json
import re
import string
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "packaging" / "translations"
SHIPPED = ROOT / "resources" / "translations"
TOOLS = Path(sys.executable).parent

Texts = dict[str, dict[str, str]]


def languages() -> list[str]:
    """The languages there is a file for."""
    return sorted(path.stem for path in KEPT.glob("*.json"))


# What speaks to people below the window: errors, what they are made of, functions that make them, and the
# tables of an import’s questions and omissions.
ERRORS = {
    "UserError", "Sentence", "Wrong", "Fault", "ProjectReadOnly", "QuestionKind", "LeftOutKind",
    "PossibleAnswer",
    "_unreadable", "_unusable", "_unfit", "_NoPlace", "_say", "Trouble", "PacketTrouble", "damaged",
    "not_a_project", "phrase",
    "NothingToSee", "ProjectDamaged", "DamagedValue", "ProjectReplaced", "ProjectUnfinished", "CountedThings",
    "NotAProject", "BackupPostponed", "tr",
}  # fmt: skip
PLACES = {
    "Wrong",
    "Fault",
    "add",
    "Trouble",
    "PacketTrouble",
    "_say",
}  # their first argument says where
UNSEEN = {"ui"}  # its own texts go through Qt's tr()
# Contexts that the command line speaks, without Qt, the last before the others where both have a text.
OUTSIDE_QT = ("Markers", "Formats", "Merging", "History", "Agreement", "Errors")


def templates(node: ast.expr) -> list[str]:
    """The templates that an argument can be."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return templates(one) + templates(other)
    return []


def of_errors() -> dict[str, str]:
    """The texts of errors that layers below the window raise for people."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "annotator").rglob("*.py")):
        if path.relative_to(ROOT / "annotator").parts[0] in UNSEEN:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := _raises(node.func)):
                for argument in node.args[name in PLACES :]:
                    found.update((text, "") for text in templates(argument) if _has_words(text))
    return found


def unfit_errors() -> list[str]:
    """Errors of the layers below the window that no translation can be looked up for, with their places."""
    return [
        f"{path.relative_to(ROOT)}, {line}"
        for path in sorted((ROOT / "annotator").rglob("*.py"))
        if path.relative_to(ROOT / "annotator").parts[0] not in UNSEEN
        for line in unfit(path.read_text(encoding="utf-8"))
    ]


def unfit(source: str) -> list[str]:
    """The f-strings in errors, and templates with a name that nothing is put in for; one line for each."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not (name := _raises(node.func)):
            continue
        texts = node.args[name in PLACES :]
        found += (
            f"line {text.lineno}: an f-string: {ast.unparse(text)}"
            for argument in texts
            for text in _pieces(argument)
            if isinstance(text, ast.JoinedStr)
        )
        given = {keyword.arg for keyword in node.keywords}
        if given and None not in given and name in {"UserError", "Sentence"}:
            found += (
                f"line {node.lineno}: nothing is put in for {hole}: {text}"
                for argument in texts
                for text in templates(argument)
                for _, hole, _, _ in string.Formatter().parse(text)
                if hole is not None and hole not in given
            )
    return found


def _pieces(argument: ast.expr) -> Iterator[ast.expr]:
    """An argument, or what it is made of, without going into calls: those are looked at by themselves."""
    yield argument
    if not isinstance(argument, ast.Call | ast.JoinedStr):
        for child in ast.iter_child_nodes(argument):
            if isinstance(child, ast.expr):
                yield from _pieces(child)


def _has_words(template: str) -> bool:
    """Whether there is anything to translate beside what is put in."""
    return re.search(r"[A-Za-z]{2}", re.sub(r"\{[^{}]*\}", "", template)) is not None


def _raises(function: ast.expr) -> str:
    """The name of what makes an error or a part of one, "" for anything else."""
    match function:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return "UserError"
        case ast.Attribute(value=place, attr="add") if ast.unparse(place).endswith("faults"):
            return "add"
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in ERRORS:
            return name
    return ""


def of_tables() -> Texts:
    """Texts of tables below the window, which knows how to translate them: formats, losses, marker rules."""
    sys.path.insert(0, str(ROOT))
    from annotator.cli.commands import cli  # noqa: PLC0415
    from annotator.cli.help_language import english_texts  # noqa: PLC0415
    from annotator.core.edit_sentences import templates as of_edits  # noqa: PLC0415
    from annotator.exporters import FORMATS, losses_in_words  # noqa: PLC0415 - found by the line above
    from annotator.importers import RULES  # noqa: PLC0415
    from annotator.reliability.packet_remarks import SENTENCES  # noqa: PLC0415

    formats = [
        text
        for row in FORMATS
        for text in (row.name, row.description, *row.limits.losses, *row.limits.changes)
    ]
    markers = [text for rule in RULES for text in (rule.name, rule.description)]
    return {
        "Formats": dict.fromkeys([*formats, *losses_in_words()], ""),
        "Markers": dict.fromkeys(markers, ""),
        "History": dict.fromkeys(of_edits(), ""),
        "Merging": dict.fromkeys(SENTENCES.values(), ""),
        "Errors": of_errors(),
        "CommandLine": dict.fromkeys(english_texts(cli), ""),
    }


def sources() -> Texts:
    """Every text of the window by context, each with an empty translation."""
    files = sorted(map(str, [*(ROOT / "annotator" / "ui").rglob("*.py"), ROOT / "annotator" / "app.py"]))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "found.ts"
        command = [str(TOOLS / "pyside6-lupdate"), "-silent", "-no-obsolete", "-locations", "none", *files]
        subprocess.run([*command, "-ts", str(target)], check=True, capture_output=True, cwd=ROOT)
        tree = ET.parse(target)
    found = of_tables()
    for context in tree.iter("context"):
        texts = found.setdefault(context.findtext("name") or "", {})
        for message in context.iter("message"):
            texts[message.findtext("source") or ""] = ""
    return found


def read(language: str) -> Texts:
    """The translations into one language."""
    path = KEPT / f"{language}.json"
    texts: Texts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return texts


def write(language: str, texts: Texts) -> None:
    ordered = {context: dict(sorted(texts[context].items())) for context in sorted(texts) if texts[context]}
    text = json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"
    (KEPT / f"{language}.json").write_text(text, encoding="utf-8")


def missing(language: str) -> Texts:
    """The texts without a translation."""
    known = read(language)
    found = {
        context: {text: "" for text in texts if not known.get(context, {}).get(text)}
        for context, texts in sources().items()
    }
    return {context: texts for context, texts in found.items() if texts}


def placeholders(text: str) -> list[str]:
    """The names in braces, which a translation must keep."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def problems(language: str) -> list[str]:
    """One line for each text that is missing, left over, or has other placeholders or no menu letter."""
    wanted, known = sources(), read(language)
    lines = [f"missing: {context}: {text}" for context, texts in missing(language).items() for text in texts]
    for context, texts in known.items():
        for text, translation in texts.items():
            if text not in wanted.get(context, {}):
                lines.append(f"left over: {context}: {text}")
            elif placeholders(text) != placeholders(translation):
                lines.append(f"other placeholders: {context}: {text}")
            elif ("&" in text.replace("&&", "")) != ("&" in translation.replace("&&", "")):
                lines.append(f"letter for the menu: {context}: {text}")
    return lines


def compiled(language: str) -> bytes:
    """The .qm file of a language, as it has to be."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    wanted = sources()
    for context, texts in sorted(read(language).items()):
        if context in {"Errors", "CommandLine"}:
            continue  # read without Qt, from files of their own
        node = ET.SubElement(root, "context")
        ET.SubElement(node, "name").text = context
        for text, translation in sorted(texts.items()):
            if text in wanted.get(context, {}) and translation:
                message = ET.SubElement(node, "message")
                ET.SubElement(message, "source").text = text
                ET.SubElement(message, "translation").text = translation
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "texts.ts", Path(folder) / "texts.qm"
        ET.ElementTree(root).write(given, encoding="utf-8", xml_declaration=True)
        command = [str(TOOLS / "pyside6-lrelease"), "-silent", str(given), "-qm", str(made)]
        subprocess.run(command, check=True, capture_output=True)
        return made.read_bytes()


def plain(language: str, context: str) -> bytes:
    """The translations that are read without Qt: help by its English text, errors and reports by template."""
    known = read(language)
    contexts = OUTSIDE_QT if context == "Errors" else (context,)
    found = {text: other for each in contexts for text, other in known.get(each, {}).items() if other}
    texts = dict(sorted(found.items()))
    return (json.dumps(texts, ensure_ascii=False, indent=1) + "\n").encode()


def build() -> None:
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for language in languages():
        (SHIPPED / f"annotator_{language}.qm").write_bytes(compiled(language))
        (SHIPPED / f"errors_{language}.json").write_bytes(plain(language, "Errors"))
        (SHIPPED / f"help_{language}.json").write_bytes(plain(language, "CommandLine"))


def add(language: str, file: Path) -> None:
    """Take filled-in texts over; what has gone from the program is dropped."""
    wanted, known = sources(), read(language)
    given: Texts = json.loads(file.read_text(encoding="utf-8"))
    merged = {
        context: {
            text: translation
            for text in texts
            if (translation := given.get(context, {}).get(text) or known.get(context, {}).get(text))
        }
        for context, texts in wanted.items()
    }
    write(language, merged)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["missing", language]:
            print(json.dumps(missing(language), ensure_ascii=False, indent=1))
        case ["add", language, file]:
            add(language, Path(file))
        case ["build"]:
            build()
        case ["check"]:
            lines = [f"{language}: {line}" for language in languages() for line in problems(language)]
            print("\n".join(lines))
            return bool(lines)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
