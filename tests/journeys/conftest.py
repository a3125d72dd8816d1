"""A real Chromium for the journeys, at three sizes, that sees only this machine, and axe for its pages."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.journeys.arriving import LOADING_MS, SAY_SO, arrive, arrive_after_clicks
from tests.journeys.static_files import KEEPS, keep_files

SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900)}
LOOKS = tuple(f"{size}-{scheme}" for scheme in ("light", "dark") for size in SIZES)
OUTPUT = Path(__file__).resolve().parents[1] / "_output"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE_COLOURS = ["color-contrast", "link-in-text-block"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenPage = Callable[..., Page]
CheckAccessibility = Callable[[Page], None]
TakePicture = Callable[[Page, str], None]

# A machine that is busy today is no fault of the page: what is waited for in vain is waited for this long.
PATIENCE_MS = 60_000
# What moves has come to rest: half-seen words have too little contrast.
AT_REST = """() => {
  for (const one of document.getAnimations()) try { one.finish(); } catch { one.cancel(); }
}"""
# Whether this very page has passed in the light at this width: in the dark it is then other in its colours alone, as
# test_browser.py sees in the style sheets.
PASSED = """passed => {
  const known = (window.passedAxe ??= new Map());
  const open = document.querySelectorAll(":popover-open, dialog[open], :checked").length;
  const now = `${open} ${document.documentElement.outerHTML}`;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (passed && !dark) known.set(innerWidth, now);
  return dark && known.get(innerWidth) === now;
}"""
AXE_RUN = """options => axe.run(options).then(({ violations }) => violations.flatMap(({ id, impact, help, nodes }) =>
  nodes.map(({ html }) => `${id} (${impact}): ${help}: ${html.slice(0, 160)}`)))"""


def looks(page: Page, *wanted: str) -> Iterator[str]:
    """The page as it stands in each look, `phone-light` and so on, without loading it again; all six unless named."""
    for look in wanted or LOOKS:
        size, scheme = look.split("-")
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of playwright's own words
        yield look


def press(page: Page, name: str) -> None:
    """Press the first visible button of that name."""
    page.get_by_role("button", name=name).filter(visible=True).first.click()


def fits(page: Page, look: str) -> None:
    """Nothing reaches beyond the side of the screen."""
    arrive(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, look)


def find_chromium() -> str:
    """The browser's path: EVENHAND_CHROMIUM, else the first of the usual names."""
    candidates = filter(None, (os.environ.get("EVENHAND_CHROMIUM"), *NAMES))
    found = next(filter(None, map(shutil.which, candidates)), None)
    if found is None:
        pytest.fail(
            "No Chromium: install it (Debian: apt-get install chromium-headless-shell) or set EVENHAND_CHROMIUM."
        )
    return found


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Before the server starts, and before anything is clicked."""
    keep_files()
    arrive_after_clicks()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    # Playwright's loop runs in this thread, and Django would take any query beside it for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), headless=True, args=[*ARGUMENTS, *sandbox]
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Complaints:
    """What went wrong in one test's pages without being asserted on: script errors, CSP, foreign requests."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("console", lambda message: self._console(message.text))
        page.on("request", self._request)

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.found.append(text)

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {"localhost", "127.0.0.1", None}:
            self.found.append(f"request to elsewhere: {request.url}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Collects trouble and fails the test at its end; a test that provokes some clears the list."""
    collected = Complaints()
    yield collected
    assert collected.found == []


@pytest.fixture
def open_page(browser: Browser, live_server: object, complaints: Complaints) -> Iterator[OpenPage]:
    """`open_page("phone", path="/", **context)` gives a page of that size in a browser context of its own.

    `cookies` are there before anything is loaded.
    """
    contexts: list[BrowserContext] = []

    def open_one(
        size: str = "phone",
        path: str | None = "/",
        cookies: Mapping[str, str] = MappingProxyType({}),
        **options: object,
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=str(live_server),
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,  # type: ignore[arg-type]  # playwright's own keywords, passed on as they came
        )
        contexts.append(context)
        context.add_init_script(SAY_SO)
        if options.get("service_workers") == "block":
            context.set_extra_http_headers({KEEPS: "yes"})
        context.add_cookies(
            [{"name": name, "value": value, "url": str(live_server)} for name, value in cookies.items()]
        )
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(LOADING_MS)
        page = context.new_page()
        complaints.watch(page)
        if path is not None:
            page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def take_picture() -> TakePicture:
    """`take_picture(page, "name")` keeps the whole page as tests/_output/name.png, where pictures are asked for.

    To draw them all takes longer than the journeys themselves.
    """

    def take(page: Page, name: str) -> None:
        if not os.environ.get("EVENHAND_TEST_PICTURES"):
            return
        OUTPUT.mkdir(exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name}.png", full_page=True, animations="disabled")

    return take


@pytest.fixture
def check_accessibility() -> CheckAccessibility:
    """Fails with one readable line per violation of WCAG 2.2 AA on the page as it stands.

    In the dark a page that has just passed in the light is looked at for its colours.
    """
    script = Axe().axe_script
    every = {"type": "tag", "values": AXE_TAGS}
    options = {
        "resultTypes": ["violations"],
        "preload": False,  # of media and style sheets from elsewhere, of which our pages have none
    }

    def check(page: Page) -> None:
        arrive(page)
        page.evaluate(AT_REST)
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        rules = {"type": "rule", "values": AXE_COLOURS} if page.evaluate(PASSED, False) else every
        lines = page.evaluate(AXE_RUN, {**options, "runOnly": rules})
        assert not lines, f"{page.url} has accessibility violations:\n" + "\n".join(lines)
        page.evaluate(PASSED, True)

    return check
