"""The adults' devices: each with a sign-in of its own, sending until it is answered, under the id it first had."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

from evenhand.cli.bench.client import Answer, Browser
from tests.served.simulated.acts import FORM, POLL, RECORD, REGISTER, Act

PATIENCE = 600.0
SAID = re.compile(r'name="said-([0-9a-f-]{36})"')
FORBIDDEN_AGAIN = 422


@dataclass
class Tally:
    """What the server has acknowledged, how long each answer took by the kind of request, and what went wrong."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    repeated: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: Act, answer: Answer, *, again: bool) -> None:
        """Keep an answer; one that was not to be expected is an error."""
        with self.lock:
            self.answered += 1
            self.repeated += again
            self.unchanged += answer.status == 304
            if problem := _problem(act, answer, again=again):
                self.errors.append(f"{act.at:%H:%M} {act.kind} {act.path}: {problem}")
            elif act.kind == RECORD:
                self.acknowledged.update(row["id"] for row in json.loads(answer.body)["recorded"])


def _problem(act: Act, answer: Answer, *, again: bool) -> str:
    """What is wrong with an answer, or nothing. What was done before the line broke may be refused a second time."""
    wanted = {
        RECORD: (200,),
        POLL: (200, 304),
        FORM: (302, FORBIDDEN_AGAIN) if again else (302,),
        REGISTER: (302,),
    }.get(act.kind, (200,))
    if answer.status not in wanted:
        return f"{answer.status} {_words(answer.body)}"
    if act.kind == RECORD:
        found = json.loads(answer.body)["recorded"]
        if [row["id"] for row in found] != act.ids:
            return "other ids came back"
        if not again and any(row["again"] for row in found):
            return "it was there before it was sent"
    return ""


def _words(body: bytes) -> str:
    """The words of an answer, without its tags."""
    text = re.sub(r"(?s)<(script|style|head).*?</\1>|<[^>]+>", " ", body.decode(errors="replace"))
    return " ".join(text.split())[-600:]


class Device:
    """One adult's device."""

    def __init__(self, port: int, membership: int, tally: Tally) -> None:
        self.membership, self.tally = membership, tally
        self.browser = Browser(port)
        self.signed_in = False
        self.marks: dict[str, str] = {}

    def do(self, act: Act) -> None:
        """Do it, however often the line breaks meanwhile."""
        until, again = time.monotonic() + PATIENCE, False
        while True:
            try:
                if not self.signed_in:
                    self.browser.sign_in(self.membership)
                    self.signed_in = True
                answer = self._send(act)
            except (OSError, HTTPException) as problem:
                self._hang_up()
                again = True
                if time.monotonic() > until:
                    self.tally.errors.append(f"{act.path}: {problem!r} for {PATIENCE:.0f} s")
                    return
                time.sleep(0.05)
                continue
            self.tally.note(act, answer, again=again)
            return

    def _hang_up(self) -> None:
        if self.browser.connection is not None:
            self.browser.connection.close()
            self.browser.connection = None

    def _send(self, act: Act) -> Answer:
        if act.kind == RECORD:
            return self.browser.post_json(act.path, dict(act.sent))
        if act.kind == FORM:
            return self.browser.post_form(act.path, {key: str(value) for key, value in act.sent.items()})
        if act.kind == REGISTER:
            return self._register(act)
        answer = self.browser.get(act.path, {"If-None-Match": self.marks.get(act.path, "")})
        if act.kind == POLL and "etag" in answer.headers:
            self.marks[act.path] = answer.headers["etag"]
        return answer

    def _register(self, act: Act) -> Answer:
        """Everybody came but the last of several."""
        page = self.browser.expect(self.browser.get(act.path), 200)
        found = list(dict.fromkeys(SAID.findall(page.body.decode())))
        said = {f"said-{ident}": "attended" for ident in found}
        if len(found) > 1:
            said[f"said-{found[-1]}"] = "missed"
        return self.browser.post_form(act.path, said)


class Staffroom:
    """Everybody's devices, of which so many act at the same moment."""

    def __init__(self, port: int, together: int) -> None:
        self.port = port
        self.tally = Tally()
        self.devices: dict[int, Device] = {}
        self.pool = ThreadPoolExecutor(together)

    def do(self, acts: Sequence[Act]) -> None:
        """The acts of a minute: first the early ones of everybody, then what follows on from them."""
        for part in ([act for act in acts if act.early], [act for act in acts if not act.early]):
            lots: dict[int, list[Act]] = {}
            for act in part:
                lots.setdefault(act.who, []).append(act)
            list(self.pool.map(self._one_after_the_other, lots.items()))

    def _one_after_the_other(self, lot: tuple[int, Iterable[Act]]) -> None:
        who, acts = lot
        device = self.devices.get(who) or self.devices.setdefault(who, Device(self.port, who, self.tally))
        for act in acts:
            device.do(act)

    def close(self) -> None:
        """Let everybody go."""
        self.pool.shutdown()
        for device in self.devices.values():
            device._hang_up()
