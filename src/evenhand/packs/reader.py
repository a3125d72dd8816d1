"""Hands over the texts of a pack: one of ours by its id, any other by its folder."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

OWN_FILE = "pack.toml"
SUFFIXES = (".toml", ".typ")


class UnknownPackError(LookupError):
    """There is no pack of that name or in that folder."""


def pack_ids() -> tuple[str, ...]:
    """The ids of the packs that come with evenhand, in alphabetical order."""
    return tuple(sorted(folder.name for folder in files(__package__).iterdir() if _is_pack(folder)))


def pack_texts(pack: str | Path) -> dict[str, str]:
    """The texts of a pack by file name ("pack.toml", "cases/ladder.toml"), from its id or its folder.

    What is not the id of a pack is taken for a folder. What is not UTF-8 stands as lone surrogates, which loading the
    pack finds. Raises `UnknownPackError`.
    """
    if isinstance(pack, str) and pack in pack_ids():
        return _texts(files(__package__).joinpath(pack))
    folder = Path(pack)
    if not _is_pack(folder):
        known = ", ".join(pack_ids()) or "none"
        raise UnknownPackError(f"{pack} is neither a pack ({known}) nor a folder with a {OWN_FILE}")
    return _texts(folder)


def calendar_text(name: str) -> str:
    """The text of a calendar that comes with evenhand, by its name ("worked"). Raises `UnknownPackError`."""
    for folder in files(__package__).iterdir():
        calendar = folder.joinpath("calendars").joinpath(f"{name}.toml")
        if calendar.is_file():
            return calendar.read_text(encoding="utf-8")
    raise UnknownPackError(f"there is no calendar {name!r}")


def country_text(country: str, name: str) -> str:
    """The text of a country's dated data ("england", "bank_holidays"). Raises `UnknownPackError`."""
    file = files(__package__).joinpath(country).joinpath(f"{name}.toml")
    if not file.is_file():
        raise UnknownPackError(f"there is no {name!r} of {country!r}")
    return file.read_text(encoding="utf-8")


def _is_pack(folder: Traversable) -> bool:
    return folder.is_dir() and folder.joinpath(OWN_FILE).is_file()


def _texts(folder: Traversable, under: str = "") -> dict[str, str]:
    texts: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            texts |= _texts(entry, f"{under}{entry.name}/")
        elif entry.name.endswith(SUFFIXES):
            with entry.open(encoding="utf-8-sig", errors="surrogateescape") as file:
                texts[f"{under}{entry.name}"] = file.read()
    return texts
