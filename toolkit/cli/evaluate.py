"""`toolkit evaluate …`: measured against labels. In: articles and labels. Out: a table; exit code 1 below the bar."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.console import say

__all__ = ["evaluate"]


@click.group()
def evaluate() -> None:
    """Measure the toolkit against labelled articles."""


@evaluate.command("memo")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--labels",
    default=Path("tests/data/memo_labels.json"),
    show_default=True,
    type=click.Path(path_type=Path, exists=True),
    help="JSON; see toolkit.evaluate.memo.",
)
def memo(files: tuple[Path, ...], labels: Path) -> None:
    """Compare the memo of FILES (the sample articles by default) with labels: events, agreements, conflicts."""
    from toolkit.brief.briefer import Briefer
    from toolkit.evaluate.memo import read_labels, score_memo
    from toolkit.memo.memo import Memo

    wanted = read_labels(labels)
    files = files or tuple(sorted(Path("notebooks/articles").glob("*.txt")))
    briefer = Briefer(translator=None, summarizer="extract", progress=False)
    scores = score_memo(Memo(briefer(path) for path in files), wanted)
    say(scores.table())
    if scores.event_errors or scores.across_events:
        raise SystemExit(1)


@evaluate.command("evidence")
@click.option("--labels", default=Path("tests/checks/data"), show_default=True, type=click.Path(path_type=Path))
@click.option("--articles", default=Path("notebooks/articles"), show_default=True, type=click.Path(path_type=Path))
@click.option("--shared", default=Path("../shared/data"), show_default=True, type=click.Path(path_type=Path))
def evidence(labels: Path, articles: Path, shared: Path) -> None:
    """Print the scores of attribution, translation checks and claim checks beside their baselines."""
    from toolkit.evaluate import evidence as measured

    say(measured.format(measured.run(labels, articles, shared)))
