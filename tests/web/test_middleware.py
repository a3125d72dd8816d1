"""Every answer forbids the device features and the sources that the pages do not use."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_replace, csp_update
from csp.middleware import CSPMiddleware
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from evenhand.web.middleware import PERMISSIONS_POLICY, ContentPolicy, Messages, PermissionsPolicy

POLICY = "Content-Security-Policy"


def test_an_answer_gets_the_header() -> None:
    answer = PermissionsPolicy(lambda request: HttpResponse()).process_response(HttpRequest(), HttpResponse())
    assert answer.headers["Permissions-Policy"] == PERMISSIONS_POLICY


def test_a_page_that_states_its_own_keeps_it() -> None:
    stated = HttpResponse(headers={"Permissions-Policy": "camera=(self)"})
    answer = PermissionsPolicy(lambda request: stated).process_response(HttpRequest(), stated)
    assert answer.headers["Permissions-Policy"] == "camera=(self)"


def policy_of(page: Callable[[HttpRequest], HttpResponseBase]) -> str:
    """The content policy of that page's answer, as our middleware leaves it."""
    middleware, request = ContentPolicy(page), HttpRequest()
    middleware.process_request(request)
    return middleware.process_response(request, page(request)).headers[POLICY]


def test_the_usual_content_policy_is_that_of_the_settings() -> None:
    middleware = CSPMiddleware(lambda request: HttpResponse())
    theirs = middleware.process_response(HttpRequest(), HttpResponse()).headers[POLICY]
    assert "default-src 'self'" in theirs
    assert sorted(policy_of(lambda request: HttpResponse()).split("; ")) == sorted(theirs.split("; "))


def test_a_page_with_a_content_policy_of_its_own_keeps_it() -> None:
    stricter = csp_replace({"default-src": ["'none'"]})(lambda request: HttpResponse())
    assert "default-src 'none'" in policy_of(stricter)
    stated = HttpResponse(headers={POLICY: "default-src 'none'"})
    assert policy_of(lambda request: stated) == "default-src 'none'"


def test_a_page_that_asks_for_a_nonce_goes_the_way_of_django_csp() -> None:
    asked: list[str] = []

    @csp_update({"script-src": [NONCE]})
    def page(request: HttpRequest) -> HttpResponse:
        asked.append(str(vars(request)["csp_nonce"]))
        return HttpResponse()

    policy = policy_of(page)
    assert f"script-src 'nonce-{asked[0]}'" in policy


def test_messages_are_kept_for_the_next_request_and_read_there(settings: Any) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

    def left(request: HttpRequest) -> HttpResponse:
        messages.success(request, "Kept")
        return HttpResponse()

    answer = Messages(left)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    later = RequestFactory().get("/")
    later.COOKIES[CookieStorage.cookie_name] = answer.cookies[CookieStorage.cookie_name].value
    shown = Messages(lambda request: HttpResponse(str([str(one) for one in messages.get_messages(request)])))(
        later
    )
    assert isinstance(shown, HttpResponse)
    assert shown.content.decode() == "['Kept']"
    assert shown.cookies[CookieStorage.cookie_name].value == ""


def test_a_request_without_messages_makes_no_store_for_them(settings: Any) -> None:
    settings.MESSAGE_STORAGE = "no.such.Storage"
    answer = Messages(lambda request: HttpResponse("quiet"))(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"quiet"
