"""The paragraphs as HTML, rendered once per document and process: a policy of 200 paragraphs is then joined, not built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from evenhand.apps.policy.document import Document

KEPT = 8


@lru_cache(maxsize=KEPT)
def rendered(document: Document) -> Mapping[str, SafeString]:
    """Every paragraph's list item by its id. A document is told apart by being that object."""
    template = get_template("evenhand/components/clause.html")
    # The template has escaped what it was given.
    return {
        line.id: mark_safe(template.render({"clause": line}))  # noqa: S308
        for line in document.lines.values()
    }
