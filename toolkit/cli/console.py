"""What every command shares: options made from the settings, and lines for a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import Field
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.article.normalize import arabic_letters, letters
from toolkit.errors import ToolkitError
from toolkit.output.direction import PDI, RLI, isolated
from toolkit.output.formats import FORMATS
from toolkit.output.pieces import named
from toolkit.settings import CHOICES

PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Made = TypeVar("_Made")

_LETTER = re.compile(r"[^\W\d_]")
_CELL = re.compile(r"[^\t\n]+")
_PLACEMENT = ("translator", "engine", "glossary", "device", "trial", "offline")


class Formats(click.ParamType[tuple[str, ...]]):
    """A comma-separated list of formats."""

    name = "formats"
    help = "Any of: " + ", ".join(FORMATS)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names of formats, or say what is wrong."""
        if isinstance(value, tuple):
            return value
        wanted = tuple(part.strip().lower() for part in str(value).split(",") if part.strip())
        unknown = sorted(set(wanted) - set(FORMATS))
        if unknown or not wanted:
            self.fail(f"unknown format {', '.join(unknown) or value!r}; choose from {', '.join(FORMATS)}", param, ctx)
        return wanted


def settings_options(*more: str, placed: bool = True) -> Callable[[_Command], _Command]:
    """Give a command the options named in `more` and, if `placed`, those of the translation model and its place."""

    def decorated(function: _Command) -> _Command:
        for name in reversed((*more, *(_PLACEMENT if placed else ()))):
            function = _option(CHOICES[name])(function)
        return function

    return decorated


def _option(choice: Field[Any]) -> Callable[[_Command], _Command]:
    text, among = choice.metadata["help"], choice.metadata["among"]
    if isinstance(choice.default, bool):
        return click.option(f"--{choice.name}/--no-{choice.name}", default=choice.default, help=text)
    if choice.name == "offline":
        return click.option("--offline", is_flag=True, default=None, help=text)
    kind: Any = click.Choice(among) if among else None
    if isinstance(choice.default, int):
        kind = click.IntRange(min(among), max(among))
    shown = choice.default is not None
    return click.option(f"--{choice.name}", type=kind, default=choice.default, show_default=shown, help=text)


def one_line(text: str) -> str:
    """Fold white space, so that a message or cell stays on its line."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """Return text that no terminal obeys: escape sequences, other control characters and overrides by their names."""
    return named(text).replace("\r", "⟦U+000D⟧")


def in_order(text: str) -> str:
    """Return lines for a terminal: Arabic, and the numbers and names in it, in the order of every other format."""
    return _CELL.sub(lambda cell: _island(cell.group()), text)


def _island(cell: str) -> str:
    first = _LETTER.search(cell)
    if 2 * arabic_letters(cell) > letters(cell) or (first and arabic_letters(first.group())):
        return f"{RLI}{isolated(cell, 'ar')}{PDI}"
    return isolated(cell, "en")


def say(message: object) -> None:
    """Print lines to standard output; what an article, a file's name or a server put into them is only shown.

    On a terminal Arabic is put in order with invisible marks; a file or a pipe gets the text as it is.
    """
    text = printable(str(message))
    click.echo(in_order(text) if sys.stdout.isatty() else text)


def complain(message: str) -> None:
    """Print an error in one line to standard error."""
    click.secho(f"error: {printable(one_line(message))}", err=True, fg="red")


def done(files: Iterable[str], work: Callable[[str], _Made], failed: _Made | None = None) -> list[_Made]:
    """Return what `work` makes of each file; an error is told, stops no other, and leaves `failed` if it is given."""
    made = []
    for file in files:
        try:
            made.append(work(file))
        except ToolkitError as error:
            complain(f"{file}: {error}")
            made += [] if failed is None else [failed]
    return made
