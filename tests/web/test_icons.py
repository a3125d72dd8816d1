"""Icons come from their package, hidden or named, and never carry a style."""

import re

import lucide
import pytest

from evenhand.web.assets import STATIC
from evenhand.web.icons import icon
from evenhand.web.nav import PLACES

TEMPLATES = STATIC.parent / "templates"


def test_an_icon_beside_a_word_is_hidden() -> None:
    drawn = icon("star")
    assert drawn.startswith('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="')
    assert "style" not in drawn
    assert "stroke=" not in drawn


def test_an_icon_that_stands_alone_has_a_name() -> None:
    assert 'role="img" aria-label="Print &quot;all&quot;"' in icon("printer", 'Print "all"')


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(lucide.IconDoesNotExist):
        icon("no-such-icon")


def test_every_icon_that_is_named_exists() -> None:
    named = {place.icon for place in PLACES}
    for path in TEMPLATES.rglob("*.html"):
        pairs = re.findall(r'{% icon "([\w-]+)"| icon="([\w-]+)"', path.read_text("utf-8"))
        named |= {name for pair in pairs for name in pair if name}
    assert len(named) > 15
    for name in sorted(named):
        assert icon(name)
