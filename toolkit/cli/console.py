"""What every command shares: options made from the settings, and lines for a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import Field
from typing import Any, TypeVar

import click

from toolkit.article.normalize import arabic_letters, letters
from toolkit.output.direction import PDI, RLI, isolated
from toolkit.output.pieces import named
from toolkit.settings import CHOICES

__all__ = ["complain", "in_order", "one_line", "printable", "say", "settings_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_LETTER = re.compile(r"[^\W\d_]")
_CELL = re.compile(r"[^\t\n]+")
_PLACEMENT = ("translator", "engine", "glossary", "device", "trial", "offline")


def settings_options(*more: str) -> Callable[[_Command], _Command]:
    """Give a command the options that choose and place the translation model, and those named in `more`."""

    def decorated(function: _Command) -> _Command:
        for name in reversed((*more, *_PLACEMENT)):
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
