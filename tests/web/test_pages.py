"""The worker keeps files that exist, faults give nothing away, missing and forbidden read alike."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import page_not_found, permission_denied

from evenhand.web.pages import kept_files, server_error

pytestmark = pytest.mark.django_db


def test_every_file_that_the_worker_keeps_can_be_had() -> None:
    assert {"build/app.css", "js/app.js", "js/queue.js"} <= set(kept_files())
    assert [name for name in kept_files() if not finders.find(name)] == []


def test_the_worker_is_served_from_the_root_and_never_cached(client: Client) -> None:
    answer = client.get("/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-store" in answer["Cache-Control"]
    assert "/static/js/queue.js" in text
    assert re.search(r'SHELL = "shell-[0-9a-f]{12}"', text)


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    body = json.loads(client.get("/manifest.webmanifest").content)
    assert body["display"] == "standalone"
    for one in body["icons"]:
        assert finders.find(one["src"].removeprefix("/static/"))


@pytest.mark.parametrize("path", ["/offline/", "/more/"])
def test_pages_stand_without_anybody_signed_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert b'<main id="main"' in answer.content
    assert b'class="nav"' not in answer.content


def test_missing_and_forbidden_read_the_same() -> None:
    request = RequestFactory().get("/pupils/1/")
    missing = page_not_found(request, Exception("x")).content
    forbidden = permission_denied(request, PermissionDenied("x")).content
    assert b"nothing here for you to open" in missing
    assert _words(missing) == _words(forbidden)


def test_a_fault_has_a_code_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    answer = server_error(RequestFactory().get("/board/"))
    code = re.search(rb"fault ([0-9A-F]{4})", answer.content)
    assert answer.status_code == 500
    assert code is not None
    assert f"fault {code[1].decode()} at /board/" in caplog.text


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_error_pages_stand_without_any_context(name: str) -> None:
    assert "<h1>" in render_to_string(name, {}, HttpRequest() if name == "400.html" else None)


def _words(page: bytes) -> str:
    return re.sub(r'(value|data-now)="[^"]+"', "", page.decode())
