"""Languages as families name them and as files write them, brought to one form: the code of a BCP 47 tag ("pl", "pt-BR")."""

from __future__ import annotations

import re
from typing import Final

NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "gu": "Gujarati", "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "lt": "Lithuanian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "so": "Somali", "ta": "Tamil", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# Other names, and the codes of three letters that school systems in England and ISO 639-2 write.
OTHERS: Final = {
    "ara": "ar", "bul": "bg", "ben": "bn", "bng": "bn", "bangla": "bn", "eng": "en", "spa": "es", "farsi": "fa",
    "per": "fa", "fas": "fa", "fre": "fr", "fra": "fr", "guj": "gu", "hin": "hi", "hun": "hu", "ita": "it",
    "lit": "lt", "pan": "pa", "pnj": "pa", "panjabi": "pa", "pol": "pl", "pus": "ps", "pashtu": "ps", "por": "pt",
    "ron": "ro", "rum": "ro", "rmn": "ro", "rus": "ru", "slo": "sk", "slk": "sk", "som": "so", "tam": "ta",
    "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "chi": "zh", "zho": "zh", "mandarin": "zh", "cantonese": "zh",
}  # fmt: skip
TAG = re.compile(r"[a-z]{2}(-[a-z0-9]{2,8})*", re.IGNORECASE)
LONGEST: Final = 20
_CODES: Final = {name.casefold(): code for code, name in NAMES.items()} | OTHERS


def language_name(language: str) -> str:
    """What a language is called in English; its code where it is not known."""
    return NAMES.get(language.partition("-")[0].lower(), language)


def code_of(written: str) -> str | None:
    """The code of a language that is written as a tag, as three letters or by its English name; None for no language."""
    word = written.strip()
    if (known := _CODES.get(word.casefold())) is not None:
        return known
    if TAG.fullmatch(word) and len(word) <= LONGEST:
        first, dash, rest = word.partition("-")
        return first.lower() + dash + (rest.upper() if len(rest) == len("GB") else rest)
    return None
