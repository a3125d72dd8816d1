"""Icons, read at run time from the lucide package and stripped to what the stylesheet needs."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

__all__ = ["icon"]


@lru_cache(maxsize=256)
def icon(name: str, label: str = "", small: bool = False) -> SafeString:
    """SVG of the lucide icon `name`: hidden from assistive technology, or an image called `label`.

    Raises `lucide.IconDoesNotExist` for a name that the package lacks.
    """
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    css = "i i-s" if small else "i"
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" {role}>{_body(name)}</svg>')  # noqa: S308  escaped


def _body(name: str) -> str:
    drawn = str(lucide(name, size=None))
    inner = drawn.partition(">")[2].rpartition("</svg>")[0]
    return "".join(line.strip() for line in inner.splitlines()).replace(" />", "/>")
