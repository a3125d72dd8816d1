"""A map of addresses that tries only those with the first part of the one asked for, in place of all one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Address = URLPattern | URLResolver
MOST = 1024
"""So many addresses without a part of their own are remembered."""


class ByFirstPart(URLResolver):
    """Resolves as Django does over all the addresses, and reverses as Django does."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        super().__init__(RoutePattern(""), list(addresses))
        self._known: dict[str, ResolverMatch] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """The match of a path. Raises Resolver404."""
        known = self._known.get(path)
        if known is None:
            known = self._resolvers.get(path.partition("/")[0], self._others).resolve(path)
            if not known.args and not known.kwargs and len(self._known) < MOST:
                self._known[path] = known
        return known

    @cached_property
    def _resolvers(self) -> dict[str, URLResolver]:
        """By first part, those of the addresses in their order that may begin with it."""
        parts = {address: first_parts(address) for address in self.url_patterns}
        return {
            first: URLResolver(self.pattern, [one for one in self.url_patterns if {first, ""} & parts[one]])
            for first in set().union(*parts.values()) - {""}
        }

    @cached_property
    def _others(self) -> URLResolver:
        return URLResolver(self.pattern, self.url_patterns)


def first_parts(address: Address, before: str = "") -> set[str]:
    """The first parts that paths to this address may have; "" where it may be any."""
    pattern = address.pattern
    route = before + str(pattern)
    if not isinstance(pattern, RoutePattern):
        return {""}
    if isinstance(address, URLResolver) and "/" not in route:
        return set(_within(address, route))
    first = route.partition("/")[0]
    return {""} if "<" in first else {first}


def _within(address: URLResolver, route: str) -> Iterator[str]:
    for one in address.url_patterns:
        yield from first_parts(one, route)
