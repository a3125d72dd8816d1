"""The `letters/` folder of a pack: `letters.toml` declares the messages, `<language>.toml` holds their texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackError
from evenhand.engine.pack.locate import locate
from evenhand.engine.pack.schema import Language, Pack

FOLDER: Final = "letters/"
DECLARING: Final = "letters/letters.toml"
LANGUAGE: Final = re.compile(r"letters/([a-z]{2,3}(?:-[A-Za-z]{2,8})*)\.toml")


def is_letter_file(name: str) -> bool:
    """Whether this text belongs to the messages of a pack."""
    return name.startswith(FOLDER) and name.endswith(".toml")


def letter_fields(texts: Mapping[str, str], documents: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """The messages and their languages, as fields of the pack; what is not TOML is None among the documents."""
    languages: dict[str, Language] = {}
    made: dict[str, Any] = {"languages": languages}
    for name, document in sorted(documents.items()):
        found = LANGUAGE.fullmatch(name)
        field = "messages" if name == DECLARING else "languages"
        if document is None:
            draft.broken.add((field,))
            continue
        converter = Converter(name, locate(texts[name]), draft)
        if name == DECLARING:
            made |= converter.fields(Pack, document, Spot((), ()), ("messages", "sending"))
        elif found:
            read = converter.fields(
                Language, document, Spot((), ("languages", found[1])), ("weekdays", "months", "texts")
            )
            languages[found[1]] = Language(**read)
        else:
            message = "this file is neither the declaration of messages nor named after a language"
            draft.errors.append(PackError(name, 1, 1, "", message, f"{DECLARING}, or letters/en.toml"))
    return made
