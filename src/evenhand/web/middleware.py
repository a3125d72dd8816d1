"""Headers that neither Django nor django-csp sets, the usual one of django-csp's made once, and messages where any are."""

from functools import cached_property, partial
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject, empty

# Nothing in a school's record of behaviour needs the device's sensors.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PermissionsPolicy(MiddlewareMixin):
    """Forbids device features on every answer."""

    def process_response(self, _request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, where a page has none of its own."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ContentPolicy(CSPMiddleware):
    """The content policy of django-csp; where neither page nor answer has a say in it, its words are made once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header."""
        own = " _csp" in " ".join(("", *vars(response), *vars(request)))
        if own or HEADER in response:
            return super().process_response(request, response)
        response.headers[HEADER] = self._usual
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()


class Messages(MessageMiddleware):
    """Django's messages; their store is made for a request that looks for some or leaves one."""

    def process_request(self, request: HttpRequest) -> None:
        """Say how the store would be made."""
        vars(request)["_messages"] = SimpleLazyObject(partial(default_storage, request))

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Keep what is left, where the store was made."""
        held = vars(request).get("_messages")
        return (
            response
            if getattr(held, "_wrapped", None) is empty
            else super().process_response(request, response)
        )
