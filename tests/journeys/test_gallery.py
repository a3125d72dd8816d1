"""Every component passes axe at three sizes, light and dark, is large enough to tap, and fits the width."""

import pytest

from tests.journeys.conftest import CheckAccessibility, OpenPage, TakePicture, fits, looks

PAGES = {"all": "/gallery/", "class": "/gallery/class/", "board": "/gallery/board/", "door": "/gallery/door/"}
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea")].filter((part) => {
  const box = part.getBoundingClientRect();
  const exempt = ".skip, [type=radio], [type=checkbox], .stem-fill, .stem-praise";
  return box.width && box.height < 47.5 && !part.matches(exempt);
}).map((part) => part.className + ": " + part.textContent.trim())"""


@pytest.mark.parametrize("name", PAGES)
def test_components_are_accessible(
    open_page: OpenPage, check_accessibility: CheckAccessibility, take_picture: TakePicture, name: str
) -> None:
    page = open_page("phone", PAGES[name], service_workers="block")
    for look in looks(page):
        check_accessibility(page)
        assert page.evaluate(TOO_SMALL) == [], look
        fits(page, look)
        take_picture(page, f"gallery-{name}-{look}")


def test_no_sideways_scroll_at_320(open_page: OpenPage) -> None:
    page = open_page("phone", None, service_workers="block")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES.values():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
