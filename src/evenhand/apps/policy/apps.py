"""Registers the app with Django."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Which policy and which settings are in force where and when, and the decisions that they gave."""

    name = "evenhand.apps.policy"
    label = "policy"
