"""Registers the app with Django."""

from django.apps import AppConfig


class RewardsConfig(AppConfig):
    """By what pupils are recognised."""

    name = "evenhand.apps.rewards"
    label = "rewards"
