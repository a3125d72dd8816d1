"""Profiles of the property tests: HYPOTHESIS_PROFILE=soak draws 10,000 examples, =mutation few and always the same."""

from __future__ import annotations

import os
import pickle
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings

from evenhand.engine.pack.locate import locate

settings.register_profile(
    "default", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "soak", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "mutation",
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@lru_cache(maxsize=512)
def read(text: str) -> bytes:
    """What stands in a text, pickled, for whoever reads it may change it. Raises TOMLDecodeError."""
    return pickle.dumps(tomllib.loads(text))


@pytest.fixture(scope="session", autouse=True)
def texts() -> Iterator[None]:
    """What stands in a text, and where, is looked for once: a test that edits one file of a pack leaves all others alone."""
    reader = SimpleNamespace(
        loads=lambda text: pickle.loads(read(text)),  # noqa: S301  pickled above, in this process
        TOMLDecodeError=tomllib.TOMLDecodeError,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evenhand.engine.pack.load.locate", lru_cache(maxsize=256)(locate))
        patch.setattr("evenhand.engine.pack.load.tomllib", reader)
        yield
