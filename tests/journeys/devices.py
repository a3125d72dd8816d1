"""What the service worker keeps on a device for the time without a network."""

from __future__ import annotations

from playwright.sync_api import Page

READY = """async () => {
  const held = await (await caches.match("/-/held"))?.json();
  if (!held) return false;
  const wanted = ["/now/", ...held.list.lessons.flatMap((one) => [one.url, ...one.pages])];
  const cache = await caches.open(`pages-${held.person}`);
  return (await Promise.all(wanted.map((one) => cache.match(one)))).every(Boolean);
}"""


def until(page: Page, asked: str) -> None:
    """Wait until the page's own answer is yes."""
    for _ in range(300):
        if page.evaluate(asked):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never: {asked}")


def ready(page: Page) -> None:
    """Everything that the list names is on the device."""
    until(page, READY)
