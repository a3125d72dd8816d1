"""What a run starts from, read from the command line's arguments: policy, calendar, settings and files of events."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from evenhand.cli.replaying.faults import UnusableInput
from evenhand.cli.replaying.ical import calendar_of_ical
from evenhand.cli.replaying.survey import Source, events_table
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingsInvalid, SettingValue
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.packs.law import law_of
from evenhand.packs.reader import UnknownPackError, calendar_text, pack_texts

FOREVER = date.min
BEGINS = "BEGIN:VCALENDAR"


class Chosen(NamedTuple):
    """A pack as texts, loaded, and the school's settings on it."""

    texts: dict[str, str]
    pack: Pack
    settings: tuple[SettingValue, ...]

    @property
    def policy(self) -> Policy:
        """The policy in force, with the law beside it."""
        return policy_in_force(self.pack, self.settings)


def policy_in_force(pack: Pack, settings: tuple[SettingValue, ...]) -> Policy:
    """A pack under a school's settings and the law of its country. Raises SettingsInvalid."""
    return Policy.of(pack, settings, law_of(pack.jurisdiction))


def all_of(*readers: Callable[[], Any]) -> list[Any]:
    """What each of them reads. Raises `UnusableInput` with the problems of all together."""
    found: list[Any] = []
    problems: list[str] = []
    for read in readers:
        try:
            found.append(read())
        except UnusableInput as unusable:
            problems += unusable.problems
    if problems:
        raise UnusableInput(*problems)
    return found


def read_policy(name: str, settings: Iterable[SettingValue] = ()) -> Chosen:
    """A pack by its id or folder, with settings. Raises `UnusableInput` with every fault."""
    try:
        texts = pack_texts(name)
        chosen = Chosen(texts, load_pack(texts), tuple(settings))
        policy_in_force(chosen.pack, chosen.settings)
    except UnknownPackError as unknown:
        raise UnusableInput(str(unknown)) from None
    except PackErrors as errors:
        raise UnusableInput(*map(str, errors.errors)) from None
    except SettingsInvalid as invalid:
        raise UnusableInput(*invalid.problems) from None
    return chosen


def read_calendar(given: str, bells: Path | None = None) -> SchoolCalendar:
    """A calendar from a TOML or iCalendar file, or one that comes with evenhand. Raises `UnusableInput`."""
    path = Path(given)
    try:
        if not path.is_file():
            return load_calendar(calendar_text(given), given)
        text = read_text(path)
        ical = path.suffix.lower() == ".ics" or text.lstrip()[: len(BEGINS)].upper() == BEGINS
        return calendar_of_ical(path, text, bells) if ical else load_calendar(text, path.name)
    except UnknownPackError:
        raise UnusableInput(f"{given} is neither a file nor a calendar that comes with evenhand") from None
    except PackErrors as errors:
        raise UnusableInput(*map(str, errors.errors)) from None


def read_settings(path: Path) -> tuple[SettingValue, ...]:
    """Settings of a TOML file: a table `[settings]` that always held, and `[[setting]]` with key, value and since."""
    try:
        document = tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnusableInput(f"{path.name}: not TOML: {error}") from None
    problems = [f"{path.name}: {key} is not known; expected [settings] or [[setting]]"
                for key in document if key not in ("settings", "setting")]  # fmt: skip
    found: list[SettingValue] = []
    always, dated = document.get("settings", {}), document.get("setting", [])
    if not isinstance(always, dict) or not isinstance(dated, list):
        raise UnusableInput(f"{path.name}: expected a table [settings] or array tables [[setting]]")
    for key, value in always.items():
        _take(found, problems, path.name, {"key": key, "value": value})
    for table in dated:
        _take(found, problems, path.name, table)
    if problems:
        raise UnusableInput(*problems)
    return tuple(found)


def _take(found: list[SettingValue], problems: list[str], name: str, table: Any) -> None:
    expected = 'expected key = "…", value = a text, a whole number or true or false, since = a date'
    if not isinstance(table, dict) or not {"key", "value"} <= set(table) <= {"key", "value", "since"}:
        problems.append(f"{name}: [[setting]] {table}; {expected}")
        return
    key, value, since = table["key"], table["value"], table.get("since", FOREVER)
    if type(key) is str and type(value) in (str, int, bool) and type(since) is date:
        found.append(SettingValue(key, value, since))
    else:
        problems.append(f"{name}: {key}; {expected}")


def settings_from(given: Sequence[str]) -> tuple[SettingValue, ...]:
    """Settings written `key=value` on the command line, which held at all times. Raises `UnusableInput`."""
    found = []
    for text in given:
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise UnusableInput(f"{text!r} is no setting; expected key=value")
        found.append(SettingValue(key.strip(), _value(value.strip()), FOREVER))
    return tuple(found)


def _value(text: str) -> int | str | bool:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.removeprefix("-").isdecimal() and text.isascii() else text


def sources_of(paths: Sequence[Path]) -> tuple[Source, ...]:
    """The files of events; where there are several, each is a school's, known by the file's name.

    Raises `UnusableInput` where one cannot be read or lacks a column.
    """
    names = [path.stem for path in paths]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise UnusableInput(f"two files are named {doubled[0]}; expected a name for each school")
    all_of(*(partial(events_table, path) for path in paths))
    return tuple(Source(path, path.stem if len(paths) > 1 else "") for path in paths)


def read_text(path: Path) -> str:
    """A file's text. Raises `UnusableInput`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableInput(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UnusableInput(f"{path.name} is not UTF-8 text") from None
