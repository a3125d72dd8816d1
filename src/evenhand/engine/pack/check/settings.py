"""Settings and details: their type, their choices, their default; and the filters that ask for them."""

from __future__ import annotations

from evenhand.engine.pack.check.figures import CLOCK, fits_unit
from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.errors import near
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import Detail, Figure, Setting, When
from evenhand.engine.pack.wording import told

WITH_CHOICES = ("choice", "multiple")
TYPE_WORDS = {
    "integer": "a whole number",
    "boolean": "true or false",
    "time": 'a time such as "15:00"',
    "text": "a text in quotes",
}


def check_settings(inspection: Inspection) -> None:
    """Defaults that are no choice, choices of another type, filters on values that a setting never has."""
    for path, setting in inspection.every(Setting):
        _check_choices(inspection, path, setting)
        _check_answer(inspection, (*path, "default"), setting, setting.default, "the default")
        _check_bounds(inspection, path, setting)
    for path, detail in inspection.every(Detail):
        _check_choices(inspection, path, detail)
        _check_bounds(inspection, path, detail)
    for path, when in inspection.every(When):
        for key, value in when.settings.items():
            if key in inspection.pack.settings:
                setting = inspection.pack.settings[key]
                _check_answer(inspection, (*path, "settings", key), setting, value, "this filter")


def allows(setting: Setting, value: Figure) -> bool:
    """Whether a setting may have this value: by its choices if there are any, else by type and bounds."""
    if setting.type == "choice" or setting.choices:
        return any(choice.value == value and type(choice.value) is type(value) for choice in setting.choices)
    if setting.type == "boolean":
        return isinstance(value, bool)
    if setting.type == "integer":
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (setting.minimum is None or value >= setting.minimum)
            and (setting.maximum is None or value <= setting.maximum)
        )
    if setting.type == "time":
        return isinstance(value, str) and bool(CLOCK.fullmatch(value))
    return isinstance(value, str)


def allowed_words(setting: Setting) -> str:
    """What a setting may be, in words."""
    if setting.choices:
        return f"one of {', '.join(told(choice.value).strip(chr(34)) for choice in setting.choices)}"
    words = TYPE_WORDS.get(setting.type, "a value of its type")
    bounds = [
        f"{word} {bound}"
        for word, bound in (("at least", setting.minimum), ("at most", setting.maximum))
        if bound is not None
    ]
    return ", ".join([words, *bounds])


def _check_answer(inspection: Inspection, path: KeyPath, setting: Setting, value: Figure, noun: str) -> None:
    if not allows(setting, value):
        message = f'{noun} {told(value)} is nothing that "{setting.key}" can be'
        choices = [str(choice.value) for choice in setting.choices]
        inspection.report(path, message, allowed_words(setting), near(str(value), choices))


def _check_choices(inspection: Inspection, path: KeyPath, declared: Setting | Detail) -> None:
    name = declared.key if isinstance(declared, Setting) else declared.id
    if declared.type in WITH_CHOICES and not declared.choices:
        message = f'"{name}" is a choice of nothing'
        inspection.report(path, message, "choices", "choices = [{ value = …, label = … }]")
    for number, choice in enumerate(declared.choices):
        if not fits_unit(declared.unit, choice.value):
            message = f"{told(choice.value)} does not count {declared.unit}"
            inspection.report((*path, "choices", number, "value"), message)


def _check_bounds(inspection: Inspection, path: KeyPath, declared: Setting | Detail) -> None:
    low, high = declared.minimum, declared.maximum
    if low is not None and high is not None and low > high:
        inspection.report((*path, "maximum"), f"the maximum {high} is below the minimum {low}")
