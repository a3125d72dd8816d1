"""Walking through the pages as somebody who follows every link and fills in every form, with one word in all free fields."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client

# A tag that a walk looks at, and what it tells; our templates write each in small letters and quote what they tell.
TAG = re.compile(
    r"""<(/?)(a|form|input|select|option|button|textarea)(?=[\s>/])((?:[^<>"']|"[^"]*"|'[^']*')*)>"""
)
TOLD = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>]+)))?""")
OK, TRIES, UUID = 200, 2, 36
TAKEN = frozenset({200, 204, 302, 303})
TYPED = frozenset({"text", "search", "url", "tel", "email", "textarea"})
VALUES = {
    "date": "2026-11-18",
    "time": "15:10",
    "datetime-local": "2026-11-18T15:10",
    "number": "1",
    "month": "2026-11",
}


@dataclass
class Form:
    """A form of a page: where it goes, its fields with what stands in them, and its named buttons."""

    action: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    options: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    boxes: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, word: str) -> dict[str, list[str]]:
        """What is sent: the word in each free field, of lists the first that says something."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        for name in self.free:
            # Where something was is a fact of the record, as when it was.
            sent.setdefault(name, []).append("Corridor" if name == "place" else word)
        for name, choices in (*self.options.items(), *self.boxes.items()):
            chosen = [value for value, is_chosen in choices if is_chosen and value]
            first = [value for value, _ in choices if value][:1]
            sent[name] = chosen[-1:] or first
        return sent


class Reader:
    """Links and posting forms of a page. Fields of another place in the page name their form.

    Only what a walk needs is looked at: the library's parser, which reads every tag, takes a quarter of a walk.
    """

    def __init__(self) -> None:
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.named: dict[str, Form] = {}
        self._form: Form | None = None
        self._select = ""

    def feed(self, text: str) -> None:
        """Read a whole page."""
        for end, tag, rest in TAG.findall(text):
            if end:
                self._form = None if tag == "form" else self._form
                continue
            self._begin(tag, {name.lower(): unescape("".join(value)) for name, *value in TOLD.findall(rest)})

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        elif tag == "form":
            self._form = self.named.setdefault(told.get("id", ""), Form()) if told.get("id") else Form()
            self._form.action = told.get("action", "")
            if told.get("method", "").lower() == "post":
                self.forms.append(self._form)
        else:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form = self.named.setdefault(told["form"], Form()) if told.get("form") else self._form
        if form is None or "disabled" in told:
            return
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else tag)
        if tag == "option":
            form.options.setdefault(self._select, []).append((told.get("value", ""), "selected" in told))
        elif tag == "select":
            self._select = name
        elif tag == "button" and name:
            form.buttons.append((name, told.get("value", "")))
        elif tag in ("input", "textarea") and name:
            _input(form, name, kind, told)


def _input(form: Form, name: str, kind: str, told: dict[str, str]) -> None:
    if kind in ("radio", "checkbox"):
        form.boxes.setdefault(name, []).append((told.get("value", "on"), "checked" in told))
    elif kind in TYPED:
        form.free.append(name)
    elif kind != "file":
        form.fields.append((name, told.get("value", "") or VALUES.get(kind, "")))


def form_with(page: bytes, having: str) -> Form:
    """The form of a page with a field of that name."""
    reader = Reader()
    reader.feed(page.decode())
    return next(one for one in reader.forms if having in {*one.free, *(name for name, _ in one.fields)})


@dataclass
class Walker:
    """Somebody who follows links and sends each kind of form once, with one word in every free field."""

    client: Client
    word: str
    outside: tuple[str, ...]
    tries: Counter[object] = field(default_factory=Counter)
    took: list[str] = field(default_factory=list)

    def visit(self, path: str) -> list[str]:
        """Open a page and send its forms; returns where its links lead."""
        answer = self.client.get(path)
        if answer.status_code != OK or "text/html" not in answer.headers.get("Content-Type", ""):
            return []
        page = Reader()
        page.feed(answer.content.decode())
        for form in page.forms:
            self.send(path, form)
        there = [urlsplit(urljoin(path, link)) for link in page.links]
        return [to.path + (f"?{to.query}" if to.query else "") for to in there if not to.netloc]

    def send(self, path: str, form: Form) -> None:
        """Send a form by each of its buttons, twice at most where it is refused."""
        to = urlsplit(urljoin(path, form.action or path))
        if not form.free or to.path.startswith(self.outside):
            return
        shape = "/".join(
            "#" if part[:1].isdigit() or len(part) == UUID else part for part in to.path.split("/")
        )
        for button in form.buttons or [("", "")]:
            key = (shape, tuple(sorted(form.free)), tuple(sorted(form.options)), button)
            if self.tries[key] >= TRIES:
                continue
            sent = form.filled(self.word) | ({button[0]: [button[1]]} if button[0] else {})
            sent = {**{name: [value] for name, value in parse_qsl(to.query)}, **sent}
            answer = self.client.post(to.path, sent)
            self.tries[key] += TRIES if answer.status_code in TAKEN else 1
            if answer.status_code in TAKEN:
                self.took.append(shape)


def walk(
    client: Client, starts: Iterable[str], word: str, *, most: int, outside: tuple[str, ...]
) -> list[str]:
    """Walk from these pages, at most so many; returns the addresses that took the word, their ids as #."""
    walker = Walker(client, word, outside)
    waiting = deque(path for path in starts if not path.startswith(outside))
    seen = set(waiting)
    while waiting and most > 0:
        most -= 1
        for to in walker.visit(waiting.popleft()):
            if to not in seen and not to.startswith(outside):
                seen.add(to)
                waiting.append(to)
    return walker.took
