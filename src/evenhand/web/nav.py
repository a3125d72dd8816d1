"""The main navigation: which places a person sees, and which one the page belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

__all__ = ["PLACES", "NavItem", "Place", "navigation"]


@dataclass(frozen=True)
class Place:
    """A part of the site. `needs` lists capability names; one of them is enough, none means everyone.

    A part that only some policies or some people have is named in place of a capability: see `context.parts_of`.
    """

    key: str
    label: str
    icon: str
    url: str
    needs: frozenset[str] = frozenset()
    on_phone: bool = False


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


PLACES = (
    Place("now", "Now", "clock", "/now/", on_phone=True),
    Place("class", "Class", "layout-grid", "/class/", frozenset({"record"}), on_phone=True),
    Place("board", "Board", "door-open", "/board/", frozenset({"see_board", "run_removal"}), on_phone=True),
    Place("inbox", "Inbox", "inbox", "/inbox/", frozenset({"do_tasks"}), on_phone=True),
    Place("daily", "Daily review", "list-checks", "/daily/", frozenset({"review_entries"})),
    Place("referrals", "Figures", "chart-column", "/referrals/", frozenset({"see_referrals"})),
    Place("arrivals", "Arrivals", "hand", "/arrivals/", frozenset({"arrivals"})),
    Place("duties", "Duties", "list-checks", "/duties/", frozenset({"duties"})),
    Place("insight", "Analysis", "list-checks", "/insight/", frozenset({"see_figures"})),
    Place("pupils", "Pupils", "users", "/pupils/", frozenset({"see_pupil"})),
    Place("assigned", "My pupils", "heart", "/assigned/", frozenset({"assigned"})),
    Place("centre", "Centre", "users", "/centre/", frozenset({"centre"})),
    Place("reports", "Reports", "list-checks", "/reports/", frozenset({"put_on_report"})),
    Place("outbox", "Outbox", "mail", "/outbox/", frozenset({"see_outbox"})),
    Place(
        "talks",
        "Talks",
        "messages-square",
        "/talks/",
        frozenset({"lead_conversation", "lead_conference"}),
    ),
    Place("policy", "Policy", "book-open", "/policy/", frozenset({"see_policy"})),
    Place("safeguarding", "Safeguarding", "shield", "/safeguarding/", frozenset({"read_safeguarding"})),
    Place("sanctions", "Sanctions", "scale", "/sanctions/", frozenset({"see_sanctions"})),
    Place("audit", "Audit", "scroll-text", "/audit/", frozenset({"see_audit"})),
    Place("setup", "Set-up", "sliders-horizontal", "/setup/", frozenset({"see_setup"})),
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
        )
        for place in places
        if not place.needs or place.needs.intersection(capabilities)
    )


def _current(path: str, places: tuple[Place, ...]) -> str:
    inside = [place for place in places if path.startswith(place.url)]
    return max(inside, key=lambda place: len(place.url)).key if inside else ""
