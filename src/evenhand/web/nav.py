"""The main navigation: which places a person sees, how many of them fold, and which one the page belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

__all__ = ["PLACES", "NavGroup", "NavItem", "Place", "grouped", "navigation"]

MOST_UNFOLDED = 9


@dataclass(frozen=True)
class Place:
    """A part of the site. `needs` lists capability names; one of them is enough, none means everyone.

    A part that only some policies or some people have is named in place of a capability: see `context.parts_of`.
    `group` is where the place folds away for people who see many.
    """

    key: str
    label: str
    icon: str
    url: str
    needs: frozenset[str] = frozenset()
    on_phone: bool = False
    group: str = ""


@dataclass(frozen=True)
class NavItem:
    """A place as one person sees it on one page; `count` is what the person owes there."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    count: int
    on_phone: bool
    group: str = ""


@dataclass(frozen=True)
class NavGroup:
    """Places under one heading, which fold; without a label they always stand open."""

    label: str
    icon: str
    items: tuple[NavItem, ...]

    @property
    def current(self) -> bool:
        """Whether the page belongs to one of these places."""
        return any(item.current for item in self.items)

    @property
    def beyond_phone(self) -> tuple[NavItem, ...]:
        """The places that a phone's bar has no room for."""
        return tuple(item for item in self.items if not item.on_phone)


FOLLOW_UP, FIGURES, SCHOOL = "Follow-up", "Figures", "School"
GROUP_ICONS = {FOLLOW_UP: "folder-check", FIGURES: "chart-column", SCHOOL: "school"}

PLACES = (
    Place("now", "Now", "clock", "/now/", on_phone=True),
    Place("class", "Class", "layout-grid", "/class/", frozenset({"record"}), on_phone=True),
    Place("board", "Board", "door-open", "/board/", frozenset({"see_board", "run_removal"}), on_phone=True),
    Place("inbox", "Inbox", "inbox", "/inbox/", frozenset({"do_tasks"}), on_phone=True),
    Place("daily", "Daily review", "list-checks", "/daily/", frozenset({"review_entries"})),
    Place("arrivals", "Arrivals", "hand", "/arrivals/", frozenset({"arrivals"})),
    Place("duties", "Duties", "calendar-clock", "/duties/", frozenset({"duties"})),
    Place("pupils", "Pupils", "users", "/pupils/", frozenset({"see_pupil"})),
    Place("safeguarding", "Safeguarding", "shield", "/safeguarding/", frozenset({"read_safeguarding"})),
    Place("assigned", "My pupils", "heart", "/assigned/", frozenset({"assigned"}), group=FOLLOW_UP),
    Place("centre", "Centre", "users", "/centre/", frozenset({"centre"}), group=FOLLOW_UP),
    Place("reports", "Reports", "clipboard-list", "/reports/", frozenset({"put_on_report"}), group=FOLLOW_UP),
    Place(
        "talks",
        "Talks",
        "messages-square",
        "/talks/",
        frozenset({"lead_conversation", "lead_conference"}),
        group=FOLLOW_UP,
    ),
    Place("outbox", "Outbox", "mail", "/outbox/", frozenset({"see_outbox"}), group=FOLLOW_UP),
    Place(
        "referrals",
        "Day’s figures",
        "chart-column",
        "/referrals/",
        frozenset({"see_referrals"}),
        group=FIGURES,
    ),
    Place("insight", "Analysis", "chart-line", "/insight/", frozenset({"see_figures"}), group=FIGURES),
    Place("sanctions", "Sanctions", "scale", "/sanctions/", frozenset({"see_sanctions"}), group=FIGURES),
    Place("policy", "Policy", "book-open", "/policy/", frozenset({"see_policy"}), group=SCHOOL),
    Place("audit", "Audit", "scroll-text", "/audit/", frozenset({"see_audit"}), group=SCHOOL),
    Place("setup", "Set-up", "sliders-horizontal", "/setup/", frozenset({"see_setup"}), group=SCHOOL),
)


def navigation(
    capabilities: Collection[str],
    path: str,
    counts: Mapping[str, int] | None = None,
    places: tuple[Place, ...] = PLACES,
) -> tuple[NavItem, ...]:
    """The places open to `capabilities`, in order; the one whose address begins `path` is current."""
    counts = counts or {}
    here = _current(path, places)
    return tuple(
        NavItem(
            place.key,
            place.label,
            place.icon,
            place.url,
            place.key == here,
            counts.get(place.key, 0),
            place.on_phone,
            place.group,
        )
        for place in places
        if not place.needs or place.needs.intersection(capabilities)
    )


def grouped(items: tuple[NavItem, ...]) -> tuple[NavGroup, ...]:
    """The same places, in order: all in one group without a label, and those that fold for people who see many."""
    if len(items) <= MOST_UNFOLDED:
        return (NavGroup("", "", items),) if items else ()
    names = dict.fromkeys(item.group for item in items)
    sets = {name: tuple(item for item in items if item.group == name) for name in names}
    alone = {name for name, inside in sets.items() if not name or len(inside) == 1}
    open_ones = tuple(item for item in items if item.group in alone)
    folded = (NavGroup(name, GROUP_ICONS[name], sets[name]) for name in names if name not in alone)
    return (NavGroup("", "", open_ones), *folded)


def _current(path: str, places: tuple[Place, ...]) -> str:
    inside = [place for place in places if path.startswith(place.url)]
    return max(inside, key=lambda place: len(place.url)).key if inside else ""
