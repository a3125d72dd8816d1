"""Django's layers that only look at what comes in and at what goes out, called in turn in place of one within another.

Each layer of `MIDDLEWARE` costs a request four calls and a guard of its own, and most here have one line to say. What
each does, in which order, and what becomes of a fault are as Django has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

Answer = Callable[[HttpRequest], HttpResponseBase]
VIEW, EXCEPTION = "process_view", "process_exception"


class Layers:
    """The layers of `EVENHAND_LAYERS`, the first outermost, with Django's own hooks."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response
        layers = [import_string(name)(get_response) for name in settings.EVENHAND_LAYERS]
        self._asking = [getattr(layer, "process_request", None) for layer in layers]
        self._telling = [getattr(layer, "process_response", None) for layer in layers]
        self._viewing = [getattr(layer, VIEW) for layer in layers if hasattr(layer, VIEW)]
        self._excepting = [
            getattr(layer, EXCEPTION) for layer in reversed(layers) if hasattr(layer, EXCEPTION)
        ]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask each layer from without, answer, and tell each that was asked from within."""
        response: Any = None
        reached = 0
        for ask in self._asking:
            reached += 1
            if ask is None:
                continue
            try:
                response = ask(request)
            except Exception as fault:  # noqa: BLE001  as Django makes an answer of each
                response = response_for_exception(request, fault)
                reached -= 1
            if response is not None:
                break
        else:
            response = self._get_response(request)
        for tell in self._telling[reached - 1 :: -1] if reached else ():
            if tell is not None:
                try:
                    response = tell(request, response)
                except Exception as fault:  # noqa: BLE001  as Django makes an answer of each
                    response = response_for_exception(request, fault)
        answered: HttpResponseBase = response
        return answered

    def process_view(self, request: HttpRequest, *call: Any) -> HttpResponseBase | None:
        """The first answer that a layer gives in place of the view."""
        return next(filter(None, (look(request, *call) for look in self._viewing)), None)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The first answer that a layer, the innermost first, gives to a fault of the view."""
        return next(filter(None, (look(request, exception) for look in self._excepting)), None)
