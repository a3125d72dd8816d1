"""The gallery shows every component, and none of them carries a style or script of its own."""

import re

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from evenhand.web.assets import STATIC
from evenhand.web.gallery.views import PAGES, one

pytestmark = pytest.mark.django_db
COMPONENTS = STATIC.parent / "templates" / "evenhand" / "components"


@pytest.mark.parametrize("path", ["/gallery/", *(f"/gallery/{page}/" for page in PAGES)])
def test_pages_keep_the_content_policy(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert page.count("<h1") == 1
    assert not re.search(r'\sstyle="|<style|\son\w+="|<script(?![^>]*src=)', page)


def test_ids_are_single(client: Client) -> None:
    for page in ("", "class/", "board/"):
        ids = re.findall(r'\sid="([^"]+)"', client.get(f"/gallery/{page}").content.decode())
        assert sorted(ids) == sorted(set(ids))


def test_an_unknown_page_is_missing() -> None:
    with pytest.raises(Http404):
        one(RequestFactory().get("/gallery/x/"), page="x")
