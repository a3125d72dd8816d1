"""Static files for the journeys: each is looked for once in a run, not in every folder again for every page."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles import handlers
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

# A device that asks so keeps each file, as it would in use. One whose service worker is looked at does not, for a file that
# the worker forgot would be found all the same.
KEEPS = "X-Device-Keeps-Files"
FOR_GOOD = "max-age=315360000, immutable"
looked_for = handlers.StaticFilesHandler.serve


class KeptFiles(handlers.StaticFilesHandler):
    """Serves from memory what Django's own found at first."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        """The file at the request's path. Raises Http404."""
        body, kind = file_at(self, request.path)
        # With its length told, the next file comes by the same connection and needs no new one, nor a thread for it.
        answer = HttpResponse(body, content_type=kind, headers={"Content-Length": len(body)})
        if KEEPS in request.headers:
            answer.headers["Cache-Control"] = FOR_GOOD
        return answer


@cache
def file_at(handler: KeptFiles, path: str) -> tuple[bytes, str]:
    """The bytes of a file and their type. Raises Http404."""
    found = looked_for(handler, RequestFactory().get(path))
    return found.getvalue(), found.headers["Content-Type"]


def keep_files() -> None:
    """Let every live server that starts from now on serve so."""
    handlers.StaticFilesHandler = KeptFiles  # type: ignore[misc]  # pytest-django takes it from there
