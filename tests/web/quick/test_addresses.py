"""The map that looks at the first part of a path answers as Django's own does, and tries far fewer."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, include, path, re_path
from django.urls.resolvers import RoutePattern

from evenhand.web.quick.addresses import ByFirstPart, first_parts


def page(request: object, **_: object) -> HttpResponse:
    return HttpResponse(repr(request))


INNER: tuple[list[URLPattern | URLResolver], str] = (
    [path("", page, name="all"), path("new/", page, name="new"), path("<int:pk>/", page, name="one")],
    "inner",
)
LOOSE: tuple[list[URLPattern | URLResolver], str] = (
    [path("board/", page, name="board"), path("stays/<int:pk>/", page, name="stay")],
    "loose",
)
ADDRESSES: list[URLPattern | URLResolver] = [
    path("", page, name="home"),
    path("help/", page, name="help"),
    path("<slug:school>/help/", page, name="their_help"),
    path("", include(LOOSE)),
    path("pupils/", include(INNER)),
    re_path(r"^old/(?P<pk>\d+)$", page, name="old"),
]
PATHS = [
    "",
    "help/",
    "alder/help/",
    "board/",
    "stays/7/",
    "pupils/",
    "pupils/new/",
    "pupils/7/",
    "old/12",
    "help/help/",
]


@pytest.mark.parametrize("asked", PATHS)
def test_the_match_is_that_of_django(asked: str) -> None:
    theirs = URLResolver(RoutePattern(""), ADDRESSES).resolve(asked)
    resolver = ByFirstPart(ADDRESSES)
    for ours in (resolver.resolve(asked), resolver.resolve(asked)):
        assert (ours.view_name, ours.kwargs, ours.route) == (theirs.view_name, theirs.kwargs, theirs.route)


@pytest.mark.parametrize("asked", ["nowhere/", "board", "pupils/seven/", "stays/", "old/x", "help", "/help/"])
def test_what_django_does_not_know_is_not_known(asked: str) -> None:
    for resolver in (URLResolver(RoutePattern(""), ADDRESSES), ByFirstPart(ADDRESSES)):
        with pytest.raises(Resolver404):
            resolver.resolve(asked)


def test_an_address_is_reversed_as_ever() -> None:
    found = ByFirstPart(ADDRESSES)
    assert found.reverse("their_help", school="alder") == "alder/help/"
    assert set(found.namespace_dict) == {"inner", "loose"}


def test_the_first_parts_of_an_address() -> None:
    found = [first_parts(address) for address in ADDRESSES]
    assert found == [{""}, {"help"}, {""}, {"board", "stays"}, {"pupils"}, {""}]


def test_a_page_at_the_end_of_the_map_is_found_after_few_tries() -> None:
    for asked in ("/board/cards/", "/inbox/", "/record/", "/pupils/7/"):
        tried = get_resolver("evenhand.web.urls").resolve(asked).tried
        assert tried is not None
        assert len(tried) < 45, asked
