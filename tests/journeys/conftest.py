"""A real Chromium for the journeys, at three sizes, that sees only this machine, and axe for its pages."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900)}
OUTPUT = Path(__file__).resolve().parents[1] / "_output"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenPage = Callable[..., Page]
CheckAccessibility = Callable[[Page], None]
TakePicture = Callable[[Page, str], None]


def find_chromium() -> str:
    """The browser's path: EVENHAND_CHROMIUM, else the first of the usual names."""
    candidates = filter(None, (os.environ.get("EVENHAND_CHROMIUM"), *NAMES))
    found = next(filter(None, map(shutil.which, candidates)), None)
    if found is None:
        pytest.fail("No Chromium: install it (Debian: apt-get install chromium) or set EVENHAND_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    # Playwright's loop runs in this thread, and Django would take any query beside it for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
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
    """`open_page("phone", path="/", **context)` gives a page of that size in a browser context of its own."""
    contexts: list[BrowserContext] = []

    def open_one(size: str = "phone", path: str | None = "/", **options: object) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=str(live_server),
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,  # type: ignore[arg-type]  # playwright's own keywords, passed on as they came
        )
        contexts.append(context)
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
    """`take_picture(page, "name")` keeps the whole page as tests/_output/name.png."""

    def take(page: Page, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name}.png", full_page=True, animations="disabled")

    return take


@pytest.fixture
def check_accessibility() -> CheckAccessibility:
    """Fails with one readable line per violation of WCAG 2.2 AA on the page as it stands."""
    axe = Axe()

    def check(page: Page) -> None:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": AXE_TAGS}}
        violations = axe.run(page, options=options).response["violations"]
        lines = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:160]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not lines, f"{page.url} has accessibility violations:\n" + "\n".join(lines)

    return check
