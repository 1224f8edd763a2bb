"""Parsing TMX without trusting it. In: a file. Out: its header and its units, one XML element at a time.

No entity is expanded and nothing is fetched: a file that declares or uses entities of its own is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from toolkit.errors import FormatError

__all__ = ["elements_of"]

_CHUNK = 1 << 16
_DEEPEST = 100  # inline codes nest a few deep; without a limit, what walks through them runs out of stack


def elements_of(path: Path) -> Iterator[Element]:
    """Yield the header and then every unit of a TMX file as it is parsed."""
    parser = _Parser(path)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.feed(chunk)
                yield from parser.take()
        parser.feed(b"", final=True)
        yield from parser.take()
    except OSError as error:
        raise FormatError(f"{path} could not be read: {error.strerror or error}.", remedy="Check the path.") from error
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding unknown to expat
        raise FormatError(
            f"{path} is not well-formed XML: {error}.", remedy="Export the memory again from the tool it came from."
        ) from error


class _Parser:
    """Expat with a tree builder for one `<header>` or `<tu>` at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._root = ""
        self._namespace = ""
        # "}" between namespace and name gives ElementTree's own way of writing names.
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        self._parser = parser

    def feed(self, data: bytes, *, final: bool = False) -> None:
        self._parser.Parse(data, final)
        if final and not self._root:
            raise expat.ExpatError("no element found")

    def take(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._root:
            self._namespace, _, self._root = name.rpartition("}")
            if self._root != "tmx":
                raise FormatError(
                    f"{self._path} is not TMX: its first element is <{self._root}>.", remedy="Give a .tmx file."
                )
        tag = self._tag(name)
        if self._builder is None:
            if tag not in ("header", "tu"):
                return
            self._builder, self._depth = TreeBuilder(), 0
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormatError(
                f"{self._path} nests elements more than {_DEEPEST} deep in line {self._parser.CurrentLineNumber}.",
                remedy="Export the memory again from the tool it came from.",
            )
        self._builder.start(tag, {self._tag(k): v for k, v in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is None:
            return
        self._builder.end(self._tag(name))
        self._depth -= 1
        if not self._depth:
            self._done.append(self._builder.close())
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _refuse(self, *_: object) -> int:
        raise FormatError(
            f"{self._path} declares or uses entities of its own in line {self._parser.CurrentLineNumber}; they are "
            "not read, because they can be made to fetch files or to fill the memory.",
            remedy="Export it again without them.",
        )

    def _tag(self, name: str) -> str:
        """Return a name as ElementTree writes it, without the file's own default namespace."""
        namespace, _, local = name.rpartition("}")
        return local if namespace == self._namespace else f"{{{namespace}}}{local}"
