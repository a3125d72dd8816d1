"""What every page knows: who is signed in, where they may go, the school's time, and whether this is a demo.

Settings, all optional, name functions by dotted path so that this layer needs no app:
`EVENHAND_NOW` () -> aware datetime, the only clock; `EVENHAND_NAV_COUNTS` {"inbox": (request) -> int};
`EVENHAND_DEMO_BANNER` (request) -> an object with `words`, `url` and `link`, or None;
`EVENHAND_DEMO_CAST` (request) -> what components/cast.html lists on the sign-in page, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from evenhand.apps.access.actors import Actor, initials_of
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.titles import school_cites, school_title
from evenhand.apps.policy.selectors import NoPolicy, known_pack
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.nav import NavGroup, NavItem, grouped, navigation

PILCROW = "¶"
# Whose pupils are named for them one by one.
ASSISTANT = "teaching_assistant"

__all__ = ["DemoBanner", "Shell", "Who", "shell"]


@dataclass(frozen=True)
class Who:
    """The person signed in, as the rail shows them."""

    name: str
    role: str
    initials: str


@dataclass(frozen=True)
class DemoBanner:
    """The line that says this is a demo and what time it is there."""

    words: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Shell:
    """All that base.html shows round a page.

    `now` is the server's clock, from which the page counts; `person` keeps the records of two people on one
    device apart; `mark` stands before a paragraph, which `titled` calls by its number or heading; `theme` (light,
    dark or "") and `letters` (clear or "") are choices of the device.
    """

    nav: tuple[NavItem, ...]
    who: Who | None
    now: datetime
    person: str = ""
    theme: str = ""
    letters: str = ""
    mark: str = PILCROW
    titled: Callable[[str], str] = str
    demo: Any = None
    cast: Any = None

    @property
    def nav_groups(self) -> tuple[NavGroup, ...]:
        """The places as they stand under each other: what is always open first, then what folds."""
        return grouped(self.nav)

    @property
    def under_more(self) -> bool:
        """Whether the page belongs to a place that a phone keeps under More."""
        return any(item.current and not item.on_phone for item in self.nav)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, worked out only when a template asks for it."""
    return {"shell": SimpleLazyObject(lambda: build_shell(request))}


def parts_of(actor: Actor) -> set[str]:
    """The parts of the site that the school's policy has, or this person, besides those that everybody has."""
    if Capability.MARK_ATTENDANCE not in actor.capabilities:
        return set()
    try:
        with in_school(actor.school_id):
            pack = known_pack(actor.school_id)
    except NoPolicy:
        return set()
    parts = (
        ("arrivals", pack.hand_in),
        ("duties", pack.duties),
        ("assigned", ASSISTANT in actor.roles),
        ("centre", pack.centres and Capability.AGREE_ADJUSTMENT in actor.capabilities),
    )
    return {name for name, has in parts if has}


def build_shell(request: HttpRequest) -> Shell:
    """The shell for this request; without an actor there is no navigation."""
    actor = getattr(request, "actor", None)
    device = {
        "now": _now(),
        "theme": _choice(request, "theme", ("light", "dark")),
        "letters": _choice(request, "letters", ("clear",)),
        "demo": _call("EVENHAND_DEMO_BANNER", request),
    }
    if actor is None:
        return Shell((), None, cast=SimpleLazyObject(lambda: _call("EVENHAND_DEMO_CAST", request)), **device)
    named = getattr(settings, "EVENHAND_NAV_COUNTS", {})
    counts = {key: import_string(path)(request) for key, path in named.items()}
    names = {str(capability) for capability in actor.capabilities} | parts_of(actor)
    mark, titled = school_cites(actor)
    who = Who(actor.name, school_title(actor), initials_of(actor.name))
    return Shell(
        navigation(names, request.path, counts),
        who,
        person=str(actor.membership_id),
        mark=mark or PILCROW,
        titled=titled,
        **device,
    )


def _choice(request: HttpRequest, cookie: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(cookie, "")
    return value if value in allowed else ""


def _now() -> datetime:
    path = getattr(settings, "EVENHAND_NOW", "")
    now: datetime = import_string(path)() if path else timezone.now()
    return now


def _call(setting: str, request: HttpRequest) -> Any:
    path = getattr(settings, setting, "")
    return import_string(path)(request) if path else None
