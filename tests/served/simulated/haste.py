"""A process of a simulated day looks at the moved clock ten times a second, since the day passes in seconds."""

from evenhand.apps.tenancy import clock

CLOCK_SECONDS = 0.1


def look_often() -> None:
    """Read the clock's shift anew at every tenth of a second in this process."""
    clock.CACHE_SECONDS = CLOCK_SECONDS
