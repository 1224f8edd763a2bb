"""`toolkit memory …`: what the translation memory holds, comes from and goes to."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.console import FILE, PATH, one_line, say
from toolkit.translate import Match, TranslationMemory
from toolkit.translate.tables import IMPORTED

_OPTION = click.option("--memory", "file", type=FILE, help="The memory's file; your own one by default.")


@click.group()
def memory() -> None:
    """Import, export, search and count the translation memory."""


@memory.command("import")
@click.argument("files", nargs=-1, required=True, type=PATH)
@_OPTION
def import_(files: tuple[Path, ...], file: Path | None) -> None:
    """Add the units of FILES: .tmx, .xlf, .xliff, .csv or .tsv with Arabic and English columns, or folders of these."""
    with TranslationMemory.open(file) as opened:
        for path in files:
            for one in sorted(p for p in path.rglob("*") if p.suffix.lower() in IMPORTED) if path.is_dir() else [path]:
                say(f"{one}: {opened.import_file(one)}")


@memory.command()
@click.argument("target", type=FILE)
@_OPTION
def export(target: Path, file: Path | None) -> None:
    """Write the memory to TARGET (.tmx or .csv)."""
    if target.suffix.lower() not in (".tmx", ".csv"):
        raise click.BadParameter(f"{target}: choose .tmx or .csv.")
    with TranslationMemory.open(file) as opened:
        give = opened.export_csv if target.suffix.lower() == ".csv" else opened.export_tmx
        say(f"{give(target)} units written to {target}")


@memory.command()
@click.argument("text")
@click.option("--threshold", default=0.75, show_default=True, type=click.FloatRange(0.0, 1.0), help="Least likeness.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1), help="How many at most.")
@_OPTION
def search(text: str, threshold: float, limit: int, file: Path | None) -> None:
    """Show what the memory has for TEXT: alike sentences first, then sentences that hold it.

    In an alike sentence, what differs is marked [-as you asked-]{+as the memory has it+}.
    """
    with TranslationMemory.open(file) as opened:
        best = opened.lookup(text, threshold=threshold)
        alike = [*([best] if best else []), *opened.fuzzy(text, threshold=threshold, limit=limit)]
        found = alike or opened.search(text, limit=limit)
    if not found:
        say("nothing found")
        raise SystemExit(1)
    for match in list({(m.source, m.target): m for m in found}.values())[:limit]:
        _show(text, match, marked=bool(alike))


def _show(text: str, match: Match, *, marked: bool) -> None:
    score = f"{match.score:.0%} " if marked else ""
    say(f"{score}{match.origin}, {match.memory}{f', article {match.article}' if match.article else ''}")
    say(f"  {one_line(_marked(text, match) if marked and not match.exact else match.source)}")
    say(f"  {one_line(match.target)}")


def _marked(text: str, match: Match) -> str:
    """Return the text that was looked up with its differences from the memory's sentence marked."""
    out, position = "", 0
    for difference in sorted(match.differences, key=lambda d: d.span):
        asked = difference.span.of(text)
        out += text[position : difference.span.start]
        out += (f"[-{asked}-]" if asked else "") + (f"{{+{difference.other}+}}" if difference.other else "")
        position = difference.span.end
    return out + text[position:]


@memory.command()
@_OPTION
def stats(file: Path | None) -> None:
    """Count the units of the memory."""
    with TranslationMemory.open(file) as opened:
        counted = opened.stats()
    say(f"{counted.units} units, version {counted.version}")
    tables = {"origin": counted.by_origin, "memory": counted.by_memory, "article": counted.by_article}
    for title, counts in tables.items():
        for name, number in sorted(counts.items()):
            say(f"  {title} {name or 'none'}: {number}")
