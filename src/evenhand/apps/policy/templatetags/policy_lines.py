"""`{% load policy_lines %}`: a paragraph that was rendered before."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def as_html(lines: Mapping[str, SafeString], clause_id: str) -> SafeString:
    """`{% as_html lines "80" %}`: the list item of one paragraph."""
    return lines[clause_id]
