"""The pack of two steps, as it is and with faults put into it."""

from pathlib import Path

from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import load_pack
from evenhand.packs.reader import pack_texts

PACKS = Path(__file__).parent / "data" / "packs"


def tiny_texts() -> dict[str, str]:
    """The texts of the pack of two steps."""
    return pack_texts(PACKS / "tiny")


def with_edit(file: str, old: str, new: str) -> dict[str, str]:
    """Its texts with the first `old` of a file replaced; with `old` empty, `new` is added at the end."""
    texts = tiny_texts()
    text = texts.get(file, "")
    if old not in text:
        raise AssertionError(f"{file} does not hold {old!r}")
    texts[file] = text.replace(old, new, 1) if old else f"{text}\n{new}"
    return texts


def faults_of(texts: dict[str, str]) -> list[str]:
    """What loading reports, in words; nothing when the pack loads."""
    try:
        load_pack(texts)
    except PackErrors as errors:
        return [str(error) for error in errors.errors]
    return []


def faults(file: str, old: str, new: str) -> list[str]:
    """What loading reports about the pack of two steps with one edit."""
    return faults_of(with_edit(file, old, new))


def line_of(file: str, words: str, texts: dict[str, str] | None = None) -> int:
    """The line of a file on which some words first stand."""
    text = (texts or tiny_texts())[file]
    return text[: text.index(words)].count("\n") + 1
