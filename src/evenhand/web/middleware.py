"""Headers that neither Django nor django-csp sets, and the usual one of django-csp's made once."""

from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

# Nothing in a school's record of behaviour needs the device's sensors.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Forbid device features on every answer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answer


class ContentPolicy(CSPMiddleware):
    """The content policy of django-csp; where neither page nor answer has a say in it, its words are made once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header."""
        own = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if own or HEADER in response:
            return super().process_response(request, response)
        response.headers[HEADER] = self._usual
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()
