"""A page that is about to be left says so, and whoever clicks waits for the one that comes.

The browser is told of a click at once, but leaves a moment later: what looks at the page in between sees the old one, and
what clicks again stops the first from being sent at all.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

LOADING_MS = 90_000
# A form that is sent leaves after its click is over; a link or a script says by itself that it leaves.
SAY_SO = """(() => {
  const leaving = (on) => document.documentElement?.toggleAttribute("data-leaving", on);
  addEventListener("submit", (event) => {
    const target = event.submitter?.formTarget || event.target.target || "_self";
    const method = event.submitter?.getAttribute("formmethod") || event.target.getAttribute("method");
    if (!event.defaultPrevented && target === "_self" && method !== "dialog") leaving(true);
  });
  navigation.addEventListener("navigate", (event) => {
    if (!event.destination.sameDocument && event.downloadRequest === null) leaving(true);
  });
  navigation.addEventListener("navigateerror", () => leaving(false));
})()"""


def arrive(page: Page) -> None:
    """Wait until the page is one that stays, and all of it is there."""
    expect(page.locator("html[data-leaving]")).to_have_count(0, timeout=LOADING_MS)
    page.wait_for_load_state()


def arrive_after_clicks() -> None:
    """Let every click of this process wait for the page that it may lead to."""
    locator: Any = Locator
    plain = locator.click

    def click(place: Locator, **told: Any) -> None:
        page = place.page
        plain(place, **told)
        if not page.is_closed():
            arrive(page)

    locator.click = click
