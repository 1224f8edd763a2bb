"""`%load_ext toolkit`: `%%brief` and `%brief`."""

from __future__ import annotations

import argparse
import re
import shlex
from typing import Any, NoReturn

from IPython.core.error import UsageError

from toolkit.article import read, read_text
from toolkit.brief import Brief, Briefer
from toolkit.errors import ToolkitError
from toolkit.memo import Memo
from toolkit.settings import CHOICES, Settings

_DIVIDER = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)
_HELP = """Make a brief of the Arabic text in the cell, or of the articles that the line names.

%%brief [options]             the cell holds the article, and below a line of --- its English, if you have one;
                              several, each below such a line, are compared: the better sentences are taken
%brief [options] PATH ...     files or addresses; several make a memo

"""


class _Parser(argparse.ArgumentParser):
    """Options of a magic: a wrong one is one line in the notebook, not the end of the kernel."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. See %brief? for the options.")


def _parser() -> _Parser:
    parser = _Parser(prog="%brief", add_help=False)
    parser.add_argument("paths", nargs="*", help="articles to read")
    for name in ("sentences", "policy", "translator", "summarizer", "verifier", "glossary"):
        choice = CHOICES[name]
        among = choice.metadata["among"] or None
        kind = type(choice.default or "")
        text = choice.metadata["help"]
        parser.add_argument(f"--{name}", type=kind, default=choice.default, choices=among, help=text)
    parser.add_argument("--offline", action="store_true", default=None, help=CHOICES["offline"].metadata["help"])
    parser.add_argument(
        "--translated-by", metavar="WHO", help="who or what made the English in the cell; several with commas"
    )
    parser.add_argument("--remember", action="store_true", help="keep the English in your translation memory")
    parser.add_argument("-o", "--out", metavar="NAME", help="variable to put the result in")
    return parser


class BriefMagic:
    """What `%brief` and `%%brief` do; models are kept from one cell to the next while the options stay the same.

    Parameters
    ----------
    shell
        The IPython shell, whose variables `-o` writes.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._parser = _parser()
        self._briefer: Briefer | None = None

    def __call__(self, line: str, cell: str | None = None) -> Brief | Memo:
        """Return the brief, which the notebook shows; an error of the toolkit is one line with its remedy."""
        try:
            asked = vars(self._parser.parse_args(shlex.split(line)))
        except ValueError as error:
            raise UsageError(f"{error}: {line}") from error
        paths, name = asked.pop("paths"), asked.pop("out")
        given = {option: asked.pop(option) for option in ("translated_by", "remember")}
        if name is not None and not name.isidentifier():
            raise UsageError(f"-o wants the name of a variable, not {name!r}.")
        try:
            made = self._made(paths, cell, Settings.named(**asked), given)
        except ToolkitError as error:
            raise UsageError(str(error)) from error
        if name is not None:
            self._shell.push({name: made})
        return made

    def _made(self, paths: list[str], cell: str | None, settings: Settings, given: dict[str, Any]) -> Brief | Memo:
        if cell is not None and paths:
            raise UsageError("Give the text in the cell, or paths after %brief, not both.")
        if not paths and not (cell or "").strip():
            raise UsageError("Paste the article below %%brief, or name a file: %brief article.txt")
        briefer = self._kept(settings)
        if cell is not None:
            arabic, *english = _DIVIDER.split(cell)
            if not english and any(given.values()):
                raise UsageError("--translated-by and --remember want English below a line of ---.")
            if len(english) < 2:
                return briefer(read_text(arabic), translation=next(iter(english), None), **given)
            names = (given["translated_by"] or "").split(",")
            if len(names) != len(english):
                names = [f"translation {number}" for number in range(1, len(english) + 1)]
            several = dict(zip(map(str.strip, names), english, strict=True))
            return briefer(read_text(arabic), translation=several, remember=given["remember"])
        briefs = [briefer(read(path)) for path in paths]
        return briefs[0] if len(briefs) == 1 else Memo(briefs)

    def _kept(self, settings: Settings) -> Briefer:
        if self._briefer is None or settings != self._briefer.settings:
            self._briefer = Briefer(settings)
        return self._briefer


def load(shell: Any) -> None:
    """Register the magics, as `%load_ext toolkit` does."""
    magic = BriefMagic(shell)

    def brief(line: str, cell: str | None = None) -> Brief | Memo:
        return magic(line, cell)

    brief.__doc__ = _HELP + _parser().format_help().partition("\n\n")[2]
    shell.register_magic_function(brief, magic_kind="line_cell", magic_name="brief")
