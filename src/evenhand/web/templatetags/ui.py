"""`{% load ui %}`: icons and the components that are small enough to be written as a tag.

Larger components are includes under evenhand/components/; each says in its first lines what it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from evenhand.web import icons
from evenhand.web.context import PILCROW
from evenhand.web.countdown import Countdown, countdown_at
from evenhand.web.quick.nodes import repeats

register = template.Library()


@register.simple_tag
@repeats
def icon(name: str, label: str = "", small: bool = False) -> SafeString:
    """`{% icon "star" %}`, or `{% icon "printer" label="Print" %}` where no word stands beside it."""
    return icons.icon(str(name), str(label), small)


@register.simple_tag
def face(person: Any) -> SafeString:
    """`{% face pupil %}`: the initials, and over them the photograph where there is one; without it they show."""
    address = getattr(person, "photo", "")
    picture = format_html('<img src="{}" alt="" loading="lazy" decoding="async">', address) if address else ""
    return format_html("{}{}", getattr(person, "initials", ""), picture)


@register.simple_tag(takes_context=True)
def para(context: Context, *ids: str) -> SafeString:
    """`{% para "80" %}`: the school's mark and one paragraph or more by number or heading, in the voice of the policy."""
    words = ", ".join(_title(context, str(one)) for one in ids)
    css = "para" if words == ", ".join(map(str, ids)) else "para para-named"
    return format_html('<span class="{}">{} {}</span>', css, _mark(context), words)


def _mark(context: Context) -> str:
    """The sign of the page's school; the usual one where a template is drawn without a page round it."""
    return getattr(context.get("shell"), "mark", "") or PILCROW


def _title(context: Context, clause_id: str) -> str:
    """What the page's school calls the paragraph: its number, or its heading where the policy has no numbers."""
    titled: Callable[[str], str] = getattr(context.get("shell"), "titled", str)
    return titled(clause_id)


@register.inclusion_tag("evenhand/components/button.html")
@repeats
def button(  # noqa: PLR0913  each is an attribute of one button
    label: str,
    *,
    kind: str = "",
    icon: str = "",
    href: str = "",
    submit: bool = False,
    name: str = "",
    value: str = "",
    after: str = "",
    only_icon: bool = False,
    pressed: bool | None = None,
    block: bool = False,
    small: str = "",
    hook: str = "",
) -> dict[str, Any]:
    """A button, or a link that looks like one when `href` is given.

    kind: "", primary, soft or plain. `after` continues the name for assistive technology only.
    `only_icon` hides the label, which stays the accessible name. `hook` becomes data-do for scripts.
    """
    if kind not in {"", "primary", "soft", "plain"}:
        raise ValueError(f"button kind {kind!r}: write primary, soft, plain or nothing")
    classes = ["btn"]
    classes += [f"btn-{kind}"] if kind else []
    classes += ["btn-icon"] if only_icon else []
    classes += ["btn-block"] if block else []
    return {
        "css": " ".join(classes),
        "label": label,
        "icon": icon,
        "href": href,
        "submit": submit,
        "name": name,
        "value": value,
        "after": after,
        "only_icon": only_icon,
        "pressed": pressed,
        "small": small,
        "hook": hook,
    }


@register.inclusion_tag("evenhand/components/why_button.html", takes_context=True)
def why(
    context: Context,
    sheet_id: str,
    *,
    subject: str = "",
    cite: str = "",
    label: str = "Why",
    href: str = "",
    shown: bool = False,
) -> dict[str, Any]:
    """The button that opens the why-sheet `sheet_id`; `cite` shows the paragraph instead of the word."""
    return {
        "sheet_id": sheet_id,
        "mark": _mark(context),
        "subject": subject,
        "cite": cite,
        "cite_title": _title(context, cite),
        "label": label,
        "href": href,
        "shown": shown,
    }


@register.inclusion_tag("evenhand/components/countdown.html")
def countdown(due: datetime, now: datetime, minutes: int, *, over_words: str = "over") -> dict[str, Any]:
    """A ring of `minutes` that empties until `due` and then counts up; `now` is the server's clock."""
    ring: Countdown = countdown_at(due=due, now=now, minutes=minutes)
    drawn = {"due": localtime(due).isoformat(), "dash": str(ring.dash), "length": str(ring.length)}
    return {"ring": ring, "over_words": over_words, **drawn}


@register.inclusion_tag("evenhand/components/field.html")
def field(bound: Any, *, hint: str = "", css: str = "") -> dict[str, Any]:
    """A bound form field with label, hint and its errors beside it."""
    extra: dict[str, str] = {}
    notes = [f"{bound.id_for_label}-hint"] if hint or bound.help_text else []
    if bound.errors:
        notes.append(f"{bound.id_for_label}-error")
        extra["aria-invalid"] = "true"
    if notes:
        extra["aria-describedby"] = " ".join(notes)
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=extra),
        "hint": hint or bound.help_text,
        "css": css,
    }
