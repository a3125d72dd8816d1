"""Accounts are known by their address, in whatever case it is written."""

import pytest

from evenhand.apps.access.models import User


@pytest.mark.django_db
def test_an_address_is_kept_in_small_letters_and_found_in_any() -> None:
    made = User.objects.create_user("Ada@Marlow.Example", "Ada", "a long enough phrase")
    assert made.email == "ada@marlow.example"
    assert User.objects.get_by_natural_key("ADA@marlow.example") == made


@pytest.mark.django_db
def test_without_a_password_nobody_signs_in() -> None:
    made = User.objects.create_user("ada@marlow.example", "Ada")
    assert not made.has_usable_password()
