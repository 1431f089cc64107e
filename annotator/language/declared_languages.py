"""What the declared languages of a study mean for each script."""

from __future__ import annotations

from functools import lru_cache

from annotator.language.scripts import OTHER_SCRIPTS

# Languages by script, as far as a script has several.
_WRITTEN: dict[str, str] = {
    "Latn": (
        "af an az br bs ca cs cy da de en eo es et eu fi fo fr ga gl ha hr ht hu id is it jv ku la lb lt lv "
        "mg ms mt nb nl nn no oc pl pt qu ro rw se sk sl so sq sv sw tl tr uz vi vo wa xh yo zu"
    ),
    "Cyrl": "be bg kk ky mk mn ru sr tg uk",
    "Arab": "ar fa ps ug ur",
    "Deva": "hi mr ne sa",
    "Beng": "as bn",
    "Hebr": "he yi",
    "Ethi": "am ti",
}
_SCRIPT_OF = {language: script for script, languages in _WRITTEN.items() for language in languages.split()}
_USUAL = {"Latn": "en", "Kana": "ja", "Hang": "ko"} | {
    script: language for script, (language, _) in OTHER_SCRIPTS.items()
}


def usual_language(script: str) -> str:
    """The language a script stands for where the study declares none that uses it; ``und`` if unknown."""
    return _USUAL.get(script, "und")


def script_of(language: str) -> str:
    """The script (ISO 15924) of a language that shares its own with others; empty for all others."""
    return _SCRIPT_OF.get(language, "")


def primary_subtags(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The declared languages without region and script, each once: ``pt-BR`` is ``pt``."""
    return tuple(dict.fromkeys(one.replace("_", "-").split("-")[0].lower() for one in languages))


@lru_cache(maxsize=64)
def candidates(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The declared languages of each script for which its usual language is not the answer."""
    found: dict[str, tuple[str, ...]] = {}
    for one in primary_subtags(languages):
        script = _SCRIPT_OF.get(one)
        if script:
            found[script] = (*found.get(script, ()), one)
    return {script: several for script, several in found.items() if several != (usual_language(script),)}


def needs_detector(languages: tuple[str, ...]) -> bool:
    """Whether two declared languages share a script, so that letters alone cannot tell them apart."""
    return any(len(several) > 1 for several in candidates(languages).values())
