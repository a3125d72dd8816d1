"""The journeys' own tools do what they promise."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import (
    OUTPUT,
    SIZES,
    CheckAccessibility,
    Complaints,
    OpenPage,
    TakePicture,
    looks,
)

STYLES = Path(__file__).resolve().parents[2] / "src" / "evenhand" / "web" / "static" / "css"
# The dark look, by the device's wish and by a person's: one block of declarations each.
DARK = {
    "prefers-color-scheme": re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*[^{}]*\{([^{}]*)\}\s*\}"),
    'data-theme="dark"': re.compile(r"\[data-theme=\"dark\"\] \{([^{}]*)\}"),
}
TOLD = re.compile(r"([\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{6}|rgb\([\d ./]+\)")
SHADOW = re.compile(r"--e\d")
USES = re.compile(r"([\w-]+):([^;{}]*var\(--e\d\))")

GOOD = '<!doctype html><html lang="en-GB"><title>A page</title><main><h1>A page</h1></main></html>'
BAD = GOOD.replace("</h1>", "</h1><img src='data:,'>")


@pytest.mark.parametrize("size", SIZES)
def test_a_page_has_the_size_asked_for(open_page: OpenPage, size: str) -> None:
    page = open_page(size, path=None)
    assert page.evaluate("[innerWidth, innerHeight]") == list(SIZES[size])


def test_a_picture_is_kept_where_it_is_asked_for(
    open_page: OpenPage, take_picture: TakePicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("phone", path=None)
    page.set_content(GOOD)
    (OUTPUT / "picture.png").unlink(missing_ok=True)
    monkeypatch.delenv("EVENHAND_TEST_PICTURES", raising=False)
    take_picture(page, "picture")
    assert not (OUTPUT / "picture.png").exists()
    monkeypatch.setenv("EVENHAND_TEST_PICTURES", "1")
    take_picture(page, "picture")
    assert (OUTPUT / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_the_server_answers_with_a_strict_policy(open_page: OpenPage) -> None:
    page: Page = open_page("phone", path=None)
    answer = page.goto("/sign-in/")
    assert answer is not None
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_axe_passes_a_good_page_and_names_what_is_wrong_with_a_bad_one(
    open_page: OpenPage, check_accessibility: CheckAccessibility
) -> None:
    page = open_page("phone", path=None)
    page.set_content(GOOD)
    check_accessibility(page)
    page.set_content(BAD)
    with pytest.raises(AssertionError, match=r"image-alt \(critical\)"):
        check_accessibility(page)


DULL = GOOD.replace(
    "</h1>",
    "</h1><style>@media (prefers-color-scheme: dark) { h1 { color: #eee; background: #fff } }</style>",
)


def test_the_dark_look_of_a_page_that_passed_is_looked_at_for_its_colours(
    open_page: OpenPage, check_accessibility: CheckAccessibility
) -> None:
    page = open_page("phone", path=None)
    page.set_content(DULL)
    for look in looks(page, "phone-light", "phone-dark"):
        if look == "phone-light":
            check_accessibility(page)
        else:
            with pytest.raises(AssertionError, match=r"color-contrast \(serious\)"):
                check_accessibility(page)
    page.evaluate("document.querySelector('style').remove()")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=data:,>')")
    with pytest.raises(AssertionError, match=r"image-alt \(critical\)"):
        check_accessibility(page)


def test_the_dark_look_is_other_in_its_colours_alone() -> None:
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sorted(STYLES.rglob("*.css")))
    blocks = [block for words, pattern in DARK.items() for block in pattern.findall(text)]
    assert len(blocks) == sum(text.count(words) for words in DARK) == 2
    told = [pair for block in blocks for pair in TOLD.findall(block)]
    assert len(told) > 80
    for name, value in told:
        assert name == "color-scheme" or COLOUR.fullmatch(value) or SHADOW.fullmatch(name), name
    assert {name for name, _ in USES.findall(text)} == {"box-shadow"}


def test_a_request_to_elsewhere_and_a_script_error_are_complaints(
    open_page: OpenPage, complaints: Complaints
) -> None:
    page = open_page("phone", path=None)
    page.route("**/*", lambda route: route.abort())
    page.set_content("<img src='http://elsewhere.invalid/a.png'><script>throw Error('broken')</script>")
    assert sorted(complaint.partition(":")[0] for complaint in complaints.found) == [
        "request to elsewhere",
        "script error",
    ]
    complaints.found.clear()
