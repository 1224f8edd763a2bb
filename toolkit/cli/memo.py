"""`toolkit memo`. In: articles, or briefs saved as .json. Out: one memo in the formats asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.console import complain, say, settings_options
from toolkit.errors import ToolkitError
from toolkit.output.formats import MEMO_FORMATS
from toolkit.settings import Settings

if TYPE_CHECKING:
    from toolkit.brief.brief import Brief
    from toolkit.brief.briefer import Briefer

__all__ = ["memo"]


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "-o",
    "--out",
    "outputs",
    multiple=True,
    default=("memo.html",),
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File to write; its suffix names the format ({', '.join(MEMO_FORMATS)}). Can be given several times.",
)
@click.option(
    "--layout",
    default="dossier",
    show_default=True,
    type=click.Choice(["memo", "bilingual", "dossier"]),
    help="For .docx and .pdf.",
)
@click.option(
    "--template",
    default=None,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Word file, for .docx.",
)
@click.option("--reviewed-by", default=None, help="Who read the memo against its sources; without it, it is a draft.")
@settings_options("summarizer")
def memo(
    files: tuple[str, ...],
    outputs: tuple[Path, ...],
    layout: str,
    template: Path | None,
    reviewed_by: str | None,
    **choices: Any,
) -> None:
    """Make one memo of FILES: articles (paths or URLs), or briefs saved as .json."""
    from toolkit.memo.memo import Memo

    unknown = [str(path) for path in outputs if path.suffix.removeprefix(".").lower() not in MEMO_FORMATS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: choose a suffix from {', '.join(MEMO_FORMATS)}.")
    briefs = _briefs(files, choices)
    made = Memo(briefs)
    if reviewed_by:
        made = made.reviewed(reviewed_by)
    for path in outputs:
        say(made.save(path, **_options(path, layout, template)))
    differing = sum(len(event.differences) for event in made.events)
    say(f"{len(briefs)} articles, {len(made.events)} events, {differing} differences between sources")
    if len(briefs) < len(files):
        raise SystemExit(1)


def _options(path: Path, layout: str, template: Path | None) -> dict[str, Any]:
    suffix = path.suffix.removeprefix(".").lower()
    options: dict[str, Any] = {"layout": layout} if suffix in ("docx", "pdf") else {}
    return options | ({"template": template} if template and suffix == "docx" else {})


def _briefs(files: tuple[str, ...], choices: dict[str, Any]) -> list[Brief]:
    """Load or make the briefs; one that cannot be had is reported and stops no other."""
    from toolkit.brief.brief import Brief
    from toolkit.brief.briefer import Briefer

    briefer: Briefer | None = None
    briefs = []
    for file in files:
        try:
            if file.lower().endswith(".json"):
                briefs.append(Brief.load(file))
            else:
                briefer = briefer or Briefer(Settings.named(**choices))
                briefs.append(briefer(file))
        except ToolkitError as error:
            complain(f"{file}: {error}")
    if not briefs:
        raise SystemExit(1)
    return briefs
