"""Every answer forbids the device features that the pages do not use."""

from django.http import HttpRequest, HttpResponse

from evenhand.web.middleware import PERMISSIONS_POLICY, permissions_policy


def test_an_answer_gets_the_header() -> None:
    answer = permissions_policy(lambda request: HttpResponse())(HttpRequest())
    assert answer.headers["Permissions-Policy"] == PERMISSIONS_POLICY


def test_a_page_that_states_its_own_keeps_it() -> None:
    stated = HttpResponse(headers={"Permissions-Policy": "camera=(self)"})
    answer = permissions_policy(lambda request: stated)(HttpRequest())
    assert answer.headers["Permissions-Policy"] == "camera=(self)"
