"""The special school at a quarter past nine."""

import pytest
import time_machine

from tests.cast import Cast
from tests.web.steps.flow import NINE_FIFTEEN, Hand


@pytest.fixture
def hand(cast: Cast, moment: time_machine.Traveller) -> Hand:
    moment.move_to(NINE_FIFTEEN)
    return Hand(cast.next_door)
