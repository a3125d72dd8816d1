"""A device on which somebody is signed in already, as after the form, without loading a page for it."""

from __future__ import annotations

from django.conf import settings
from playwright.sync_api import Page

from tests import classroom
from tests.cast import SchoolCast
from tests.journeys.conftest import OpenPage


def cookies(school: SchoolCast, role: str) -> dict[str, str]:
    """What signing in by the form leaves: a page whose token is still to come may race with another's."""
    held = classroom.signed_in(school, role).cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: held, settings.CSRF_COOKIE_NAME: "k" * 32}


def signed_in(
    open_page: OpenPage, school: SchoolCast, role: str, size: str, path: str | None, **options: object
) -> Page:
    """The page at that address as the person of that role sees it, on a device that keeps nothing."""
    options.setdefault("service_workers", "block")
    return open_page(size, path, cookies=cookies(school, role), **options)


def enter(page: Page, cast: SchoolCast, path: str, role: str = "teacher") -> Page:
    """Go on as the person of that role, on a device that has our pages open already."""
    url = page.evaluate("location.origin")
    page.context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in cookies(cast, role).items()]
    )
    page.goto(path)
    return page
