"""docs/permissions.md is what the capabilities say today."""

from evenhand.apps.access.permissions_table import permissions_table
from tests.guards.tree import ROOT, source


def test_the_page_of_permissions_is_up_to_date() -> None:
    assert source(ROOT / "docs" / "permissions.md") == permissions_table(), "run make docs"
