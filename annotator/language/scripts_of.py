"""Which script a language is written in, as far as it shares the script with others."""

from __future__ import annotations

_WRITTEN: dict[str, str] = {
    "Latn": (
        "af an az br bs ca cs cy da de en eo es et eu fi fo fr ga gl ha hr ht hu id is it jv ku la lb lt lv mg ms mt nb nl nn no oc "
        "pl pt qu ro rw se sk sl so sq sv sw tl tr uz vi vo wa xh yo zu"
    ),
    "Cyrl": "be bg kk ky mk mn ru sr tg uk",
    "Arab": "ar fa ps ug ur",
    "Deva": "hi mr ne sa",
    "Beng": "as bn",
    "Hebr": "he yi",
    "Ethi": "am ti",
}

SCRIPT_OF: dict[str, str] = {
    language: script for script, languages in _WRITTEN.items() for language in languages.split()
}
