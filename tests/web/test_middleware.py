"""Every answer forbids the device features and the sources that the pages do not use."""

from csp.constants import NONCE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

from evenhand.web.middleware import PERMISSIONS_POLICY, ContentPolicy, permissions_policy

POLICY = "Content-Security-Policy"


def test_an_answer_gets_the_header() -> None:
    answer = permissions_policy(lambda request: HttpResponse())(HttpRequest())
    assert answer.headers["Permissions-Policy"] == PERMISSIONS_POLICY


def test_a_page_that_states_its_own_keeps_it() -> None:
    stated = HttpResponse(headers={"Permissions-Policy": "camera=(self)"})
    answer = permissions_policy(lambda request: stated)(HttpRequest())
    assert answer.headers["Permissions-Policy"] == "camera=(self)"


def policy_of(answer: HttpResponse, request: HttpRequest | None = None) -> str:
    """The content policy that our middleware leaves an answer with."""
    middleware = ContentPolicy(lambda request: answer)
    return middleware.process_response(request or HttpRequest(), answer).headers[POLICY]


def test_the_usual_content_policy_is_that_of_the_settings() -> None:
    middleware = CSPMiddleware(lambda request: HttpResponse())
    theirs = middleware.process_response(HttpRequest(), HttpResponse()).headers[POLICY]
    assert "default-src 'self'" in theirs
    assert sorted(policy_of(HttpResponse()).split("; ")) == sorted(theirs.split("; "))


def test_a_page_with_a_content_policy_of_its_own_keeps_it() -> None:
    stricter, stated = HttpResponse(), HttpResponse(headers={POLICY: "default-src 'none'"})
    stricter._csp_replace = {"default-src": ["'none'"]}  # type: ignore[attr-defined]  # as django-csp's decorator does
    assert "default-src 'none'" in policy_of(stricter)
    assert policy_of(stated) == "default-src 'none'"


def test_a_page_that_asked_for_a_nonce_goes_the_way_of_django_csp() -> None:
    request, answer = HttpRequest(), HttpResponse()
    request._csp_nonce = "bm9uY2U="  # type: ignore[attr-defined]  # what asking for one leaves
    answer._csp_update = {"script-src": [NONCE]}  # type: ignore[attr-defined]  # as django-csp's decorator does
    assert "script-src 'nonce-bm9uY2U='" in policy_of(answer, request)
