"""Layers called in turn do what Django's own, one within another, do: in order, and with the same answers to faults."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path as address
from django.utils.deprecation import MiddlewareMixin

HERE = "tests.web.test_layers."
TOLD: list[str] = []


class Outer(MiddlewareMixin):
    """Writes down when it is asked and told; answers, or fails, where the address says so."""

    name = "outer"

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        TOLD.append(f"{self.name} asked")
        if request.GET.get("answers") == self.name:
            return HttpResponse(f"by {self.name}")
        if request.GET.get("refuses") == self.name:
            raise PermissionDenied
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        TOLD.append(f"{self.name} told {response.status_code}")
        if request.GET.get("fails") == self.name:
            raise PermissionDenied
        return response


class Looks(MiddlewareMixin):
    """Looks at the view and at its faults alone."""

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _named: Any) -> HttpResponse | None:
        TOLD.append("looks at the view")
        return HttpResponse("in place of it") if request.GET.get("answers") == "view" else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        TOLD.append(f"looks at {type(exception).__name__}")
        return HttpResponse("mended", status=503) if request.GET.get("mended") else None


class Inner(Outer):
    """Another one, nearer to the view."""

    name = "inner"

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        TOLD.append(f"inner looks at {type(exception).__name__}")
        return None


LAYERS = [HERE + name for name in ("Outer", "Looks", "Inner")]
ASKED = (
    "/none/", "/none/?answers=outer", "/none/?answers=inner", "/none/?refuses=outer", "/none/?refuses=inner",
    "/none/?fails=outer", "/none/?fails=inner", "/sign-in/", "/sign-in/?answers=view", "/sign-in/?answers=outer",
    "/policy/?fails=inner&answers=inner",
)  # fmt: skip


def lived(path: str) -> tuple[int, bytes, list[str]]:
    """What that address answers, and what the layers wrote down."""
    TOLD.clear()
    answer = Client(raise_request_exception=False).get(path)
    return answer.status_code, answer.content[:40], list(TOLD)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ASKED)
def test_in_turn_as_one_within_another(path: str, settings: Any) -> None:
    usual = [name for name in settings.MIDDLEWARE if not name.endswith("Layers")]
    sessions = settings.EVENHAND_LAYERS
    settings.MIDDLEWARE = [*sessions, *LAYERS, *usual]
    nested = lived(path)
    settings.MIDDLEWARE = ["evenhand.web.layers.Layers", *usual]
    settings.EVENHAND_LAYERS = [*sessions, *LAYERS]
    assert lived(path) == nested
    assert nested[2][0] == "outer asked"


def failing(request: HttpRequest) -> HttpResponse:
    """A page with a fault."""
    raise LookupError(request.path)


urlpatterns = [address("", failing)]


@pytest.mark.parametrize("query", ["", "?mended=1"])
def test_a_fault_is_looked_at_from_within(query: str, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.web.test_layers"
    settings.MIDDLEWARE = LAYERS
    nested = lived("/" + query)
    settings.MIDDLEWARE = ["evenhand.web.layers.Layers"]
    settings.EVENHAND_LAYERS = LAYERS
    assert lived("/" + query) == nested
    assert nested[2][3:5] == ["inner looks at LookupError", "looks at LookupError"]
    assert nested[0] == (503 if query else 500)
