"""What a reader of a page sees: its words, without the tags, whose tokens are random and can hold any few letters."""

from __future__ import annotations

import re
from html import unescape


def shown(html: str) -> str:
    """The words of the page, without its tags, scripts and styles."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", bare))
