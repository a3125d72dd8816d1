"""What the bench serves: the product as it is, a bare insert without middleware, and nothing at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from evenhand.web.wsgi import application as _product

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

with override_settings(MIDDLEWARE=[]):
    _bare = WSGIHandler()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request."""
    path = environ["PATH_INFO"]
    if path == "/bench/nothing/":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return (b"ok",)
    return (_bare if path == "/bench/insert/" else _product)(environ, start_response)
