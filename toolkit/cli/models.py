"""`toolkit models …`: what is on this machine, what a download would cost, how models compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from toolkit.article import read
from toolkit.cli.console import PATH, complain, done, say, settings_options
from toolkit.files import readable_size
from toolkit.models import store, trials

__all__ = ["models"]


@click.group()
def models() -> None:
    """List, inspect, fetch and remove models."""


@models.command("list")
def list_() -> None:
    """List the models that the toolkit knows by name, and whether each can run here."""
    rows = [("model", "task", "state", "size", "licence", "")]
    for s in store.list_models():
        limits = "non-commercial" if s.non_commercial else "restricted" if s.preset and s.preset.restriction else ""
        rows.append((s.name, s.task or "", s.state, readable_size(s.size), s.licence or "?", limits))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@models.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what is known of NAME: a preset, hub id or folder."""
    status = store.show(name)
    lines: dict[str, object] = {
        "name": status.name,
        "hub id": status.hub_id,
        "task": status.task,
        "state": status.state,
        "size": readable_size(status.size),
        "licence": f"{status.licence or 'unknown'}{' (non-commercial)' if status.non_commercial else ''}",
        "revision": status.revision,
        "folder": status.path,
        "int8 conversions": readable_size(status.converted) if status.converted else None,
    }
    tried = trials.trials_of((status.name, status.hub_id), status.revision)
    told = (f"{t} ({t.how}, {t.seconds:.1f} s)" + (" – refused" if t.outcome.problem else "") for t in tried)
    lines["tried"] = "; ".join(told) or "not yet: before its first use"
    if status.preset:
        lines["restriction"] = status.preset.restriction or None
        lines |= {"input limit": status.preset.input_limit, "note": status.preset.note}
        lines["figures from"] = "; ".join(status.preset.sources)
    for label, value in lines.items():
        if value is not None:
            say(f"{label + ':':<18}{value}")


@models.command()
@click.argument("name")
@click.option("--revision", default=None, help="Commit, tag or branch; the pinned one by default.")
@click.option("--offline", is_flag=True, default=None, help="Fail instead of asking the hub.")
@click.option("--yes", is_flag=True, help="Do not ask before a download.")
def pull(name: str, revision: str | None, offline: bool | None, yes: bool) -> None:
    """Fetch NAME after saying how large it is and under what licence."""
    status = store.show(name)
    if status.state != "on disk":
        terms = f"{status.name}: {readable_size(status.size)}, licence {status.licence or 'unknown'}"
        say(terms + (", non-commercial use only" if status.non_commercial else ""))
        if not yes and sys.stdin.isatty():
            click.confirm("Fetch it?", abort=True, default=True)
    pulled = store.pull(name, revision=revision, offline=offline)
    say(f"{'fetched' if pulled.fetched else 'already here'}: {pulled.path} ({readable_size(pulled.size)})")


@models.command()
@click.argument("names", metavar="MODEL...", nargs=-1, required=True)
@click.option("--articles", type=click.Path(exists=True, path_type=Path), help="An article or a folder of them.")
@click.option("--sentences", default=40, show_default=True, help="How many reference sentences, at most all.")
@click.option("--out", default="models.html", show_default=True, type=PATH)
@settings_options("engine", "device", "offline", placed=False)
def compare(names: tuple[str, ...], articles: Path | None, sentences: int, out: Path, **choices: Any) -> None:
    """Let MODELs (presets, hub ids, folders, addresses) translate the same sentences, and show them side by side."""
    from toolkit.output.comparison import compare_models

    files = () if articles is None else (articles,) if articles.is_file() else sorted(articles.rglob("*"))
    told = done([str(path) for path in files if path.is_file()], read)  # what is no Arabic article is left out
    comparison = compare_models(names, told, sentences=sentences, **choices)
    say(repr(comparison))
    say(f"side by side: {comparison.save(out)}")


@models.command()
@click.argument("name")
def where(name: str) -> None:
    """Print the folder of NAME; exit code 1 if it is not on this machine."""
    folder = store.where(name)
    if folder is None:
        complain(f"{name} is not on this machine. Fetch it: toolkit models pull {name}")
        raise SystemExit(1)
    say(folder)


@models.command()
@click.argument("name")
def verify(name: str) -> None:
    """Check the files of NAME against their digests; exit code 1 if one is damaged."""
    result = store.verify(name)
    say(f"{result.path}: {result.checked} files checked, {result.unchecked} without a digest")
    if not result.ok:
        complain(f"damaged: {', '.join(result.bad)}. Fetch them again: toolkit models pull {name}")
        raise SystemExit(1)


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Delete NAME and its conversions from this machine."""
    if not yes:
        click.confirm(f"Remove {name}?", abort=True)
    removed = store.remove(name)
    say(f"removed {readable_size(removed.size)}: {', '.join(map(str, removed.paths))}")
