"""Paths: cases that are opened by an act, a count or a person, move on by recorded acts, and close only when done."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import Effect, When
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class Need:
    """What an act of a path must have recorded, or it is refused.

    Met by any one detail of `one_of` that is given, or any one act of `done` that is already recorded. With `agreed` the
    detail must be a yes. It is asked only where `when` holds, of the details given and of the acts that opened the case.
    """

    cites: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    agreed: bool = False
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class PathAct:
    """Something that a person records about an open case.

    `roles`: who may (nobody named: anybody). `after`: the stands in which it may be recorded ("opened" is the first;
    none named: any). `to`: where the case stands afterwards ("" stays; "closed" closes it). `confirms`: it confirms the
    reported act of the detail `act` (none given: the earliest not yet confirmed), which may reach a stage.
    `settles`: what is reported `from_day` on, or `after_day`, may reach the next stage.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    after: tuple[str, ...] = ()
    to: str = ""
    once: bool = False
    confirms: bool = False
    settles: str = ""
    needs: tuple[Need, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class PathStage:
    """What is to be done when a pupil's case comes to this stage; the last one stands for all after it."""

    position: int
    label: str
    cites: tuple[str, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class StagedPath:
    """A kind of case. One case of a kind is open for a pupil at a time; what would open another adds its reason.

    `opens`: the recorded acts that open it by themselves, those that any of the filters lets pass (none: only rules and
    people do). `opened_by`: the roles that
    may open it by hand, and `needs` what they record. `reached`: `confirmed` or `reported`, when an act counts
    towards the stages. `look_back`: `whole_time`, `school_year` or `term`, how far back earlier ones count.
    Effects run `on` = "opened", or "again" when a reason is added.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    opens: tuple[When, ...] = ()
    opened_by: tuple[Role, ...] = ()
    needs: tuple[Need, ...] = ()
    reached: Figure = ""
    look_back: Figure = ""
    stages: tuple[PathStage, ...] = ()
    acts: tuple[PathAct, ...] = ()
    effects: tuple[Effect, ...] = ()
