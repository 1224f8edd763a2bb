"""What every command shares: model options, error lines, sizes. In: values. Out: lines for a terminal."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from toolkit.article.characters import arabic_letters, letters
from toolkit.output.direction import PDI, RLI, isolated
from toolkit.output.pieces import named

__all__ = ["complain", "in_order", "model_options", "one_line", "printable", "say"]

_LETTER = re.compile(r"[^\W\d_]")
_CELL = re.compile(r"[^\t\n]+")
_MODEL_OPTIONS = (
    click.option(
        "--translator", default="auto", show_default=True, help="Preset, hub id or folder; 'memory' for none."
    ),
    click.option(
        "--engine", default="auto", show_default=True, help="auto, transformers, ctranslate2, endpoint, firefox."
    ),
    click.option("--glossary", default=None, help="CSV of terms that translations have to use."),
    click.option("--device", default=None, help="cpu, cuda, cuda:0, mps; the best one there is by default."),
    click.option("--trial/--no-trial", default=True, help="Try a model on reference texts before its first use."),
    click.option("--offline", is_flag=True, default=None, help="Ask no server for anything."),
)


def model_options(function: Any) -> Any:
    """Give a command the options that choose and place the translation model."""
    for option in reversed(_MODEL_OPTIONS):
        function = option(function)
    return function


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
