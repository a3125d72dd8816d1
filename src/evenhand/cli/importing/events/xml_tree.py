"""XML from strangers as a small tree, read by expat alone.

No document type, no entity and no file beyond the one given is ever read: a document that declares any is refused at
the declaration. Depth, size and the number of elements are bounded. Namespaces are dropped, lines are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

LARGEST = 64 * 1024 * 1024
DEEPEST = 40
MOST_ELEMENTS = 2_000_000
LONGEST_VALUE = 20_000


class Refused(ValueError):
    """The document is not read. `line` is where, `expected` what was expected in its place."""

    def __init__(self, line: int, expected: str) -> None:
        self.line = line
        self.expected = expected
        super().__init__(f"line {line}: expected {expected}")


@dataclass(slots=True)
class Node:
    """An element: local name, first line, attributes by local name, own text, children in order."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, *names: str) -> Node | None:
        """The first child of one of the names."""
        return next((one for one in self.children if one.name in names), None)

    def all(self, *names: str) -> list[Node]:
        """The children of those names."""
        return [one for one in self.children if one.name in names]

    def value(self, *names: str) -> str:
        """The text of the first child of one of the names, without space around it."""
        found = self.child(*names)
        return found.text if found else ""

    def find(self, name: str) -> Node | None:
        """The first element of that name at any depth below."""
        return next((one for one in self.walk() if one.name == name), None)

    def walk(self) -> Iterator[Node]:
        """Every element below, in document order."""
        for one in self.children:
            yield one
            yield from one.walk()


def read_file(path: Path) -> Node:
    """The root of a file. Raises Refused and OSError."""
    if path.stat().st_size > LARGEST:
        raise Refused(0, f"at most {LARGEST // 1024 // 1024} MB")
    return read_tree(path.read_bytes())


def read_tree(content: bytes) -> Node:
    """The root of a document. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused(0, f"at most {LARGEST // 1024 // 1024} MB")
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(error.lineno, f"well-formed XML ({expat.ErrorString(error.code)})") from None
    except (LookupError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(1, "an encoding such as UTF-8") from None
    if builder.root is None:
        raise Refused(1, "one element")
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._parts: list[list[str]] = []
        self._count = 0
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        parser.UnparsedEntityDeclHandler = self._declared
        parser.ExternalEntityRefHandler = self._declared

    def _declared(self, *_: object) -> int:
        raise Refused(self.parser.CurrentLineNumber, "no document type, entity or outside file")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if len(self._open) >= DEEPEST or self._count > MOST_ELEMENTS:
            raise Refused(line, f"at most {DEEPEST} levels and {MOST_ELEMENTS:,} elements")
        node = Node(_local(name), line, {_local(key): value.strip() for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._parts.append([])

    def _end(self, _: str) -> None:
        text = "".join(self._parts.pop()).strip()
        node = self._open.pop()
        if len(text) > LONGEST_VALUE:
            raise Refused(node.line, f"at most {LONGEST_VALUE:,} characters in {node.name}")
        node.text = text

    def _text(self, text: str) -> None:
        self._parts[-1].append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
