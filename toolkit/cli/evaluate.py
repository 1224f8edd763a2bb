"""`toolkit evaluate …`: measured against labels. In: articles and labels. Out: a table; exit code 1 below the bar."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["evaluate"]


@click.group()
def evaluate() -> None:
    """Measure the toolkit against labelled articles."""


@evaluate.command("memo")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--labels", required=True, type=click.Path(path_type=Path, exists=True), help="JSON; see evaluate.memo.")
def memo(files: tuple[Path, ...], labels: Path) -> None:
    """Compare the memo of FILES (articles) with LABELS: events, agreements, conflicts."""
    from toolkit.brief.briefer import Briefer
    from toolkit.brief.memo import Memo
    from toolkit.evaluate.memo import read_labels, score_memo

    wanted = read_labels(labels)
    briefer = Briefer(translator=None, summarizer="extract", progress=False)
    scores = score_memo(Memo(briefer(path) for path in files), wanted)
    click.echo(scores.table())
    if scores.event_errors or scores.across_events:
        raise SystemExit(1)
