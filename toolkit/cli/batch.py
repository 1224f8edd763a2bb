"""`toolkit batch`: the briefs of many articles in a folder, with a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli.console import PATH, Formats, complain, say, settings_options

__all__ = ["batch"]

_SHOWN = 10  # failures that are told one by one; the manifest has them all


class _Resources(click.ParamType[dict[str, float]]):
    """`GPU=1`, or several with commas."""

    name = "resources"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        if isinstance(value, dict):
            return value
        try:
            return {name: float(number) for name, number in (part.split("=") for part in str(value).split(","))}
        except ValueError:
            self.fail(f"{value!r} is not of the form GPU=1", param, ctx)


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("-o", "--out", required=True, type=PATH, help="Folder to write to.")
@click.option("--format", "formats", default="json", show_default=True, type=Formats(), help=Formats.help)
@click.option("--workers", type=click.IntRange(1), help="Worker processes; without, the work is done in this one.")
@click.option("--scheduler", help="Address of a Dask scheduler, or 'local'.")
@click.option("--resources", type=_Resources(), help="What a Dask worker must have: GPU=1.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds that an article may take.")
@click.option("--retry-failed", is_flag=True, help="Also do again what failed before.")
@click.option("--follow", is_flag=True, help="Fetch the pages that a feed points at.")
@click.option("--allow-private", is_flag=True, help="Also fetch addresses that lead to private networks.")
@settings_options("summarizer", "verifier", "sentences", "policy")
def batch(sources: tuple[str, ...], out: Path, **choices: Any) -> None:
    """Make the briefs of all SOURCES: folders, patterns, feeds (RSS, Atom), files, addresses.

    Run it again to go on where it ended: what is done stands in manifest.sqlite in the output folder, one row for each
    source, and is not done again. Other settings for the same folder are refused; give another folder.

    \b
    --policy says what becomes of a sentence without its evidence:
      flag      it stays and is marked
      drop      it is left out
      drop-weak it is left out, and what is supported weakly too
      fallback  the source sentence that comes nearest takes its place

    \b
    Exit code:
      0    every source has its brief
      1    something failed, is partial or waits; each is told in a line
      2    wrong use of the command
      130  interrupted (Ctrl-C, SIGTERM); the next call goes on
    """
    from toolkit.batch import Manifest, run

    if choices["timeout"] is not None and choices["workers"] is None and choices["scheduler"] is None:
        raise click.UsageError("--timeout needs worker processes, as this one cannot end itself: add --workers 1.")
    report = run(sources[0] if len(sources) == 1 else sources, out, **choices)
    say(str(report))
    if report.ok:
        return
    with Manifest.open(out) as manifest:
        for place, record in enumerate(manifest.records("failed", "partial", "waiting")):
            if place == _SHOWN:
                complain(f"… and more; all of them stand in {manifest.path}")
                break
            complain(f"{record.source}: {record.message or 'is waiting; name it again.'} {record.remedy}")
    raise SystemExit(1)
