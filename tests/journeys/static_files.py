"""Static files for the journeys: each is looked for once in a run, not in every folder again for every page."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles import handlers
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

looked_for = handlers.StaticFilesHandler.serve


class KeptFiles(handlers.StaticFilesHandler):
    """Serves from memory what Django's own found at first; a browser is told no more of keeping than by that."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        """The file at the request's path. Raises Http404."""
        body, kind = file_at(self, request.path)
        return HttpResponse(body, content_type=kind)


@cache
def file_at(handler: KeptFiles, path: str) -> tuple[bytes, str]:
    """The bytes of a file and their type. Raises Http404."""
    found = looked_for(handler, RequestFactory().get(path))
    return found.getvalue(), found.headers["Content-Type"]


def keep_files() -> None:
    """Let every live server that starts from now on serve so."""
    handlers.StaticFilesHandler = KeptFiles  # type: ignore[misc]  # pytest-django takes it from there
