"""A static files finder that makes the stylesheet when it is asked for and is older than its sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder

from evenhand.web import assets
from evenhand.web.assets.styles import SHEET, build_styles, is_stale


class BuildFinder(BaseFinder):
    """Stands before Django's own finders, which then find what it has built under static/build."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: ARG002  Django's
        """Refresh the stylesheet if `path` is it; leave every path to the finders after this one."""
        if path == f"{assets.BUILD.name}/{SHEET}":
            self._refresh()
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:  # noqa: ARG002  Django's
        """Refresh the stylesheet before the other finders list it."""
        self._refresh()
        return ()

    def _refresh(self) -> None:
        if is_stale(assets.STATIC / "css", assets.BUILD):
            build_styles(assets.STATIC / "css", assets.BUILD)
