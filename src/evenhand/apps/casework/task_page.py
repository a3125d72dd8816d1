"""One task, one proposal, one review, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from evenhand.apps.access.actors import Actor
        talks.page_of(pack, task),
