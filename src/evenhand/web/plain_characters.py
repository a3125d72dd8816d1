"""Refuses the one character that no database keeps in a text, before a page is asked: nobody types it by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

NUL = "\x00"
BAD_REQUEST = 400


def plain_characters(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page that says so in place of every form or address that holds one. What a device sends is read elsewhere."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if any(NUL in text for text in _texts(request)):
            return render(request, "evenhand/state.html", _words(), status=BAD_REQUEST)
        return get_response(request)

    return answer


def _texts(request: HttpRequest) -> Iterator[str]:
    # Without a query in the address there is nothing to read of it.
    for given in (request.GET, request.POST) if request.META.get("QUERY_STRING") else (request.POST,):
        for name, values in given.lists():
            yield name
            yield from values


def _words() -> dict[str, str]:
    return {
        "heading": "This could not be read",
        "words": "What was sent holds a character that cannot be kept, so nothing was changed. Type it again.",
        "pic": "door",
        "url": "/",
        "action": "To the start",
        "hint": "",
    }
