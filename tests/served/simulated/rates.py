"""How much happens on a simulated day, at a small school and at a whole one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """How much happens: in a lesson, in a period, on the day; `spread` over the minutes, or all at a few of them."""

    awards: int = 1
    warnings: int = 2
    referrals: int = 1
    requests: int = 2
    late: int = 4
    homework: int = 1
    eve: int = 1
    spread: bool = False


SMALL = Rates()
# About what the demonstration's story tells of a day at 1,200 pupils, and somewhat more of what is rare.
FULL = Rates(awards=2, warnings=4, referrals=2, requests=4, late=12, homework=3, eve=3, spread=True)
