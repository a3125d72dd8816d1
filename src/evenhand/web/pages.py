"""The pages of the shell itself: service worker, manifest, offline, more, and what a fault looks like."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.decorators import open_to_all
from evenhand.web import assets

__all__ = ["manifest", "more", "offline", "server_error", "service_worker"]

log = logging.getLogger("evenhand.web")


@open_to_all
@require_GET
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it sees every page; it changes with the files it keeps."""
    context = {"files": kept_addresses(), "version": _version(), "static_url": settings.STATIC_URL}
    text = render_to_string("evenhand/sw.js", context, request)
    return HttpResponse(
        text, content_type="text/javascript; charset=utf-8", headers={"Service-Worker-Allowed": "/"}
    )


@open_to_all
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What an installed evenhand is called and looks like."""
    sizes = (("img/icon-192.png", "192x192"), ("img/icon-512.png", "512x512"))
    icons = [
        {"src": static(name), "sizes": size, "type": "image/png", "purpose": "any maskable"}
        for name, size in sizes
    ]
    icons.append({"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    body = {
        "name": "evenhand",
        "short_name": "evenhand",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4ef",
        "theme_color": "#f6f4ef",
        "lang": "en-GB",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@open_to_all
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that the device does not keep when the server cannot be reached."""
    return render(request, "evenhand/pages/offline.html")


@open_to_all
@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The places that do not fit the bar of a phone, as a page for browsers without script."""
    return render(request, "evenhand/pages/more.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault, with a code that the office can find in the log."""
    fault = secrets.token_hex(2).upper()
    log.error("fault %s at %s", fault, request.path)
    return HttpResponse(render_to_string("500.html", {"fault": fault}), status=500)


@lru_cache(maxsize=1)
def kept_files() -> tuple[str, ...]:
    """Names of the static files that a page is made of, in a stable order."""
    scripts = sorted(f"js/{path.name}" for path in (assets.STATIC / "js").glob("*.js"))
    fonts = sorted(f"build/fonts/{path.name}" for path in (assets.BUILD / "fonts").glob("*.woff2"))
    return ("build/app.css", "img/icon.svg", *scripts, *fonts)


def kept_addresses() -> tuple[str, ...]:
    """Where the device asks for those files: a page names them by their digest, a script imports by the plain name."""
    scripts = (f"{settings.STATIC_URL}{name}" for name in kept_files() if name.startswith("js/"))
    return tuple(dict.fromkeys([*(static(name) for name in kept_files()), *scripts]))


def _version() -> str:
    seen = [[name, _stamp(assets.STATIC / name), static(name)] for name in kept_files()]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:12]


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0
